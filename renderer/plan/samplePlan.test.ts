import { describe, expect, it } from 'vitest';
import type { Plan, TrajectoryPoint } from '../../shared/contract/plan';
import { plan as taskPlan } from '../loop/loopTestNouns';
import { phaseSpans, segmentSpans } from './planClock';
import { samplePlan } from './samplePlan';

const point = (timeFromStart: number, p: number, v = 0, a = 0): TrajectoryPoint => ({
  timeFromStart,
  positions: [p],
  velocities: [v],
  accelerations: [a],
});
const move = (
  phase: 'approach' | 'lift',
  from: number,
  to: number,
  sec: number,
): Plan['segments'][number] => ({
  type: 'trajectory',
  phase,
  jointNames: ['j1'],
  points: [point(0, from), point(sec, to)],
  pathTolerance: 0.1,
  goalTolerance: 0.1,
  goalTimeToleranceSec: 1,
});
const grip = (phase: 'open' | 'grasp', width: number): Plan['segments'][number] => ({
  type: 'gripper',
  phase,
  width,
  force: 20,
  timeoutSec: 2,
});
const plan: Plan = {
  ...taskPlan,
  startPositions: [0],
  durationSec: 8,
  segments: [
    grip('open', 0.08),
    move('approach', 0, 1, 2),
    move('approach', 1, 2, 1),
    grip('grasp', 0.04),
    move('lift', 2, 3, 3),
  ],
};
const spans = segmentSpans(plan);

describe('phaseSpans', () => {
  it('joins neighbouring segments of a phase', () => {
    expect(phaseSpans(spans).map(({ phase, startSec, endSec }) => [phase, startSec, endSec])).toEqual([
      ['open', 0, 1],
      ['approach', 1, 4],
      ['grasp', 4, 5],
      ['lift', 5, 8],
    ]);
  });
});

describe('samplePlan', () => {
  it('goes through the segments and keeps what each leaves', () => {
    expect(samplePlan(plan, spans, 0)).toEqual({ positions: [0], gripperWidth: 0.08 });
    expect(samplePlan(plan, spans, 2).positions[0]).toBeCloseTo(0.5, 9);
    const grasping = samplePlan(plan, spans, 4.5);
    expect(grasping.positions).toEqual([2]);
    expect(grasping.gripperWidth).toBeCloseTo(0.06, 9);
    expect(samplePlan(plan, spans, 99)).toEqual({ positions: [3], gripperWidth: 0.04 });
  });
});
