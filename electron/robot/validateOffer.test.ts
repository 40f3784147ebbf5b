import { describe, expect, it } from 'vitest';
import { maxPlanTextLength, type Segment } from '../../shared/contract/plan';
import { runToEnd } from '../../shared/motion/validateTrajectory';
import { fr3 } from '../../shared/robot/fr3';
import { atRest, gateRobot, taskPlan } from './testing/plans';
import { validateOfferInSteps } from './validateOffer';

const plan = () => taskPlan('e', 1000);

/** 8 MB of a plan that nothing speaks against. */
function hugeText(): string {
  const size = 940;
  const segment: Segment = {
    type: 'trajectory',
    phase: 'transport',
    jointNames: [...fr3.armJointNames],
    points: Array.from({ length: size }, (_, k) =>
      atRest(
        (k * 14) / size,
        fr3.home.map((p) => p + 1e-15),
      ),
    ),
    pathTolerance: 0.1,
    goalTolerance: 0.02,
    goalTimeToleranceSec: 1,
  };
  return JSON.stringify(taskPlan('e', 1000, { segments: Array.from({ length: 40 }, () => segment) }));
}

/** Texts made to take long. */
const hostile: Readonly<Record<string, () => string>> = {
  'a huge plan': hugeText,
  'many points that are none': () =>
    JSON.stringify({
      ...plan(),
      segments: Array.from({ length: 40 }, () => ({
        ...plan().segments[1],
        points: Array.from({ length: 5000 }, () => 1),
      })),
    }),
  'many wrong values': () => JSON.stringify({ ...plan(), checks: Array.from({ length: 2900 }, () => 0) }),
  'one endless string': () => `{"version":"${'x'.repeat(7_000_000)}"}`,
  'one endless number': () => `[${'1'.repeat(7_000_000)}]`,
  'white space': () => ' '.repeat(7_000_000),
  'many segments': () => JSON.stringify({ ...plan(), segments: Array.from({ length: 4900 }, () => ({})) }),
  'many keys': () =>
    JSON.stringify(Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`k${i}`, i]))),
};

/** The longest step (ms), as the least of several runs: what the operating system puts in between is not ours. */
function longestStepMs(text: string): number {
  let least: number[] = [];
  for (let run = 0; run < 4; run++) {
    const steps = validateOfferInSteps(text, gateRobot);
    const took: number[] = [];
    for (let done = false; !done; ) {
      const beganMs = performance.now();
      done = steps.next().done ?? false;
      took.push(performance.now() - beganMs);
    }
    least = took.map((ms, i) => Math.min(ms, least[i] ?? Number.POSITIVE_INFINITY));
  }
  return least.reduce((most, ms) => Math.max(most, ms), 0);
}

describe('validateOfferInSteps', () => {
  for (const [what, make] of Object.entries(hostile)) {
    it(`has no step as long as 2 ms on ${what}`, { timeout: 60_000 }, () => {
      expect(longestStepMs(make())).toBeLessThan(2);
    });
  }

  it('finds nothing in a huge plan that is good', () => {
    expect(runToEnd(validateOfferInSteps(hugeText(), gateRobot)).refusals).toEqual([]);
  });

  it('refuses a text that is too long by itself, without looking into it', () => {
    const { refusals, plan: none } = runToEnd(
      validateOfferInSteps('x'.repeat(maxPlanTextLength + 1), gateRobot),
    );
    expect(refusals.map(({ check }) => check)).toEqual(['size']);
    expect(none).toBeNull();
  });
});
