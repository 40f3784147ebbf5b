import { expect, it } from 'vitest';
import type { JointRow } from '../jointRows';
import { mergeRows } from './mergeRows';

const rows = (from: number): JointRow[] =>
  Array.from({ length: 11 }, (_, i) => ({ timeSec: i, a1: from + i, a2: -i }));

it('lays two episodes on one axis, each from its own zero, and invents nothing beyond their ends', () => {
  const merged = mergeRows({ rows: rows(0), offsetSec: 0 }, { rows: rows(100), offsetSec: 4 }, 2, 20, 20);
  expect(merged).toHaveLength(21);
  expect(merged[0]).toEqual({ timeSec: 0, l1: 0, l2: 0, r1: null, r2: null });
  expect(merged[4]).toEqual({ timeSec: 4, l1: 4, l2: -4, r1: 100, r2: 0 });
  expect(merged[12]).toEqual({ timeSec: 12, l1: null, l2: null, r1: 108, r2: -8 });
  expect(merged[20]).toEqual({ timeSec: 20, l1: null, l2: null, r1: null, r2: null });
});
