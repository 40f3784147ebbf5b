import { expect, it } from 'vitest';
import { solveSymmetric } from './solveSymmetric';

it('solves a system done by hand', () => {
  // [4 2; 2 3] x = [10; 9]: x = [1.5, 2].
  const b = new Float64Array([10, 9]);
  expect(solveSymmetric(new Float64Array([4, 2, 2, 3]), b, 2)).toBe(true);
  expect(b[0]).toBeCloseTo(1.5, 12);
  expect(b[1]).toBeCloseTo(2, 12);
});

it('says when the matrix is not positive definite', () => {
  expect(solveSymmetric(new Float64Array([1, 2, 2, 1]), new Float64Array(2), 2)).toBe(false);
  expect(solveSymmetric(new Float64Array([0]), new Float64Array(1), 1)).toBe(false);
});
