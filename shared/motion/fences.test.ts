import { describe, expect, it } from 'vitest';
import { defaultFences, type Fences, fencesSchema } from '../contract/fences';
import { bundledRobots } from '../robot/bundledRobots';
import { fr3 } from '../robot/fr3';
import { fencesHash, fencesProblem, outsideFences, withSoftLimits } from './fences';
import { motionLimits } from './limits';

const post = { name: 'post', min: [0.1, -0.5, 0], max: [0.2, -0.4, 0.6] } as Fences['keepOut'][number];
const withBox = (box: unknown) => fencesSchema.safeParse({ ...defaultFences, keepOut: [box] }).success;

describe('fences', () => {
  it('are parsed strictly', () => {
    expect(fencesSchema.parse(defaultFences)).toEqual(defaultFences);
    expect(withBox(post)).toBe(true);
    expect(withBox({ ...post, more: 1 })).toBe(false);
    expect(withBox({ ...post, name: ' ' })).toBe(false);
    expect(withBox({ ...post, min: [0.2, -0.5, 0] })).toBe(false);
    expect(withBox({ ...post, max: [0.2, -0.4, 11] })).toBe(false);
    expect(withBox({ ...post, max: [0.2, -0.4, Number.NaN] })).toBe(false);
    expect(fencesSchema.safeParse({ ...defaultFences, keepOut: [post, post] }).success).toBe(false);
    expect(fencesSchema.safeParse({ keepOut: [], joints: [] }).success).toBe(false);
  });

  it('of the bundled cell fit every bundled robot', () => {
    for (const robot of Object.values(bundledRobots)) expect(fencesProblem(defaultFences, robot)).toBeNull();
  });

  it('have another hash when any number in them is another', () => {
    const fences: Fences = {
      ...defaultFences,
      keepOut: [post],
      joints: [{ joint: 'fr3_joint1', lower: -1, upper: 1 }],
    };
    const hashes = new Set([
      fencesHash(fences),
      fencesHash({ ...fences, workspace: { ...fences.workspace, max: [1, 1, 1.31] } }),
      fencesHash({ ...fences, keepOut: [{ ...post, max: [0.2, -0.4, 0.61] }] }),
      fencesHash({ ...fences, keepOut: [{ ...post, name: 'Post' }] }),
      fencesHash({ ...fences, keepOut: [] }),
      fencesHash({ ...fences, joints: [{ joint: 'fr3_joint1', lower: -1, upper: 1.001 }] }),
    ]);
    expect(hashes.size).toBe(6);
    const { joints, keepOut, workspace } = fences;
    expect(fencesHash({ joints, keepOut, workspace })).toBe(fencesHash(fences));
  });

  it('say which of them a point passes', () => {
    const fences = { ...defaultFences, keepOut: [post] };
    expect(outsideFences(fences, 0.5, 0, 0.3)).toBeUndefined();
    expect(outsideFences(fences, 0.15, -0.45, 0.3)).toContain('"post"');
    expect(outsideFences(fences, 0.5, 0.9, 0.3)).toContain('workspace');
    expect(outsideFences(fences, Number.NaN, 0, 0.3)).toContain('workspace');
  });

  it('make joint ranges tighter and never wider', () => {
    const limits = motionLimits(fr3);
    const [first, second] = fr3.armJointNames as [string, string];
    const soft = withSoftLimits(limits, {
      joints: [
        { joint: first, lower: -1, upper: 100 },
        { joint: second, lower: -100, upper: 0.5 },
      ],
    });
    expect(soft.lower.slice(0, 2)).toEqual([-1, limits.lower[1]]);
    expect(soft.upper.slice(0, 2)).toEqual([limits.upper[0], 0.5]);
  });

  it.each<[string, Partial<Fences>, string]>([
    ['a joint of another robot', { joints: [{ joint: 'elbow', lower: -1, upper: 1 }] }, 'elbow'],
    ['nothing of a range', { joints: [{ joint: 'fr3_joint4', lower: 1, upper: 2 }] }, 'leaves nothing'],
    ['a box over the base', { keepOut: [{ ...post, min: [-1, -1, 0], max: [1, 1, 1] }] }, 'first joint'],
    ['a workspace elsewhere', { workspace: { min: [1, 1, 0], max: [2, 2, 1] } }, 'first joint'],
  ])('make no sense with %s', (_, change, words) => {
    expect(fencesProblem({ ...defaultFences, ...change }, fr3)).toContain(words);
  });
});
