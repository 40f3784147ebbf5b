import { describe, expect, it } from 'vitest';
import { type Plan, planSchema } from '../../shared/contract/plan';
import { sha256Hex } from '../../shared/motion/sha256';
import { fr3 } from '../../shared/robot/fr3';
import { assemblePlan, jointLimitsCheck, limitUse, trajectorySegment } from './assemblePlan';
import { jointMove } from './motion/postures';
import { timeMoves } from './motion/timeMoves';
import { PlanningError } from './planningError';
import { atHome, kinematics } from './testing/situation';

const away = fr3.home.with(0, 1 / 3);
const timed = timeMoves(kinematics, [{ phase: 'home', postures: jointMove(away, fr3.home) }], 0.5);
const content: Omit<Plan, 'version' | 'durationSec'> = {
  purpose: 'home',
  createdAtSec: 1_795_000_000.123456,
  robot: 'fr3',
  limitsHash: atHome.limitsHash,
  fencesHash: atHome.fencesHash,
  epoch: 'epoch-1',
  instruction: '',
  speedScale: 0.5,
  startPositions: [...away],
  startTolerance: 0.02,
  segments: timed.map((move) => trajectorySegment(fr3, move)),
  checks: [],
};

describe('assemblePlan', () => {
  it('writes a text that reads back, with short numbers and whole stamps', () => {
    const { planText, planHash } = assemblePlan(fr3, content);
    const plan = planSchema.parse(JSON.parse(planText));
    expect(planHash).toBe(sha256Hex(planText));
    expect(plan.startPositions[0]).toBe(0.333333333333);
    expect(plan.createdAtSec).toBe(1_795_000_000.123456);
    expect(plan.durationSec).toBeCloseTo(timed[0]!.points.at(-1)!.timeFromStart, 8);
    expect(planText).not.toMatch(/\d\.\d{13,}/);
  });

  it('is the same text for the same content', () => {
    expect(assemblePlan(fr3, content).planHash).toBe(assemblePlan(fr3, structuredClone(content)).planHash);
    expect(assemblePlan(fr3, { ...content, epoch: 'epoch-2' }).planHash).not.toBe(
      assemblePlan(fr3, content).planHash,
    );
  });

  it('does not let a plan out that its own speed scale forbids, or that is no plan', () => {
    expect(() => assemblePlan(fr3, { ...content, speedScale: 0.1 })).toThrow(PlanningError);
    expect(() => assemblePlan(fr3, { ...content, speedScale: 0.1 })).toThrow(/does not keep the limits/);
    expect(() => assemblePlan(fr3, { ...content, robot: '' })).toThrow(/robot: /);
  });

  it('tells how much of the limits is used', () => {
    const use = limitUse(fr3, timed);
    expect(use.velocity).toBeGreaterThan(0.05);
    expect(use.velocity).toBeLessThan(0.45);
    // Joint 4 at home, -2.356, is nearest to its end at -3.042.
    expect(jointLimitsCheck(fr3, timed).text).toContain('joint 4 comes nearest, 0.69 rad');
  });
});
