import { createHash } from 'node:crypto';
import type { Plan, Segment } from '../../shared/contract/plan';
import type { RobotState } from '../../shared/contract/robotContract';
import { fr3 } from '../../shared/robot/fr3';
import { grip, move, taskPlan } from '../robot/testing/plans';
import { goodVariants } from './story';

export interface Offered {
  readonly text: string;
  readonly hash: string;
  readonly plan: Plan;
  /** The gate has to refuse it whatever else is so. */
  readonly bad: boolean;
}

/** A plan's exact text from where the arm is said to be, and whether it may ever run. */
export function planText(state: RobotState, nowSec: number, variant: number, salt: number): Offered {
  const from = state.positions[0] ?? 0;
  const to = from > 0 ? from - 0.2 : from + 0.2;
  const good: readonly Segment[][] = [
    [move(from, to, 1.2, 'approach')],
    [grip(0.03, false), move(from, to, 1.5, 'transport'), grip(0.08, false)],
    [move(from, to, 1, 'approach'), move(to, from, 1, 'retreat')],
    [move(from, from > 0 ? from - 0.4 : from + 0.4, 4, 'transport')],
  ];
  const changes: readonly Partial<Plan>[] = [
    ...good.map((segments) => ({ segments })),
    { epoch: 'another' },
    { robot: 'ur5' },
    { limitsHash: '0'.repeat(64) },
    { fencesHash: '0'.repeat(64) },
    { speedScale: 1, segments: [move(from, from + 1, 0.3, 'approach')] },
    { segments: [move(from + 0.2, to, 1, 'approach')], startPositions: fr3.home.map((p) => p + 0.4) },
    { observation: { observationId: 'o', stampSec: nowSec - 500, imageHash: 'b'.repeat(64) } },
  ];
  const startPositions = fr3.home.map((p, j) => (j === 0 ? from : p));
  const plan = taskPlan(state.epoch, nowSec, {
    startPositions,
    segments: good[0]!,
    instruction: `number ${salt}`,
    ...changes[variant],
  });
  const text = JSON.stringify(plan);
  return {
    text,
    hash: createHash('sha256').update(text, 'utf8').digest('hex'),
    plan: JSON.parse(text) as Plan,
    bad: variant >= goodVariants,
  };
}
