import { describe, expect, it } from 'vitest';
import { largestSigma } from '../../../shared/geometry/covariance';
import type { Vec2, Vec3 } from '../../../shared/geometry/pose';
import { createRandom, type Random } from '../../../shared/scene/random';
import { PlanningError } from '../planningError';
import { drawDepth } from '../testing/depthPicture';
import { bowl, boxAround, camera, can, cube, pixelShare } from '../testing/scenes';
import { groundBox } from './groundBox';
import { groundingUncertainty } from './groundingUncertainty';
import { groundWaypoints } from './groundWaypoints';
import { createPointCloud } from './pointCloud';
import { createSceneMap } from './sceneMap';

const at: Vec3 = [0.5, 0.15, 0.0225];
const target = cube(at[0], at[1], 0.045, 0.3);
const clean = drawDepth(camera, [target, ...bowl(0.45, -0.15, 0.15)]);
const path: readonly Vec2[] = [at, [0.48, 0, 0.2] as Vec3, [0.45, -0.15, 0.06] as Vec3].map(pixelShare);

function ground(depth: Float32Array) {
  const cloud = createPointCloud(camera, depth);
  const map = createSceneMap(cloud, () => false);
  const object = groundBox(cloud, map, boxAround(target));
  const grounded = groundWaypoints({ camera, cloud, map }, object, path);
  return { object, grounded, uncertainty: groundingUncertainty(cloud, map, object, grounded) };
}
const normal = (random: Random) =>
  Math.sqrt(-2 * Math.log(random.uniform(1e-9, 1))) * Math.cos(random.uniform(0, 2 * Math.PI));
const noisy = (sigma: number, seed: number) => {
  const random = createRandom(seed);
  return clean.map((z) => z + sigma * normal(random));
};
const refusal = (depth: Float32Array): string => {
  try {
    ground(depth);
  } catch (error) {
    if (error instanceof PlanningError) return error.message;
  }
  return '';
};

describe('groundingUncertainty', () => {
  it('is about a millimetre where the depth is clean', () => {
    const { uncertainty, grounded } = ground(clean);
    expect(2 * largestSigma(uncertainty.object)).toBeLessThan(0.003);
    expect(uncertainty.waypoints).toHaveLength(grounded.waypoints.length);
    expect(uncertainty.place).toBeDefined();
    expect(uncertainty.text).toContain('95 %');
  });

  it('finds how much the depth scatters, and holds what it says about the place', () => {
    for (const sigma of [0.001, 0.002]) {
      let within = 0;
      const seeds = 8;
      for (let seed = 1; seed <= seeds; seed++) {
        const { object, uncertainty } = ground(noisy(sigma, seed));
        const scatter = Number(/scatters by ([\d.]+) mm/.exec(uncertainty.text)?.[1]) / 1000;
        expect(Math.abs(scatter / sigma - 1)).toBeLessThan(0.3);
        const off = Math.hypot(...object.center.map((c, k) => c - at[k]!));
        if (off < 3 * 2 * largestSigma(uncertainty.object)) within++;
      }
      expect(within).toBeGreaterThanOrEqual(seeds - 1);
    }
  });

  it('grows with a table that is seen where it is not, and refuses beyond the limit', () => {
    // As if the camera hung a little lower than it is said to.
    const lowered = (by: number) => {
      const pose = camera.poseInBase;
      const [x, y, z] = pose.position;
      const moved = { ...camera, poseInBase: { ...pose, position: [x, y, z - by] as Vec3 } };
      return drawDepth(moved, [target, ...bowl(0.45, -0.15, 0.15)]);
    };
    const off = ground(lowered(0.003)).uncertainty;
    expect(2 * largestSigma(off.object)).toBeGreaterThan(2 * 0.003);
    expect(off.text).toMatch(/table beside it is seen 3 mm off/);
    expect(refusal(lowered(-0.012))).toContain('too uncertain');
    expect(refusal(lowered(0.012))).not.toBe('');
  });

  it('grows with holes', () => {
    const random = createRandom(9);
    const holed = clean.map((z) => (random.next() < 0.25 ? 0 : z));
    expect(largestSigma(ground(holed).uncertainty.object)).toBeGreaterThan(
      largestSigma(ground(clean).uncertainty.object) + 0.001,
    );
  });
});

describe('mixed pixels', () => {
  it('at the edges of things make no walls of points in the air', () => {
    const depth = drawDepth(camera, [target, can(0.4, -0.1, 0.07, 0.16)]);
    const mixed = depth.slice();
    let made = 0;
    for (let i = 1; i + 1 < depth.length; i++) {
      const [a, b] = [depth[i - 1]!, depth[i + 1]!];
      if (Math.abs(a - b) > 0.05 && Math.abs(depth[i]! - a) < 0.004) {
        mixed[i] = (a + b) / 2;
        made++;
      }
    }
    expect(made).toBeGreaterThan(30);
    const map = (z: Float32Array) => createSceneMap(createPointCloud(camera, z), () => false);
    const [without, withMixed] = [map(depth), map(mixed)];
    const occupied = (m: typeof without) => m.heights.reduce((n, h) => n + (h > 0 ? 1 : 0), 0);
    expect(withMixed.thingCount).toBe(without.thingCount);
    expect(occupied(withMixed)).toBeLessThanOrEqual(occupied(without));
  });
});
