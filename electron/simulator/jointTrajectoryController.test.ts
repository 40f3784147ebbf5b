import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { trajectoryResultCode } from '../../shared/contract/simulatorContract';
import { motionLimits } from '../../shared/motion/limits';
import { sampleTrajectory } from '../../shared/motion/sampleTrajectory';
import { fr3 } from '../../shared/robot/fr3';
import { createSimulator, type Simulator } from './createSimulator';
import type { TrajectoryEvent } from './jointTrajectoryController';
import { downward, solveTcp } from './testing/inverseKinematics';
import {
  armPositions,
  armVelocities,
  goalOf,
  moveTo,
  quinticDuration,
  quinticPoints,
  runTrajectory,
  type TrajectoryResult,
} from './testing/motions';
import { sceneWith } from './testing/scenes';

/** Real physics takes its time where the machine is busy. */
vi.setConfig({ testTimeout: 60_000 });

const limits = motionLimits(fr3);
/** Far from home in every joint, by way of free space. */
const farPosture = [1.5, 0.3, -0.8, -1.4, 1, 2.6, -0.6];

function largestDifference(a: readonly number[], b: readonly number[]): number {
  return Math.max(...a.map((v, i) => Math.abs(v - b[i]!)));
}

describe('the arm under its trajectory controller, in real physics', () => {
  let simulator: Simulator;
  let events: TrajectoryEvent[];
  beforeEach(async () => {
    simulator = await createSimulator({ scene: sceneWith(), clock: () => 1000 });
    events = [];
    simulator.onEvent((event) => {
      if (event.type === 'trajectory') events.push(event.event);
    });
  });
  afterEach(() => simulator.dispose());

  const results = () => events.filter((event): event is TrajectoryResult => event.type === 'result');
  const fullSpeed = () =>
    quinticPoints(fr3.home, farPosture, quinticDuration(limits, fr3.home, farPosture, 1));

  /** Lets time pass until the arm stands, at most a second; answers each joint's largest deceleration. */
  function brakeToStandstill(): { readonly timeSec: number; readonly deceleration: readonly number[] } {
    const deceleration = limits.jointNames.map(() => 0);
    const windowSteps = 5;
    const history = [armVelocities(simulator)];
    const start = simulator.stampSec();
    while (armVelocities(simulator).some((v) => Math.abs(v) > 0.002)) {
      simulator.step(0.002);
      const now = armVelocities(simulator);
      history.push(now);
      const before = history.at(-1 - windowSteps);
      before?.forEach((v, i) => {
        deceleration[i] = Math.max(deceleration[i]!, Math.abs(now[i]! - v) / (windowSteps * 0.002));
      });
      if (simulator.stampSec() - start > 1) throw new Error('The arm does not come to rest.');
    }
    return { timeSec: simulator.stampSec() - start, deceleration };
  }

  it('follows a motion at the limits of speed and acceleration within a milliradian', () => {
    const points = fullSpeed();
    const start = simulator.stampSec();
    let worst = 0;
    let fastest = 0;
    const result = runTrajectory(simulator, goalOf(fr3, points), () => {
      const desired = sampleTrajectory(points, simulator.stampSec() - start).positions;
      worst = Math.max(worst, largestDifference(desired, armPositions(simulator)));
      fastest = Math.max(
        fastest,
        ...armVelocities(simulator).map((v, i) => Math.abs(v) / limits.velocity[i]!),
      );
    });
    expect(result).toMatchObject({ status: 'succeeded', errorCode: trajectoryResultCode.SUCCESSFUL });
    expect(fastest).toBeGreaterThan(0.6);
    expect(worst).toBeLessThan(1e-3);
    expect(largestDifference(armPositions(simulator), farPosture)).toBeLessThan(1e-3);
  });

  it('gives feedback at 20 Hz in arm order', () => {
    const points = quinticPoints(fr3.home, farPosture, 2);
    runTrajectory(simulator, goalOf(fr3, points));
    const feedback = events.filter((event) => event.type === 'feedback');
    expect(feedback.length).toBeGreaterThanOrEqual(40);
    expect(feedback.length).toBeLessThanOrEqual(42);
    feedback.forEach((event, i) => {
      expect(event.timeFromStart).toBeCloseTo(i / 20, 6);
      const desired = sampleTrajectory(points, event.timeFromStart).positions;
      expect(largestDifference(event.desired, desired)).toBeLessThan(1e-6);
      event.error.forEach((error, k) => {
        expect(error).toBeCloseTo(event.desired[k]! - event.actual[k]!, 12);
      });
    });
  });

  it('takes joints in any order and puts them into its own', () => {
    const points = quinticPoints(fr3.home, farPosture, 2).map((p) => ({
      timeFromStart: p.timeFromStart,
      positions: [...p.positions].reverse(),
      velocities: [...p.velocities].reverse(),
      accelerations: [...p.accelerations].reverse(),
    }));
    const goal = goalOf(fr3, points, { jointNames: [...fr3.armJointNames].reverse() });
    expect(runTrajectory(simulator, goal).status).toBe('succeeded');
    expect(largestDifference(armPositions(simulator), farPosture)).toBeLessThan(1e-3);
  });

  it('starts from where it is when the first point lies later', () => {
    const goal = goalOf(fr3, [{ ...quinticPoints(fr3.home, farPosture, 2).at(-1)! }]);
    expect(runTrajectory(simulator, goal).status).toBe('succeeded');
    expect(largestDifference(armPositions(simulator), farPosture)).toBeLessThan(1e-3);
  });

  it('refuses a wrong goal with code and words, and does not move', () => {
    const points = quinticPoints(fr3.home, farPosture, 2);
    const wrong = simulator.followJointTrajectory(goalOf(fr3, points, { jointNames: ['elbow'] }));
    expect(wrong).toMatchObject({ accepted: false, errorCode: trajectoryResultCode.INVALID_JOINTS });
    const empty = simulator.followJointTrajectory(goalOf(fr3, []));
    expect(empty).toMatchObject({ accepted: false, errorCode: trajectoryResultCode.INVALID_GOAL });
    const elsewhere = simulator.followJointTrajectory(
      goalOf(
        fr3,
        [...points].slice(50).map((p) => ({ ...p, timeFromStart: p.timeFromStart - 1 })),
      ),
    );
    expect(elsewhere).toMatchObject({ accepted: false, errorCode: trajectoryResultCode.INVALID_GOAL });
    expect(elsewhere.errorString).toMatch(
      /starts 0\.\d+ rad away from where fr3_joint\d is; the path tolerance is 0.05 rad/,
    );
    simulator.step(0.2);
    expect(events).toEqual([]);
    expect(largestDifference(armPositions(simulator), fr3.home)).toBeLessThan(1e-6);
  });

  it('merges smoothly onto a start that is off by less than the path tolerance', () => {
    const from = fr3.home.map((q) => q + 0.03);
    let fastest = 0;
    const result = runTrajectory(simulator, goalOf(fr3, quinticPoints(from, from, 1)), () => {
      fastest = Math.max(fastest, ...armVelocities(simulator).map(Math.abs));
    });
    expect(result.status).toBe('succeeded');
    expect(largestDifference(armPositions(simulator), from)).toBeLessThan(1e-3);
    expect(fastest).toBeLessThan(0.4);
  });

  it('PATH_TOLERANCE_VIOLATED: an arm that runs into the table says which joint, brakes and stays', () => {
    moveTo(simulator, solveTcp(fr3, downward([0.5, 0, 0.05])), 0.5);
    const from = armPositions(simulator);
    const below = solveTcp(fr3, downward([0.5, 0, -0.08]));
    const result = runTrajectory(
      simulator,
      goalOf(fr3, quinticPoints(from, below, 1), { pathTolerance: 0.01 }),
    );
    expect(result).toMatchObject({
      status: 'aborted',
      errorCode: trajectoryResultCode.PATH_TOLERANCE_VIOLATED,
    });
    expect(result.errorString).toMatch(
      /fr3_joint\d was 0\.01\d+ rad off its path 0\.\d+ s into the trajectory; the tolerance is 0\.01 rad/,
    );
    simulator.step(0.5);
    const held = armPositions(simulator);
    simulator.step(1);
    expect(largestDifference(armPositions(simulator), held)).toBeLessThan(1e-3);
    expect(largestDifference(held, below)).toBeGreaterThan(0.02);
  });

  it('GOAL_TOLERANCE_VIOLATED: a goal that the table keeps it from, after the time tolerance', () => {
    moveTo(simulator, solveTcp(fr3, downward([0.5, 0, 0.02])), 0.5);
    const from = armPositions(simulator);
    const below = solveTcp(fr3, downward([0.5, 0, -0.006]));
    const goal = goalOf(fr3, quinticPoints(from, below, 1), {
      pathTolerance: 0.5,
      goalTolerance: 0.001,
      goalTimeToleranceSec: 0.3,
    });
    const start = simulator.stampSec();
    const result = runTrajectory(simulator, goal);
    expect(result).toMatchObject({
      status: 'aborted',
      errorCode: trajectoryResultCode.GOAL_TOLERANCE_VIOLATED,
    });
    expect(result.errorString).toMatch(
      /fr3_joint\d is 0\.\d+ rad from its goal \(tolerance 0\.001 rad\) 0\.3\d s after/,
    );
    expect(simulator.stampSec() - start).toBeCloseTo(1.3, 1);
  });

  it('a cancel at full speed is answered at once; the arm brakes within its limits and stands in under 0.4 s', () => {
    const goal = goalOf(fr3, fullSpeed());
    simulator.followJointTrajectory(goal);
    const middle = goal.points.at(-1)!.timeFromStart / 2;
    simulator.step(middle);
    const before = armVelocities(simulator);
    expect(Math.max(...before.map((v, i) => Math.abs(v) / limits.velocity[i]!))).toBeGreaterThan(0.6);
    expect(simulator.cancel(goal.goalId)).toBe(1);
    expect(results()).toEqual([
      expect.objectContaining({ goalId: goal.goalId, status: 'canceled', errorCode: 0 }),
    ]);
    const { timeSec, deceleration } = brakeToStandstill();
    deceleration.forEach((a, i) => {
      expect(a, limits.jointNames[i]).toBeLessThan(limits.acceleration[i]! * 1.1);
    });
    expect(timeSec).toBeLessThan(
      Math.max(...before.map((v, i) => Math.abs(v) / limits.acceleration[i]!)) + 0.12,
    );
    expect(timeSec).toBeLessThan(0.4);
    const stood = armPositions(simulator);
    simulator.step(1);
    expect(largestDifference(armPositions(simulator), stood)).toBeLessThan(1e-3);
    expect(results()).toHaveLength(1);
  });

  it('cancels the named goal only', () => {
    expect(simulator.cancel()).toBe(0);
    const goal = goalOf(fr3, quinticPoints(fr3.home, farPosture, 2));
    simulator.followJointTrajectory(goal);
    expect(simulator.cancel('another')).toBe(0);
    simulator.step(0.5);
    expect(results()).toEqual([]);
    expect(simulator.cancel()).toBe(1);
  });

  it('a new goal takes the place of the running one, which is told so', () => {
    const first = goalOf(fr3, quinticPoints(fr3.home, farPosture, 4));
    simulator.followJointTrajectory(first);
    simulator.step(0.3);
    const here = armPositions(simulator);
    const second = goalOf(fr3, quinticPoints(here, fr3.home, 1.5), { pathTolerance: 0.1 });
    expect(runTrajectory(simulator, second).status).toBe('succeeded');
    expect(results()).toEqual([
      expect.objectContaining({
        goalId: first.goalId,
        status: 'canceled',
        errorString: expect.stringContaining('took its place'),
      }),
      expect.objectContaining({ goalId: second.goalId, status: 'succeeded' }),
    ]);
    expect(largestDifference(armPositions(simulator), fr3.home)).toBeLessThan(1e-3);
  });

  it('refuses a goal at rest while it moves too fast to join it, and goes on with the running one', () => {
    const first = goalOf(fr3, fullSpeed());
    simulator.followJointTrajectory(first);
    simulator.step(first.points.at(-1)!.timeFromStart / 2);
    const here = armPositions(simulator);
    const answer = simulator.followJointTrajectory(goalOf(fr3, quinticPoints(here, fr3.home, 2)));
    expect(answer).toMatchObject({ accepted: false, errorCode: trajectoryResultCode.INVALID_GOAL });
    expect(answer.errorString).toMatch(/moves too differently from the start of the trajectory/);
    const again = simulator.followJointTrajectory(first);
    expect(again.errorString).toMatch(/running already/);
    simulator.step(2);
    expect(results()).toEqual([expect.objectContaining({ goalId: first.goalId, status: 'succeeded' })]);
  });
});
