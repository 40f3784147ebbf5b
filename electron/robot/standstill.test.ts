import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStandstillMeter, type MeasuredJoints } from './standstill';

const at = (stampSec: number, velocity = 0, position = 0): MeasuredJoints => ({
  stampSec,
  receivedAtMs: stampSec * 1000,
  positions: [0, position],
  velocities: [0, velocity],
  gripperWidth: 0,
});
const stillAfter = (...states: readonly MeasuredJoints[]) => {
  const meter = createStandstillMeter();
  for (const state of states) meter.feed(state);
  return meter.standingSince()?.stampSec;
};
const still = (from: number, to: number, stepSec = 0.01) =>
  Array.from({ length: Math.round((to - from) / stepSec) + 1 }, (_, i) => at(from + i * stepSec));

describe('standstill', () => {
  it('takes 100 ms of measured stillness, and tells its beginning', () => {
    expect(stillAfter()).toBeUndefined();
    expect(stillAfter(at(0))).toBeUndefined();
    expect(stillAfter(...still(0, 0.09))).toBeUndefined();
    expect(stillAfter(...still(0, 0.1))).toBe(0);
    expect(stillAfter(at(0, 0.5), ...still(0.01, 0.2))).toBe(0.01);
  });

  it('begins anew with any joint at the threshold', () => {
    expect(stillAfter(...still(0, 0.2), at(0.21, 0.01))).toBeUndefined();
    expect(stillAfter(...still(0, 0.2), at(0.21, -0.01), ...still(0.22, 0.3))).toBeUndefined();
    expect(stillAfter(...still(0, 0.2), at(0.21, Number.NaN))).toBeUndefined();
  });

  it('believes nothing about the time in a gap', () => {
    expect(stillAfter(at(0), at(0.2))).toBeUndefined();
    expect(stillAfter(...still(0, 0.05), ...still(0.15, 0.2))).toBeUndefined();
  });

  it('counts anew after the clock was set back', () => {
    expect(stillAfter(...still(10, 10.05), ...still(0, 0.09))).toBeUndefined();
    expect(stillAfter(...still(10, 10.05), ...still(0, 0.1))).toBe(0);
  });

  it('does not believe a velocity of zero while the positions drift', () => {
    const drifting = Array.from({ length: 31 }, (_, i) => at(i * 0.01, 0, i * 0.01 * 0.05));
    expect(stillAfter(...drifting)).toBeUndefined();
    const jump = [...still(0, 0.2), at(0.21, 0, 0.01)];
    expect(stillAfter(...jump)).toBeUndefined();
  });

  it('never says so within 100 ms of a motion, whatever the states', () => {
    const step = fc.record({
      dt: fc.double({ min: 0.001, max: 0.06, noNaN: true }),
      velocity: fc.constantFrom(0, 0, 0, 0, 0.009, 0.02),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
        const meter = createStandstillMeter();
        let now = 0;
        let movedAt = 0;
        for (const { dt, velocity } of steps) {
          now += dt;
          if (velocity >= 0.01) movedAt = now;
          meter.feed(at(now, velocity));
          if (meter.standingSince()) expect(now - movedAt).toBeGreaterThanOrEqual(0.1 - 1e-6);
        }
      }),
    );
  });
});
