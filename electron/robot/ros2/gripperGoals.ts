import type { GripperChannel } from '../../../shared/contract/connection';
import { rosTime } from '../../ros2/rosTime';
import type { GripperEnd, GripperGoal } from '../driver';
import type { ActionEnd } from './actionChannel';
import { gripperScale } from './gripperScale';

type Gripper = Exclude<GripperChannel, { kind: 'none' }>;

/** What each kind of gripper controller is asked, and how its answer is read. */
export const gripperTypes: Readonly<Record<Gripper['kind'], string>> = {
  gripperCommand: 'control_msgs/action/GripperCommand',
  parallelGripperCommand: 'control_msgs/action/ParallelGripperCommand',
  trajectory: 'control_msgs/action/FollowJointTrajectory',
};

/** m/s: how fast a gripper on a trajectory controller is told to open or close; at least in so many s. */
const trajectorySpeed = 0.05;
const shortestSec = 0.5;
/** FollowJointTrajectory codes with which a trajectory controller says that the fingers did not get there. */
const stuckCodes: readonly number[] = [-4, -5];

/** The goal message for an opening. `width`: the opening now (m; NaN if unknown). */
export function gripperMessage(gripper: Gripper, goal: GripperGoal, width: number, maxWidth: number): object {
  const position = gripperScale(gripper.scale).positionOf(goal.width);
  const effort = Math.min(goal.maxEffort, gripper.maxEffort);
  if (gripper.kind === 'gripperCommand') return { command: { position, max_effort: effort } };
  if (gripper.kind === 'parallelGripperCommand') {
    return {
      command: {
        header: emptyHeader,
        name: [gripper.joint],
        position: [position],
        velocity: [],
        effort: [effort],
      },
    };
  }
  const way = Math.abs(goal.width - (Number.isFinite(width) ? width : 0)) || maxWidth;
  const seconds = Math.max(shortestSec, way / trajectorySpeed);
  return {
    trajectory: {
      header: emptyHeader,
      joint_names: [gripper.joint],
      points: [
        {
          positions: [position],
          velocities: [0],
          accelerations: [],
          effort: [],
          time_from_start: rosTime(seconds),
        },
      ],
    },
    multi_dof_trajectory: { header: emptyHeader, joint_names: [], points: [] },
    path_tolerance: [],
    component_path_tolerance: [],
    goal_tolerance: [{ name: gripper.joint, position: goalTolerance(gripper), velocity: 0, acceleration: 0 }],
    component_goal_tolerance: [],
    goal_time_tolerance: rosTime(1),
  };
}

const emptyHeader = { stamp: { sec: 0, nanosec: 0 }, frame_id: '' };

/** A fiftieth of the way from closed to open, in the gripper's own unit. */
const goalTolerance = ({ scale }: Gripper) => Math.abs(scale.open.position - scale.closed.position) / 50;

/**
 * The gripper's end from the action's. `measuredWidth` (m) stands in where the result tells none. A
 * trajectory controller cannot say that it holds something: that it gave up because the fingers did not get
 * there is taken as having stalled, and the measured opening is what it is judged by.
 */
export function gripperEnd(gripper: Gripper, end: ActionEnd, measuredWidth: number): GripperEnd {
  const { status, code, text, result } = end;
  const { widthOf } = gripperScale(gripper.scale);
  if (gripper.kind === 'trajectory') {
    const stalled = status === 'aborted' && stuckCodes.includes(code);
    return {
      status: stalled ? 'succeeded' : status,
      code: stalled ? 0 : code,
      text,
      width: measuredWidth,
      effort: Number.NaN,
      stalled,
      reachedGoal: status === 'succeeded',
    };
  }
  const told = result as
    | (Readonly<Record<'position' | 'effort', unknown>> & {
        readonly state?: { readonly position: ArrayLike<number>; readonly effort: ArrayLike<number> };
        readonly stalled?: boolean;
        readonly reached_goal?: boolean;
      })
    | null;
  const position = gripper.kind === 'gripperCommand' ? Number(told?.position) : told?.state?.position[0];
  const effort = gripper.kind === 'gripperCommand' ? Number(told?.effort) : told?.state?.effort[0];
  return {
    status,
    code,
    text,
    width: position === undefined || Number.isNaN(position) ? measuredWidth : widthOf(position),
    effort: effort ?? Number.NaN,
    stalled: told?.stalled === true,
    reachedGoal: told?.reached_goal === true,
  };
}
