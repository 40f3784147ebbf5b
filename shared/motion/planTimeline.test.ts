import { expect, it } from 'vitest';
import type { Segment } from '../contract/plan';
import { gripperNominalSec, planTimeline } from './planTimeline';

const move = (seconds: number): Segment => ({
  type: 'trajectory',
  phase: 'approach',
  jointNames: ['a'],
  points: [0, seconds].map((timeFromStart) => ({
    timeFromStart,
    positions: [0],
    velocities: [0],
    accelerations: [0],
  })),
  pathTolerance: 0.1,
  goalTolerance: 0.1,
  goalTimeToleranceSec: 1,
});
const grip: Segment = { type: 'gripper', phase: 'grasp', width: 0, force: 30, timeoutSec: 5 };

it('lays segments end to end', () => {
  const entries = planTimeline({ segments: [move(2), grip, move(0.5)] });
  expect(entries.map((e) => [e.startSec, e.endSec])).toEqual([
    [0, 2],
    [2, 2 + gripperNominalSec],
    [2 + gripperNominalSec, 2.5 + gripperNominalSec],
  ]);
});

it('is empty for no segments', () => {
  expect(planTimeline({ segments: [] })).toEqual([]);
});
