import type { Client } from '../../shared/contract/channel';
import type { simulatorContract } from '../../shared/contract/simulatorContract';
import type { RobotModel } from '../../shared/robot/robotModel';
import { writeUrdf } from '../../shared/robot/urdf/writeUrdf';
import type { RosNode } from '../ros2/rosNode';
import { names } from './names';
import type { RosClock } from './rosClock';
import { publisher } from './rosGraph';
import { jointTransforms } from './transforms';

/** Every second joint state (100 Hz) makes transforms: 50 Hz, as robot_state_publisher. */
const statesPerTransform = 2;

/** /joint_states at the simulator's 100 Hz, /tf of what moves, and the robot's description for latecomers. */
export function createStatePublisher(ros: RosNode, robot: RobotModel, clock: RosClock) {
  const jointStates = publisher(ros, 'sensor_msgs/msg/JointState', names.jointStates);
  const tf = publisher(ros, 'tf2_msgs/msg/TFMessage', '/tf');
  publisher(ros, 'std_msgs/msg/String', names.robotDescription, { keeps: true })({ data: writeUrdf(robot) });
  let count = 0;

  return {
    attach(client: Client<typeof simulatorContract>): void {
      client.on('jointState', (state) => {
        clock.heard(state.stampSec);
        const stamp = clock.stamp(state.stampSec);
        jointStates({
          header: { stamp, frame_id: '' },
          name: state.names,
          position: state.positions,
          velocity: state.velocities,
          effort: state.efforts,
        });
        if (count++ % statesPerTransform === 0) {
          const values = new Map(state.names.map((name, i) => [name, state.positions[i]!]));
          tf({ transforms: jointTransforms(robot, values, stamp) });
        }
      });
    },
  };
}
