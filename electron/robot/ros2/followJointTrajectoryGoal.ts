import type { TrajectoryGoal } from '../../../shared/contract/simulatorContract';
import { rosTime } from '../../ros2/rosTime';

const header = { stamp: { sec: 0, nanosec: 0 }, frame_id: '' };

/** A FollowJointTrajectory goal as an object: the same content as encodeTrajectoryGoal, for JSON. */
export function followJointTrajectoryGoal(goal: TrajectoryGoal): object {
  const tolerances = (position: number) =>
    goal.jointNames.map((name) => ({ name, position, velocity: 0, acceleration: 0 }));
  return {
    trajectory: {
      header,
      joint_names: goal.jointNames,
      points: goal.points.map(({ timeFromStart, positions, velocities, accelerations }) => ({
        positions,
        velocities,
        accelerations,
        effort: [],
        time_from_start: rosTime(timeFromStart),
      })),
    },
    multi_dof_trajectory: { header, joint_names: [], points: [] },
    path_tolerance: tolerances(goal.pathTolerance),
    component_path_tolerance: [],
    goal_tolerance: tolerances(goal.goalTolerance),
    component_goal_tolerance: [],
    goal_time_tolerance: rosTime(goal.goalTimeToleranceSec),
  };
}
