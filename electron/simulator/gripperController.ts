import { trajectoryResultCode } from '../../shared/contract/simulatorContract';
import type { ParallelGripper } from '../../shared/robot/robotModel';
import type { GoalResponse, GoalStatus } from './jointTrajectoryController';
import { gripperGains } from './servoGains';
import type { GripperReference, MeasuredGripper } from './world';

/** control_msgs/GripperCommand: the opening between the pads (m), the force to close or open with (N). */
export interface GripperGoal {
  readonly goalId: string;
  readonly width: number;
  /** 0: the gripper's own maximum. */
  readonly maxEffort: number;
}

export interface GripperResult {
  readonly goalId: string;
  readonly status: GoalStatus;
  /** Opening (m) and clamping force (N) at the end. */
  readonly position: number;
  readonly effort: number;
  readonly stalled: boolean;
  readonly reachedGoal: boolean;
}

export interface GripperController {
  /** Accepts or refuses with words. An accepted goal takes the place of one that is running. */
  readonly accept: (goal: GripperGoal, measured: MeasuredGripper) => GoalResponse;
  /** Ends the running goal (the named one only, if a name is given); what is held stays held. */
  readonly cancel: (measured: MeasuredGripper, goalId?: string) => number;
  /** To be called once a step: what the servo should do now. */
  readonly update: (measured: MeasuredGripper) => GripperReference;
  readonly isIdle: () => boolean;
}

export interface GripperControllerOptions {
  readonly gripper: ParallelGripper;
  readonly initialWidth: number;
  readonly stepSec: number;
  readonly emit: (result: GripperResult) => void;
}

/** Speed (m/s) and acceleration (m/s^2) of the opening: 50 mm/s for each finger, the hand's published maximum. */
const maxSpeed = 0.1;
const maxAcceleration = 2;
/** Within this of the goal (m) it is reached. */
const goalTolerance = 0.001;
/** Slower than this (m/s) for this long (s), and not at the goal: stalled. */
const stallSpeed = 0.002;
const stallTimeSec = 0.25;

/**
 * The semantics of a ROS 2 gripper action controller that allows stalling: stopping on an object is a
 * success with `stalled`. The set point runs to the goal at limited speed but never further ahead of the
 * fingers than full force needs, so after success the holding force stays.
 */
export function createGripperController(options: GripperControllerOptions): GripperController {
  const { gripper, stepSec, emit } = options;
  let goal: GripperGoal | undefined;
  let target = options.initialWidth;
  let maxForce = gripper.maxForce;
  let setPoint = options.initialWidth;
  let speed = 0;
  let stillSec = 0;

  function finish(
    status: GoalStatus,
    measured: MeasuredGripper,
    how: { readonly stalled: boolean; readonly reachedGoal: boolean },
  ): void {
    if (!goal) return;
    const { goalId } = goal;
    goal = undefined;
    emit({ goalId, status, position: measured.width, effort: Math.abs(measured.closingForce), ...how });
  }

  function accept(next: GripperGoal, measured: MeasuredGripper): GoalResponse {
    const problem = refusal(next);
    if (problem) {
      return { accepted: false, errorCode: trajectoryResultCode.INVALID_GOAL, errorString: problem };
    }
    finish('canceled', measured, { stalled: false, reachedGoal: false });
    goal = next;
    target = next.width;
    maxForce = next.maxEffort === 0 ? gripper.maxForce : next.maxEffort;
    // Opening starts from where the fingers are: they let go at once.
    if (target > setPoint) setPoint = Math.min(target, Math.max(setPoint, measured.width));
    speed = 0;
    stillSec = 0;
    return { accepted: true, errorCode: trajectoryResultCode.SUCCESSFUL, errorString: '' };
  }

  function refusal(next: GripperGoal): string | undefined {
    if (!(next.width >= 0 && next.width <= gripper.maxWidth + 1e-9)) {
      return `The gripper opens from 0 to ${gripper.maxWidth} m, not to ${next.width} m.`;
    }
    if (!(next.maxEffort >= 0 && next.maxEffort <= gripper.maxForce)) {
      return `The gripper's force goes to ${gripper.maxForce} N, not ${next.maxEffort} N.`;
    }
    if (goal?.goalId === next.goalId) return `Goal ${next.goalId} is running already.`;
    return undefined;
  }

  function advance(measured: MeasuredGripper): GripperReference {
    const distance = target - setPoint;
    speed = Math.min(
      speed + maxAcceleration * stepSec,
      maxSpeed,
      Math.sqrt(2 * maxAcceleration * Math.abs(distance)),
    );
    const wanted = setPoint + Math.sign(distance) * Math.min(Math.abs(distance), speed * stepSec);
    const reach = maxForce / gripperGains.stiffness;
    const next = Math.min(measured.width + reach, Math.max(measured.width - reach, wanted));
    const velocity = next === wanted ? (next - setPoint) / stepSec : 0;
    setPoint = next;
    return { width: setPoint, speed: velocity, maxForce };
  }

  function judge(measured: MeasuredGripper): void {
    stillSec = Math.abs(measured.speed) < stallSpeed ? stillSec + stepSec : 0;
    const reachedGoal = Math.abs(measured.width - target) <= goalTolerance;
    if (reachedGoal && Math.abs(measured.speed) < stallSpeed) {
      finish('succeeded', measured, { stalled: false, reachedGoal });
    } else if (stillSec >= stallTimeSec) {
      finish('succeeded', measured, { stalled: true, reachedGoal });
    }
  }

  return {
    accept,
    cancel: (measured, goalId) => {
      if (!goal || (goalId !== undefined && goal.goalId !== goalId)) return 0;
      target = setPoint;
      finish('canceled', measured, { stalled: false, reachedGoal: false });
      return 1;
    },
    update: (measured) => {
      const reference = advance(measured);
      if (goal) judge(measured);
      return reference;
    },
    isIdle: () => goal === undefined,
  };
}
