import { createStore } from 'zustand/vanilla';
import type { Pose } from '../../shared/geometry/pose';
import { findIk } from '../../shared/motion/findIk';
import { createKinematics, tipPose } from '../../shared/motion/kinematics';
import { planningLimits } from '../../shared/motion/limits';
import type { RobotModel } from '../../shared/robot/robotModel';

export interface GhostView {
  /** Where the ghost's gripper is held; null until it is there. */
  readonly target: Pose | null;
  /** The posture of the ghost (rad). */
  readonly positions: readonly number[];
  /** Whether the arm can hold its gripper there at all. */
  readonly reachable: boolean;
  readonly turning: boolean;
}

/** A ghost of the arm that is led by its gripper. It is a wish on the screen: the planner says what comes of it. */
export function createGhost(robot: RobotModel) {
  const kinematics = createKinematics(robot);
  const limits = planningLimits(robot, 1);
  const view = createStore<GhostView>(() => ({
    target: null,
    positions: [],
    reachable: true,
    turning: false,
  }));
  return {
    view,
    robot,
    /** Brings the ghost to where the arm is. */
    settle: (positions: readonly number[]) =>
      view.setState({ target: tipPose(kinematics, positions), positions, reachable: true }),
    lead(target: Pose): void {
      const { positions: before } = view.getState();
      const found = findIk(kinematics, limits, target, before);
      // Out of reach the ghost stays where it could still be: the mark shows how far that is.
      view.setState({
        target,
        reachable: found.solved,
        ...(found.solved && { positions: found.positions }),
      });
    },
    setTurning: (turning: boolean) => view.setState({ turning }),
  };
}
export type Ghost = ReturnType<typeof createGhost>;
