/** What the simulator is called on the ROS graph. resources/profiles/simulator-over-ros2.json says the same. */
export const names = {
  node: 'r1_simulator',
  armController: 'fr3_arm_controller',
  gripper: 'fr3_gripper',
  jointStates: '/joint_states',
  robotDescription: '/robot_description',
  followJointTrajectory: '/fr3_arm_controller/follow_joint_trajectory',
  gripperAction: '/fr3_gripper/gripper_action',
  image: '/camera/color/image_raw',
  compressed: '/camera/color/image_raw/compressed',
  cameraInfo: '/camera/color/camera_info',
  depth: '/camera/depth/image_rect',
  cameraFrame: 'camera_link',
  opticalFrame: 'camera_color_optical_frame',
} as const;
