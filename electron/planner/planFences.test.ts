import { describe, expect, it } from 'vitest';
import { createMotionChecker } from '../../shared/collision/checkMotion';
import { defaultFences, type Fences } from '../../shared/contract/fences';
import { planSchema } from '../../shared/contract/plan';
import { fencesHash } from '../../shared/motion/fences';
import { fr3 } from '../../shared/robot/fr3';
import { planHome } from './planHome';
import { planTask } from './planTask';
import { drawDepth } from './testing/depthPicture';
import { bowl, boxAround, camera, cube, pixelShare } from './testing/scenes';
import { atHome, kinematics, observation, proposalOf } from './testing/situation';

const redCube = cube(0.5, 0.15, 0.045, 0.3);
const blueBowl = bowl(0.5, -0.15, 0.15);

function plan(fences: Fences) {
  const waypoints = [
    [0.5, 0.15, 0.02],
    [0.5, 0.05, 0.2],
    [0.5, -0.05, 0.2],
    [0.5, -0.15, 0],
  ] as const;
  return planTask({
    kinematics,
    checker: createMotionChecker(kinematics, fences),
    proposal: proposalOf(
      boxAround(redCube),
      waypoints.map((w) => pixelShare([...w])),
    ),
    observation,
    depth: drawDepth(camera, [redCube, ...blueBowl]),
    state: { ...atHome, fencesHash: fencesHash(fences) },
    speedScale: 0.5,
    nowMs: () => performance.now(),
  });
}
const withBox = (min: readonly number[], max: readonly number[]) =>
  ({ ...defaultFences, keepOut: [{ name: 'shelf', min, max }] }) as unknown as Fences;
const refusal = (fences: Fences) => {
  const result = plan(fences);
  if (result.ok) throw new Error('It was planned.');
  return result.failures.map(({ text }) => text).join('\n');
};

describe('planning within fences', () => {
  it('says in the plan what was kept, and names the fences', () => {
    const fences = withBox([0.2, 0.45, 0], [0.5, 0.65, 0.3]);
    const result = plan(fences);
    if (!result.ok) throw new Error(JSON.stringify(result.failures));
    const made = planSchema.parse(JSON.parse(result.document.planText));
    expect(made.fencesHash).toBe(fencesHash(fences));
    expect(made.checks.find(({ name }) => name === 'fences')?.text).toMatch(
      /^The workspace fence, 1 keep-out box: kept\. Least distance \d+ mm: /,
    );
  });

  it.each<[string, Fences, RegExp]>([
    ['a keep-out box on the way', withBox([0.4, -0.02, 0.1], [0.6, 0.02, 0.6]), /keep-out box "shelf"/],
    ['a thin board on the way', withBox([0.3, -0.0026, 0.25], [0.7, 0.0026, 0.7]), /keep-out box "shelf"/],
    [
      'a workspace that ends before the place',
      { ...defaultFences, workspace: { ...defaultFences.workspace, min: [-0.3, -0.2, -0.02] } },
      /the workspace fence/,
    ],
  ])('refuses %s, naming the fence', (_, fences, words) => {
    expect(refusal(fences)).toMatch(words);
  });

  it('carries higher over a box that only the held object would touch', () => {
    const result = plan(withBox([0.49, -0.05, 0.02], [0.51, -0.03, 0.19]));
    if (!result.ok) throw new Error(JSON.stringify(result.failures));
    const { grounding } = planSchema.parse(JSON.parse(result.document.planText));
    expect(grounding!.repairs!.every(({ reason }) => reason.includes('lifted by 70 mm'))).toBe(true);
  });

  it('keeps joint soft limits, or says which one is in the way of home', () => {
    const limit = (lower: number, upper: number) => [{ joint: fr3.armJointNames[0]!, lower, upper }];
    const within = plan({ ...defaultFences, joints: limit(-0.1, 1) });
    if (!within.ok) throw new Error(JSON.stringify(within.failures));
    for (const segment of planSchema.parse(JSON.parse(within.document.planText)).segments) {
      if (segment.type !== 'trajectory') continue;
      const first = segment.points.map(({ positions }) => positions[0]!);
      expect(Math.min(...first)).toBeGreaterThanOrEqual(-0.1);
    }
    expect(refusal({ ...defaultFences, joints: limit(0.001, 1) })).toMatch(
      /joint 1 turns to .* past its soft limit|does not reach|cannot/,
    );
    const away = { ...atHome, positions: fr3.home.map((q, j) => (j === 0 ? 0.8 : q)) };
    const checker = createMotionChecker(kinematics, { ...defaultFences, joints: limit(0.2, 1) });
    expect(() => planHome(kinematics, checker, away, 0.5)).toThrow(/joint 1 turns to .* past its soft limit/);
  });
});
