import { expect, it } from 'vitest';
import { computeThreads } from './computeThreads';

it('leaves a core to others, and gives a small model few threads', () => {
  expect(computeThreads(31e6, 16)).toBe(1);
  expect(computeThreads(100e6, 16)).toBe(4);
  expect(computeThreads(3e9, 16)).toBe(8);
  expect(computeThreads(3e9, 4)).toBe(3);
  expect(computeThreads(3e9, 2)).toBe(1);
  expect(computeThreads(3e9, 1)).toBe(1);
});
