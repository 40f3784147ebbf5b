import { expect, it } from 'vitest';
import { halton } from './halton';

it('is the radical inverse in each prime base', () => {
  // 6 = 110 in base 2 -> 0.011 = 3/8; 6 = 20 in base 3 -> 0.02 = 2/9.
  expect(halton(6, 2)[0]).toBeCloseTo(3 / 8, 12);
  expect(halton(6, 2)[1]).toBeCloseTo(2 / 9, 12);
});

it('fills each dimension evenly', () => {
  const points = Array.from({ length: 400 }, (_, i) => halton(i + 1, 7));
  for (let d = 0; d < 7; d++) {
    const mean = points.reduce((sum, p) => sum + p[d]!, 0) / points.length;
    expect(mean).toBeGreaterThan(0.47);
    expect(mean).toBeLessThan(0.53);
  }
});
