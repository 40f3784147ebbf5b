import { describe, expect, it } from 'vitest';
import type { Plan, Segment } from '../../shared/contract/plan';
import { runToEnd } from '../../shared/motion/validateTrajectory';
import { fr3 } from '../../shared/robot/fr3';
import { planRefusals } from './planRules';
import { atRest, gateRobot, grip, move, taskPlan } from './testing/plans';

const plan = (change: Partial<Plan> = {}) => taskPlan('e1', 1000, change);
const refusals = (changed: Plan) => runToEnd(planRefusals(changed, gateRobot));
const names = (changed: Plan) => [...new Set(refusals(changed).map(({ check }) => check))];
const without = (...keys: (keyof Plan)[]) =>
  Object.fromEntries(
    Object.entries(plan()).filter(([key]) => !keys.includes(key as keyof Plan)),
  ) as unknown as Plan;
const withMove = (change: (segment: Extract<Segment, { type: 'trajectory' }>) => void): Plan => {
  const segment = structuredClone(move(0, 0.2, 1, 'approach'));
  if (segment.type === 'trajectory') change(segment);
  return plan({ segments: [segment] });
};
const withGrip = (change: Partial<Extract<Segment, { type: 'gripper' }>>): Plan =>
  plan({ segments: [{ ...grip(0.02, true), ...change } as Segment] });
const home = (values: Partial<Record<number, number>>) => fr3.home.map((p, j) => values[j] ?? p);

describe('plan rules', () => {
  it('find nothing in a good plan', () => {
    expect(refusals(plan())).toEqual([]);
  });

  const broken: Readonly<Record<string, readonly Plan[]>> = {
    robot: [plan({ robot: 'ur5' })],
    limitsUnchanged: [plan({ limitsHash: '0'.repeat(64) })],
    purpose: [without('model'), without('observation'), without('proposalId'), plan({ purpose: 'home' })],
    jointNames: [
      withMove((s) => s.jointNames.reverse()),
      withMove((s) => s.jointNames.pop()),
      withMove((s) => s.jointNames.push('fr3_joint8')),
    ],
    continuity: [
      plan({ segments: [move(0.001, 0.2, 1, 'approach')] }),
      plan({ segments: [move(0, 0.2, 1, 'approach'), grip(0.02, true), move(0.200002, 0, 1, 'lift')] }),
    ],
    tolerances: [
      plan({ startTolerance: 0.051 }),
      withMove((s) => {
        s.pathTolerance = 0.21;
      }),
      withMove((s) => {
        s.pathTolerance = 0.015;
      }),
      withMove((s) => {
        s.goalTolerance = 0.06;
      }),
      withMove((s) => {
        s.goalTimeToleranceSec = 6;
      }),
      withGrip({ timeoutSec: 16 }),
    ],
    gripper: [
      withGrip({ width: 0.081, expectObject: { minWidth: 0.0811, maxWidth: 0.0812 } }),
      withGrip({ force: 71 }),
      withGrip({ force: 0 }),
      withGrip({ expectObject: { minWidth: 0.02, maxWidth: 0.05 } }),
      withGrip({ expectObject: { minWidth: 0.05, maxWidth: 0.05 } }),
      withGrip({ expectObject: { minWidth: 0.03, maxWidth: 0.09 } }),
    ],
    duration: [plan({ durationSec: 4.1 }), plan({ segments: [move(0, 0.2, 601, 'approach')] })],
    position: [
      withMove((s) => {
        s.points.splice(1, 2, atRest(3, home({ 3: -0.1 })));
        s.points[1]!.timeFromStart = 8;
      }),
    ],
    velocity: [plan({ speedScale: 1, segments: [move(0, 2, 1, 'approach')] })],
    speed: [plan({ speedScale: 0.1, segments: [move(0, 0.2, 1, 'approach')] })],
    acceleration: [plan({ speedScale: 1, segments: [move(0, 0.2, 0.3, 'approach')] })],
    jerk: [plan({ speedScale: 1, segments: [move(0, 0.02, 0.06, 'approach')] })],
    rest: [
      withMove((s) => {
        s.points[0]!.velocities[0] = 0.01;
      }),
      withMove((s) => {
        s.points[1]!.velocities[6] = 0.01;
      }),
    ],
    times: [
      withMove((s) => {
        s.points[0]!.timeFromStart = 0.1;
      }),
      withMove((s) => {
        s.points.splice(1, 0, structuredClone(s.points[1]!));
      }),
    ],
    joints: [
      withMove((s) => {
        s.points[1]!.velocities.pop();
      }),
    ],
  };
  for (const [name, plans] of Object.entries(broken)) {
    it(`refuse what breaks "${name}", in words`, () => {
      for (const [i, bad] of plans.entries()) {
        const found = names(bad);
        // A motion may well be too quick in more than one way.
        if (['velocity', 'acceleration', 'jerk'].includes(name)) expect(found, `case ${i}`).toContain(name);
        else expect(found, `case ${i}`).toEqual([name]);
        for (const { text } of refusals(bad)) expect(text).toMatch(/.{20,}\.$/);
      }
    });
  }

  it('do not sample a motion that the quick rules refuse', () => {
    const work = planRefusals(
      plan({ durationSec: 99, segments: [move(0, 0.2, 590, 'approach')] }),
      gateRobot,
    );
    let steps = 0;
    while (!work.next().done) steps++;
    expect(steps).toBe(1);
  });

  it('want startPositions for every joint', () => {
    expect(names(plan({ startPositions: fr3.home.slice(1) }))).toEqual(['jointNames', 'continuity']);
  });

  it('answer with ten refusals at most', () => {
    const segments = Array.from({ length: 40 }, () => ({ ...grip(0.02, true), force: 0 }) as Segment);
    expect(refusals(plan({ segments }))).toHaveLength(10);
  });
});
