import type { TrajectoryPoint } from '../../shared/contract/plan';
import { type TrajectoryGoal, trajectoryResultCode } from '../../shared/contract/simulatorContract';
import type { MotionLimits } from '../../shared/motion/limits';
import { sampleTrajectory } from '../../shared/motion/sampleTrajectory';
import { brakeStep } from './brake';
import { atRest, type JointReference } from './jointReference';
import { addOffset, type Merge, mergeExcursions, mergeOnto } from './merge';
import { validateTrajectoryGoal } from './validateTrajectoryGoal';

export interface GoalResponse {
  readonly accepted: boolean;
  readonly errorCode: number;
  readonly errorString: string;
}

export type GoalStatus = 'succeeded' | 'aborted' | 'canceled';

export type TrajectoryEvent =
  | {
      readonly type: 'feedback';
      readonly goalId: string;
      readonly timeFromStart: number;
      readonly desired: readonly number[];
      readonly actual: readonly number[];
      readonly error: readonly number[];
    }
  | {
      readonly type: 'result';
      readonly goalId: string;
      readonly status: GoalStatus;
      readonly errorCode: number;
      readonly errorString: string;
    };

export interface JointMeasurement {
  readonly positions: readonly number[];
  readonly velocities: readonly number[];
}

/** Times are physics seconds, a goal's startSec too; vectors stand in arm joint order. */
export interface JointTrajectoryController {
  /** Accepts or refuses with words. An accepted goal takes the place of one that is running. */
  readonly accept: (goal: TrajectoryGoal, nowSec: number, measured: JointMeasurement) => GoalResponse;
  /** Ends the running goal (the named one only, if a name is given) and brakes. Answers how many: 0 or 1. */
  readonly cancel: (reason: string, goalId?: string) => number;
  /** To be called once a step: what the joints should do now. */
  readonly update: (nowSec: number, measured: JointMeasurement) => JointReference;
  readonly isIdle: () => boolean;
}

export interface JointTrajectoryControllerOptions {
  /** Of the arm's joints, in whose order all vectors are. */
  readonly limits: MotionLimits;
  readonly initialPositions: readonly number[];
  readonly stepSec: number;
  readonly emit: (event: TrajectoryEvent) => void;
}

interface Running {
  readonly goal: TrajectoryGoal;
  /** The goal's points, joints in the arm's order, from time 0 on. */
  readonly points: readonly TrajectoryPoint[];
  readonly durationSec: number;
  readonly merge: Merge;
  /** When it was at its first point, and since when it is followed. */
  readonly startSec: number;
  readonly joinedSec: number;
  nextFeedbackSec: number;
}

const feedbackPeriodSec = 1 / 20;
/** Slower than this (rad/s) a joint stands: the goal is not reached before all do. */
export const stoppedSpeed = 0.01;

/**
 * The semantics of ros2_controllers' joint_trajectory_controller: goals with tolerances, feedback, results
 * and cancel. One thing is kinder than its default: after a cancel or an abort each joint brakes within its
 * acceleration limit and only then holds.
 */
