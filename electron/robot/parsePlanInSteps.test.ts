import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planSchema } from '../../shared/contract/plan';
import { runToEnd } from '../../shared/motion/validateTrajectory';
import { parsePlanInSteps } from './parsePlanInSteps';
import { taskPlan } from './testing/plans';

const parse = (raw: unknown) => runToEnd(parsePlanInSteps(raw));
const plain = () => JSON.parse(JSON.stringify(taskPlan('e1', 1000))) as Record<string, unknown>;

type Path = readonly (string | number)[];
/** All places in a value, from the root down. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inside]) => pathsOf(inside, [...path, key]))];
}
function changed(root: unknown, [key, ...rest]: Path, put: unknown): unknown {
  if (key === undefined) return put;
  const copy = (Array.isArray(root) ? [...root] : { ...(root as object) }) as Record<
    string | number,
    unknown
  >;
  const inside = changed(copy[key], rest, put);
  if (inside === undefined && !Array.isArray(copy)) delete copy[key];
  else copy[key] = inside;
  return copy;
}

describe('parsePlanInSteps', () => {
  it('reads a plan as planSchema does', () => {
    expect(parse(plain())).toEqual(planSchema.parse(plain()));
  });

  it('says yes and no exactly where planSchema does, whatever is changed', () => {
    const paths = pathsOf(plain());
    const put = fc.oneof(
      fc.constantFrom<unknown>(
        undefined,
        null,
        0,
        -1,
        1e300,
        '',
        'x',
        true,
        [],
        {},
        [0, 0],
        [0, 0, 0, 0, 0, 0, 0],
      ),
      fc.double(),
      fc.constant(Array.from({ length: 17 }, () => 0)),
    );
    let refused = 0;
    fc.assert(
      fc.property(fc.constantFrom(...paths), put, (path, value) => {
        const raw = changed(plain(), path, value);
        const theirs = planSchema.safeParse(raw);
        const ours = parse(raw);
        if (!theirs.success) refused++;
        expect(typeof ours === 'string').toBe(!theirs.success);
        if (theirs.success) expect(ours).toEqual(theirs.data);
      }),
      { numRuns: 1500 },
    );
    expect(refused).toBeGreaterThan(500);
  });

  it('gives a plan that nobody can change afterwards', () => {
    const plan = parse(plain());
    if (typeof plan === 'string') throw new Error(plan);
    for (const path of pathsOf(plan)) {
      const value = path.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], plan);
      expect(Object.isFrozen(value), path.join('.')).toBe(true);
    }
  });

  it('does not hand a flood of values to the schema', () => {
    expect(parse({ ...plain(), checks: Array.from({ length: 5000 }, () => 0) })).toMatch('far more values');
    const point = { timeFromStart: 0, positions: Array.from({ length: 4000 }, () => 'x') };
    const segment = { ...(plain().segments as object[])[1], points: [point, point] };
    expect(parse({ ...plain(), segments: [segment] })).toMatch('more values than a point');
  });
});
