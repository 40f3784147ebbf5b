import { describe, expect, it } from 'vitest';
import { evaluateSCurve, type SCurve, type SCurveState } from './sCurve';

function at(curve: SCurve, t: number): SCurveState {
  const out = { s: 0, v: 0, a: 0, j: 0 };
  evaluateSCurve(curve, t, out);
  return out;
}

const curves: readonly SCurve[] = [
  { accelerating: 0.5, jerking: 0.5 },
  { accelerating: 0.3, jerking: 0.2 },
  { accelerating: 0.1, jerking: 0.05 },
];

describe('sCurve', () => {
  it.each(curves)('goes from rest at 0 to rest at 1 (%j)', (curve) => {
    expect(at(curve, 0)).toMatchObject({ s: 0, v: 0, a: 0 });
    const end = at(curve, 1);
    expect(end.s).toBeCloseTo(1, 12);
    expect(end.v).toBeCloseTo(0, 12);
    expect(Math.abs(end.a)).toBe(0);
    expect(at(curve, 0.5).s).toBeCloseTo(0.5, 12);
  });

  it.each(curves)('has derivatives that belong together (%j)', (curve) => {
    const h = 1e-6;
    for (let k = 1; k < 100; k++) {
      const t = k / 100 + 0.00123;
      if (t + h > 1) continue;
      const [minus, here, plus] = [at(curve, t - h), at(curve, t), at(curve, t + h)];
      expect((plus.s - minus.s) / (2 * h)).toBeCloseTo(here.v, 5);
      expect((plus.v - minus.v) / (2 * h)).toBeCloseTo(here.a, 4);
      expect((plus.a - minus.a) / (2 * h)).toBeCloseTo(here.j, 2);
    }
  });

  it('cruises at the speed that the way asks for', () => {
    expect(at({ accelerating: 0.2, jerking: 0.5 }, 0.5)).toMatchObject({ v: 1.25, a: 0, j: 0 });
  });
});
