import { describe, expect, it } from 'vitest';
import { defaultFences, type Fences } from '../contract/fences';
import type { Vec3 } from '../geometry/pose';
import { writeFrame } from '../motion/frames';
import type { PrimitiveShape } from '../robot/robotModel';
import { createRandom } from '../scene/random';
import { distanceFromPoint } from './bodies';
import { capsulesOf } from './capsules';
import { fenceClearance } from './fenceClearance';

const box = { name: 'box', min: [-0.1, -0.2, 0.1] as Vec3, max: [0.15, 0.1, 0.4] as Vec3 };
const fences: Fences = { ...defaultFences, keepOut: [{ ...box, min: [...box.min], max: [...box.max] }] };
const identity = new Float64Array([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]);

describe('how far a body is from the fences', () => {
  it('is never more than what the points of a keep-out box say', () => {
    const random = createRandom(5);
    const between = (low: number, high: number) => random.uniform(low, high);
    const shapes: PrimitiveShape[] = [
      { type: 'sphere', radius: 0.05 },
      { type: 'capsule', radius: 0.04, length: 0.2 },
      { type: 'cylinder', radius: 0.05, length: 0.2 },
      { type: 'box', size: [0.08, 0.05, 0.2] },
    ];
    let close = 0;
    for (let n = 0; n < 400; n++) {
      const shape = shapes[n % shapes.length]!;
      const q = [between(-1, 1), between(-1, 1), between(-1, 1), between(-1, 1)] as const;
      const norm = Math.hypot(...q);
      const frame = new Float64Array(12);
      writeFrame(
        {
          position: [between(-0.3, 0.4), between(-0.4, 0.3), between(0, 0.6)],
          orientation: [q[0] / norm, q[1] / norm, q[2] / norm, q[3] / norm],
        },
        frame,
        0,
      );
      const found = fenceClearance(fences, shape, frame, capsulesOf(shape, frame), identity, 0, 1);
      let least = Number.POSITIVE_INFINITY;
      const steps = 12;
      for (let i = 0; i <= steps; i++) {
        for (let j = 0; j <= steps; j++) {
          for (let k = 0; k <= steps; k++) {
            const at = (axis: 0 | 1 | 2, step: number) =>
              box.min[axis] + ((box.max[axis] - box.min[axis]) * step) / steps;
            least = Math.min(least, distanceFromPoint(shape, frame, at(0, i), at(1, j), at(2, k)));
          }
        }
      }
      // How deep it is inside does not matter; that it is, does.
      expect(found.distance).toBeLessThanOrEqual(Math.max(-1e-9, least) + 1e-9);
      if (least < 0) expect(found.distance).toBeLessThan(0);
      // Half the grid's spacing, and what capsules add to a box or a cylinder.
      if (least > 0.02 && found.fence.includes('keep-out')) {
        close++;
        expect(found.distance).toBeGreaterThan(least - 0.04);
      }
    }
    expect(close).toBeGreaterThan(100);
  });

  it('counts the whole body at the workspace', () => {
    const frame = new Float64Array(identity);
    frame[3] = defaultFences.workspace.max[0] - 0.03;
    frame[11] = 0.6;
    const shape: PrimitiveShape = { type: 'sphere', radius: 0.05 };
    const found = fenceClearance(defaultFences, shape, frame, capsulesOf(shape, frame), identity, 0, 1);
    expect(found.distance).toBeCloseTo(-0.02);
    expect(found.fence).toBe('the workspace fence');
  });
});
