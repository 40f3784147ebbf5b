import { describe, expect, it } from 'vitest';
import { multiplyQuat, type Quat, quatFromAxisAngle, quatFromRpy } from '../geometry/pose';
import { writeFrame } from './frames';
import { poseError } from './poseError';

function error(target: Quat, current: Quat): number[] {
  const a = new Float64Array(12);
  const b = new Float64Array(12);
  writeFrame({ position: [1, 2, 3], orientation: target }, a, 0);
  writeFrame({ position: [0.5, 2, 4], orientation: current }, b, 0);
  const out = new Float64Array(6);
  poseError(a, 0, b, 0, out);
  return [...out];
}

describe('poseError', () => {
  it('gives the way and the rotation vector from current to target', () => {
    const current = quatFromRpy(0.3, -0.4, 1.1);
    const axis = [1 / 3, -2 / 3, 2 / 3] as const;
    for (const angle of [0, 1e-8, 1e-3, 1, 3.1]) {
      const e = error(multiplyQuat(quatFromAxisAngle(axis, angle), current), current);
      expect(e.slice(0, 3)).toEqual([0.5, 0, -1]);
      for (let k = 0; k < 3; k++) expect(e[3 + k]).toBeCloseTo(axis[k]! * angle, 9);
    }
  });

  it.each([
    [[1, 0, 0]],
    [[0, 1, 0]],
    [[0, 0, 1]],
    [[0.6, 0, -0.8]],
    [[0, 0.6, -0.8]],
    [[1 / 3, -2 / 3, 2 / 3]],
  ] as const)('finds the axis %j of half a turn, either way round', (axis) => {
    const e = error(quatFromAxisAngle([...axis], Math.PI), [0, 0, 0, 1]);
    const along = axis.reduce((sum, a, k) => sum + a * e[3 + k]!, 0);
    expect(Math.abs(along)).toBeCloseTo(Math.PI, 6);
    expect(Math.hypot(e[3]!, e[4]!, e[5]!)).toBeCloseTo(Math.PI, 6);
  });
});
