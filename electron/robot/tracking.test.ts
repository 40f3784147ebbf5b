import { describe, expect, it } from 'vitest';
import { fr3 } from '../../shared/robot/fr3';
import { grip, move, taskPlan } from './testing/plans';
import { allowedDurationSec, createTracking } from './tracking';

// open 0..1 s, approach 1..2 s (joint 1 from 0 to 0.2), grasp 2..3 s, lift 3..4 s.
const plan = taskPlan('e', 100);
const joint1 = (value: number) => fr3.home.map((p, j) => (j === 0 ? value : p));

describe('tracking', () => {
  it('wants the arm where the plan begins while the first gripper segment runs', () => {
    const tracking = createTracking(plan);
    tracking.begin(0, 100);
    expect(tracking.desiredAt(100.5)).toEqual(fr3.home);
    expect(tracking.errorRad(joint1(0.03), 100.5)).toBeCloseTo(0.03, 12);
    expect(tracking.pathTolerance()).toBe(0.02);
    expect(tracking.planTimeSec(100.5)).toBeCloseTo(0.5, 9);
    expect(tracking.planTimeSec(103)).toBe(1);
  });

  it("counts from the controller's own start", () => {
    const tracking = createTracking(plan);
    tracking.begin(1, 102);
    expect(tracking.desiredAt(102.5)[0]).toBeCloseTo(0.1, 9);
    tracking.feedback({ goalId: 'x', stampSec: 102.2, timeFromStart: 0.1 });
    expect(tracking.desiredAt(102.6)[0]).toBeCloseTo(0.1, 9);
    expect(tracking.planTimeSec(102.6)).toBeCloseTo(1.5, 9);
    expect(tracking.pathTolerance()).toBe(0.1);
  });

  it('does not believe a start far from when the goal was sent', () => {
    const tracking = createTracking(plan);
    tracking.begin(1, 102);
    tracking.feedback({ goalId: 'x', stampSec: 110, timeFromStart: 0.1 });
    tracking.feedback({ goalId: 'x', stampSec: 102, timeFromStart: 0.6 });
    expect(tracking.desiredAt(102.5)[0]).toBeCloseTo(0.1, 9);
  });

  it('wants the arm to hold where the motion ended, as exactly as before, while the gripper works', () => {
    const tracking = createTracking(plan);
    tracking.begin(1, 102);
    tracking.begin(2, 103.1);
    expect(tracking.desiredAt(104)).toEqual(joint1(0.2));
    expect(tracking.pathTolerance()).toBe(0.1);
    expect(tracking.segmentElapsedSec(104.1)).toBeCloseTo(1, 9);
  });

  it('takes a missing joint for an endless error', () => {
    const tracking = createTracking(plan);
    tracking.begin(1, 102);
    expect(tracking.errorRad([], 102)).toBeNaN();
  });

  it('allows a tenth more than planned, half a second, and what the gripper may take', () => {
    expect(
      allowedDurationSec({ ...plan, segments: [move(0, 0.2, 2, 'approach'), grip(0.02, true)] }),
    ).toBeCloseTo(2.2 + 3 + 0.5, 9);
  });
});
