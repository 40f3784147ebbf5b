import type { JointState, TrajectoryGoal } from '../../shared/contract/simulatorContract';

/**
 * One connection to one robot. A simulator and a ROS 2 robot are this interface and no more, held to the
 * same driverContractTests. A driver decides nothing: it passes goals on, says what came of them, and
 * passes measured joint states back. A connection that closed is not opened again; a new driver is made,
 * and it is a new epoch.
 */
export interface RobotDriver {
  readonly kind: 'simulator' | 'ros2';
  /**
   * Sends a goal before it returns. Resolves once, at the goal's end, whatever the end is; never rejects.
   */
  followTrajectory(goal: TrajectoryGoal): Promise<GoalEnd>;
  commandGripper(goal: GripperGoal): Promise<GripperEnd>;
  /** Cancels whatever runs. The message is on its way when this returns; it never throws. */
  cancel(): void;
  /** The world anew; rejects with words. Only a simulator has it. */
  readonly loadScene?: (seed: number) => Promise<void>;
  /** Seed of the world as the robot's side says it; null while it has not, and always where the world is real. */
  sceneSeed(): number | null;
  /** Words about a goal that is not from here and ran lately; null if there is none. */
  otherCommander(): string | null;
  close(): void;
}

/** What a driver tells; given to it when it is made, so that nothing is missed. */
export interface DriverEvents {
  /** Every measured joint state, as it came. */
  jointState(state: JointState): void;
  feedback(feedback: GoalFeedback): void;
  /** The robot's side said something that cannot be understood. */
  fault(problem: string): void;
  /** The connection is gone: all goals have ended as `lost` before this. */
  closed(): void;
}

/** Opening between the fingertips (m) and the force to hold with (N). */
export interface GripperGoal {
  readonly goalId: string;
  readonly width: number;
  readonly maxEffort: number;
}

/** FollowJointTrajectory feedback to a goal from here. */
export interface GoalFeedback {
  readonly goalId: string;
  readonly stampSec: number;
  /** Seconds since the controller began with the goal. */
  readonly timeFromStart: number;
}

/** rejected: it never ran; lost: the connection closed, and how it went is not known. */
export type GoalStatus = 'succeeded' | 'aborted' | 'canceled' | 'rejected' | 'lost';

export interface GoalEnd {
  readonly status: GoalStatus;
  /** FollowJointTrajectory result code; 0 and the negative ones of its definition. */
  readonly code: number;
  /** The controller's own words. */
  readonly text: string;
}

export interface GripperEnd extends GoalEnd {
  /** Opening (m) and force (N) at the end; NaN when the gripper did not say. */
  readonly width: number;
  readonly effort: number;
  readonly stalled: boolean;
  readonly reachedGoal: boolean;
}
