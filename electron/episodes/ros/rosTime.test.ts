import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nanoseconds, rosTime, seconds } from './rosTime';

it('carries what rounds up to a whole second', () => {
  expect(rosTime(1.9999999999)).toEqual({ sec: 2, nanosec: 0 });
  expect(rosTime(-0.25)).toEqual({ sec: -1, nanosec: 750_000_000 });
});

it('comes back to within a nanosecond and the resolution of a double', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 4e9, noNaN: true }), (stampSec) => {
      const { sec, nanosec } = rosTime(stampSec);
      expect(nanosec).toBeGreaterThanOrEqual(0);
      expect(nanosec).toBeLessThan(1e9);
      expect(nanoseconds(stampSec)).toBe(BigInt(sec) * 1_000_000_000n + BigInt(nanosec));
      expect(Math.abs(seconds(nanoseconds(stampSec)) - stampSec)).toBeLessThan(1e-6);
    }),
  );
});

it('takes a time before 1970 for 0', () => {
  expect(nanoseconds(-5)).toBe(0n);
});