export function createJointTrajectoryController(
  options: JointTrajectoryControllerOptions,
): JointTrajectoryController {
  const { limits, stepSec, emit } = options;
  const { jointNames } = limits;
  let reference = atRest(options.initialPositions);
  let running: Running | undefined;

  function finish(status: GoalStatus, errorCode: number, errorString: string): void {
    if (!running) return;
    const { goalId } = running.goal;
    running = undefined;
    emit({ type: 'result', goalId, status, errorCode, errorString });
  }

  function accept(goal: TrajectoryGoal, nowSec: number, measured: JointMeasurement): GoalResponse {
    const refusal = validateTrajectoryGoal(goal, limits) ?? alreadyRunning(goal);
    if (refusal) return { accepted: false, ...refusal };
    const points = inArmOrder(goal, jointNames, reference);
    const durationSec = points.at(-1)!.timeFromStart;
    const startSec = Math.min(goal.startSec ?? nowSec, nowSec);
    if (nowSec - startSec > durationSec) return { accepted: false, ...past(nowSec - startSec - durationSec) };
    const start = sampleTrajectory(points, nowSec - startSec);
    const merge = mergeOnto(reference, start, limits);
    const away = startsAway(goal, start, measured) ?? mergesWide(goal, merge);
    if (away) return { accepted: false, ...away };
    finish('canceled', trajectoryResultCode.SUCCESSFUL, `Goal ${goal.goalId} took its place.`);
    running = { goal, points, durationSec, merge, startSec, joinedSec: nowSec, nextFeedbackSec: nowSec };
    return { accepted: true, errorCode: trajectoryResultCode.SUCCESSFUL, errorString: '' };
  }

  function alreadyRunning(goal: TrajectoryGoal) {
    return running?.goal.goalId === goal.goalId
      ? invalid(`Goal ${goal.goalId} is running already.`)
      : undefined;
  }

  function startsAway(goal: TrajectoryGoal, start: JointReference, measured: JointMeasurement) {
    const worst = largest(start.positions.map((position, i) => measured.positions[i]! - position));
    if (worst.size <= goal.pathTolerance) return undefined;
    return invalid(
      `The trajectory starts ${worst.size.toFixed(4)} rad away from where ${jointNames[worst.index]} is; ` +
        `the path tolerance is ${goal.pathTolerance} rad.`,
    );
  }

  function mergesWide(goal: TrajectoryGoal, merge: Merge) {
    const worst = largest(mergeExcursions(merge));
    if (worst.size <= goal.pathTolerance) return undefined;
    return invalid(
      `${jointNames[worst.index]} moves too differently from the start of the trajectory: joining it would lead ` +
        `${worst.size.toFixed(4)} rad off, and the path tolerance is ${goal.pathTolerance} rad.`,
    );
  }

  function follow(active: Running, nowSec: number, measured: JointMeasurement): JointReference {
    const time = nowSec - active.startSec;
    const desired = addOffset(sampleTrajectory(active.points, time), active.merge, nowSec - active.joinedSec);
    const errors = desired.positions.map((position, i) => position - measured.positions[i]!);
    const worst = largest(errors);
    if (nowSec >= active.nextFeedbackSec - stepSec / 2) {
      active.nextFeedbackSec += feedbackPeriodSec;
      emit({
        type: 'feedback',
        goalId: active.goal.goalId,
        timeFromStart: time,
        desired: desired.positions,
        actual: measured.positions,
        error: errors,
      });
    }
    if (time >= active.durationSec) {
      checkGoal(active.goal, time - active.durationSec, worst, measured);
      return desired;
    }
    if (worst.size <= active.goal.pathTolerance) return desired;
    finish(
      'aborted',
      trajectoryResultCode.PATH_TOLERANCE_VIOLATED,
      `${jointNames[worst.index]} was ${worst.size.toFixed(4)} rad off its path ${time.toFixed(2)} s into the ` +
        `trajectory; the tolerance is ${active.goal.pathTolerance} rad. The arm brakes and holds where it is.`,
    );
    // What held the arm back must not be pushed against: brake from where the joints really are.
    return { ...atRest(measured.positions), velocities: measured.velocities };
  }

  function checkGoal(
    goal: TrajectoryGoal,
    lateSec: number,
    worst: Extreme,
    measured: JointMeasurement,
  ): void {
    const fastest = largest(measured.velocities);
    if (worst.size <= goal.goalTolerance && fastest.size <= stoppedSpeed) {
      finish('succeeded', trajectoryResultCode.SUCCESSFUL, 'Goal reached.');
    } else if (lateSec > goal.goalTimeToleranceSec) {
      const what =
        worst.size > goal.goalTolerance
          ? `${jointNames[worst.index]} is ${worst.size.toFixed(4)} rad from its goal (tolerance ${goal.goalTolerance} rad)`
          : `${jointNames[fastest.index]} still moves at ${fastest.size.toFixed(3)} rad/s`;
      finish(
        'aborted',
        trajectoryResultCode.GOAL_TOLERANCE_VIOLATED,
        `${what} ${lateSec.toFixed(2)} s after the trajectory's end. The arm holds.`,
      );
    }
  }

  return {
    accept,
    cancel: (reason, goalId) => {
      if (!running || (goalId !== undefined && running.goal.goalId !== goalId)) return 0;
      finish('canceled', trajectoryResultCode.SUCCESSFUL, reason);
      return 1;
    },
    update: (nowSec, measured) => {
      reference = running ? follow(running, nowSec, measured) : brakeStep(reference, limits, stepSec);
      return reference;
    },
    isIdle: () =>
      running === undefined && reference.velocities.every((velocity) => Math.abs(velocity) < stoppedSpeed),
  };
}

const invalid = (errorString: string) => ({ errorCode: trajectoryResultCode.INVALID_GOAL, errorString });

const past = (lateSec: number) => ({
  errorCode: trajectoryResultCode.OLD_HEADER_TIMESTAMP,
  errorString: `The trajectory ended ${lateSec.toFixed(2)} s ago.`,
});

/** The goal's points with joints in the arm's order; where the first lies after the start, `present` comes before. */
function inArmOrder(
  goal: TrajectoryGoal,
  jointNames: readonly string[],
  present: JointReference,
): readonly TrajectoryPoint[] {
  const order = jointNames.map((name) => goal.jointNames.indexOf(name));
  const sort = (values: readonly number[]) => order.map((i) => values[i]!);
  const points = goal.points.map((point) => ({
    timeFromStart: point.timeFromStart,
    positions: sort(point.positions),
    velocities: sort(point.velocities),
    accelerations: sort(point.accelerations),
  }));
  if (points[0]!.timeFromStart === 0) return points;
  const start = {
    timeFromStart: 0,
    positions: [...present.positions],
    velocities: [...present.velocities],
    accelerations: [...present.accelerations],
  };
  return [start, ...points];
}

interface Extreme {
  readonly index: number;
  readonly size: number;
}

function largest(values: readonly number[]): Extreme {
  return values.reduce<Extreme>(
    (best, value, index) => (Math.abs(value) > best.size ? { index, size: Math.abs(value) } : best),
    { index: 0, size: 0 },
  );
}
