import { describe, expect, it } from 'vitest';
import { doubleS } from './doubleS';

/** Runs the phases: where it ends, and the greatest speed and acceleration on the way. */
function run(phases: ReturnType<typeof doubleS>) {
  let [s, v, a, speed, acceleration] = [0, 0, 0, 0, 0];
  for (const { duration: h, jerk } of phases) {
    s += h * (v + h * (a / 2 + (h * jerk) / 6));
    v += h * (a + (h * jerk) / 2);
    a += h * jerk;
    speed = Math.max(speed, v);
    acceleration = Math.max(acceleration, Math.abs(a));
  }
  return { s, v, a, speed, acceleration, time: phases.reduce((sum, p) => sum + p.duration, 0) };
}

describe('doubleS', () => {
  it('leaves out stretches that are too short to write down', () => {
    // Just long enough for full speed: a cruise of a microsecond.
    const phases = doubleS(0.7 + 1e-6, 1, 2, 10);
    const { s, v, a, speed } = run(phases);
    expect(phases).toHaveLength(6);
    expect(s).toBeCloseTo(0.7 + 1e-6, 12);
    expect(v).toBeCloseTo(0, 9);
    expect(a).toBeCloseTo(0, 9);
    expect(speed).toBeLessThan(1.0001);
  });

  // Optimal times from Ruckig 0.19.4 for one joint from rest to rest.
  it.each([
    ['all seven phases', 2, 1, 2, 10, 2.7],
    ['no cruise', 0.5, 1, 2, 10, 1.219803902718557],
    ['no full acceleration', 1, 0.1, 2, 10, 10.2],
    ['neither', 0.001, 1, 2, 10, 0.14736125994561547],
  ])('%s', (_, way, speed, acceleration, jerk, optimum) => {
    const result = run(doubleS(way, speed, acceleration, jerk));
    expect(result.s).toBeCloseTo(way, 9);
    expect(result.v).toBeCloseTo(0, 9);
    expect(result.a).toBeCloseTo(0, 9);
    expect(result.speed).toBeLessThanOrEqual(speed * (1 + 1e-9));
    expect(result.acceleration).toBeLessThanOrEqual(acceleration * (1 + 1e-9));
    expect(result.time).toBeCloseTo(optimum, 9);
  });
});
