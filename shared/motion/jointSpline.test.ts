import { describe, expect, it } from 'vitest';
import { distinctPositions, type JointSpline, jointSpline } from './jointSpline';

const through = (positions: readonly (readonly number[])[], steps: readonly number[]) =>
  jointSpline({ positions, steps });

function at(spline: JointSpline, u: number) {
  const [q, d1, d2, d3] = [0, 0, 0, 0].map(() => new Float64Array(spline.dof));
  spline.evaluate(u, q!, d1!, d2!, d3!);
  return { q: [...q!], d1: [...d1!], d2: [...d2!], d3: [...d3!] };
}

describe('jointSpline', () => {
  it('is straight through points on a line', () => {
    const spline = through(
      [
        [0, 0],
        [3, 4],
        [6, 8],
      ],
      [5, 5],
    );
    expect(spline.length).toBe(10);
    const s = at(spline, 2.5);
    expect(s.q[0]).toBeCloseTo(1.5, 12);
    expect(s.q[1]).toBeCloseTo(2, 12);
    expect(s.d1[0]).toBeCloseTo(0.6, 12);
    expect(s.d2).toEqual([0, 0]);
  });

  it('is the parabola through three points', () => {
    const spline = through([[0], [1], [0]], [1, 1]);
    const s = at(spline, 0.5);
    expect(s.q[0]).toBeCloseTo(0.75, 12);
    expect(s.d1[0]).toBeCloseTo(1, 12);
    expect(s.d2[0]).toBeCloseTo(-2, 12);
    expect(s.d3[0]).toBeCloseTo(0, 12);
  });

  it('reproduces a parabola and comes near a cubic in the middle', () => {
    const us = [0, 1, 2.5, 4, 4.5, 6];
    const steps = us.slice(1).map((u, i) => u - us[i]!);
    const parabola = jointSpline({ positions: us.map((u) => [2 - 3 * u + 0.5 * u * u]), steps });
    for (const u of [0.3, 2, 3.9, 5.5]) expect(at(parabola, u).q[0]).toBeCloseTo(2 - 3 * u + 0.5 * u * u, 10);
    const cubic = jointSpline({
      positions: Array.from({ length: 41 }, (_, i) => [(i * 0.1 - 2) ** 3]),
      steps: Array.from({ length: 40 }, () => 0.1),
    });
    expect(at(cubic, 2.55).q[0]).toBeCloseTo(0.55 ** 3, 6);
    expect(at(cubic, 2.55).d3[0]).toBeCloseTo(6, 3);
  });

  it('is continuous to the second derivative and consistent with its derivatives', () => {
    const points = Array.from({ length: 12 }, (_, i) => [Math.sin(i * 0.4), Math.cos(i * 0.7), i * i * 0.01]);
    const spline = through(
      points,
      points.slice(1).map((_, i) => 0.5 + (i % 3)),
    );
    const h = 1e-5;
    for (let k = 1; k < 200; k++) {
      const u = (spline.length * k) / 200;
      const [minus, here, plus] = [at(spline, u - h), at(spline, u), at(spline, u + h)];
      for (let j = 0; j < 3; j++) {
        expect((plus.q[j]! - minus.q[j]!) / (2 * h)).toBeCloseTo(here.d1[j]!, 6);
        expect((plus.d1[j]! - minus.d1[j]!) / (2 * h)).toBeCloseTo(here.d2[j]!, 3);
      }
    }
  });

  it('is a straight line through two positions and needs that many', () => {
    expect(at(through([[1], [3]], [4]), 1)).toEqual({ q: [1.5], d1: [0.5], d2: [0], d3: [0] });
    expect(() => through([[1]], [])).toThrow('two different');
  });
});

describe('distinctPositions', () => {
  it('drops a position that repeats the one before', () => {
    expect(distinctPositions([[0], [0], [1], [1], [0]])).toEqual([[0], [1], [0]]);
  });
});
