import { expect, it } from 'vitest';
import type { MotionChecker } from '../../shared/collision/checkMotion';
import { atHome, checker, kinematics } from './testing/situation';
import { createWarmUp } from './warmUp';

it('goes through all stages of a plan, to the last collision check', () => {
  const found: boolean[] = [];
  const watched: MotionChecker = {
    ...checker,
    check: (map, motions) => {
      const verdict = checker.check(map, motions);
      found.push(verdict.problem === undefined && map.thingCount === 1);
      return verdict;
    },
  };
  createWarmUp(kinematics, watched, atHome, () => 0)();
  // The rough check and the one of what will run.
  expect(found).toEqual([true, true]);
});
