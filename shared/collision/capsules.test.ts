import { describe, expect, it } from 'vitest';
import { quatFromRpy, type Vec3 } from '../geometry/pose';
import { writeFrame } from '../motion/frames';
import type { PrimitiveShape } from '../robot/robotModel';
import { createRandom } from '../scene/random';
import { signedDistance } from './bodies';
import { type Capsule, capsulesOf } from './capsules';

function distance({ from, to, radius }: Capsule, p: Vec3): number {
  const d = [0, 1, 2].map((k) => to[k]! - from[k]!);
  const length = d.reduce((sum, v) => sum + v * v, 0);
  const t = length > 0 ? d.reduce((sum, v, k) => sum + v * (p[k]! - from[k]!), 0) / length : 0;
  const s = Math.min(1, Math.max(0, t));
  return Math.hypot(...[0, 1, 2].map((k) => p[k]! - from[k]! - s * d[k]!)) - radius;
}

const shapes: readonly PrimitiveShape[] = [
  { type: 'box', size: [0.06, 0.208, 0.058] },
  { type: 'box', size: [0.255, 0.2, 0.145] },
  { type: 'box', size: [0.02, 0.03, 0.04] },
  { type: 'cylinder', radius: 0.03, length: 0.1 },
  { type: 'cylinder', radius: 0.02, length: 0.03 },
  { type: 'capsule', radius: 0.05, length: 0.2 },
  { type: 'sphere', radius: 0.05 },
];

describe('capsulesOf', () => {
  it.each(shapes)('hold every point of %j and add at most 2 cm', (shape) => {
    const random = createRandom(8);
    const inLink = new Float64Array(12);
    writeFrame({ position: [0.1, -0.2, 0.3], orientation: quatFromRpy(0.3, 1.1, -0.7) }, inLink, 0);
    const capsules = capsulesOf(shape, inLink);
    for (let n = 0; n < 4000; n++) {
      const local: Vec3 = [random.uniform(-0.2, 0.2), random.uniform(-0.2, 0.2), random.uniform(-0.2, 0.2)];
      const p = [0, 4, 8].map(
        (r) => inLink[r]! * local[0] + inLink[r + 1]! * local[1] + inLink[r + 2]! * local[2] + inLink[r + 3]!,
      ) as unknown as Vec3;
      const exact = signedDistance(shape, ...local);
      const held = Math.min(...capsules.map((capsule) => distance(capsule, p)));
      expect(held).toBeLessThanOrEqual(Math.max(exact, 0) + 1e-9);
      if (exact > 0.02) expect(held).toBeGreaterThan(0);
    }
  });
});
