import { describe, expect, it } from 'vitest';
import { createPointCloud } from '../../electron/planner/perception/pointCloud';
import { createSceneMap } from '../../electron/planner/perception/sceneMap';
import { drawDepth } from '../../electron/planner/testing/depthPicture';
import { camera, can, cube } from '../../electron/planner/testing/scenes';
import { quatFromRpy, type Vec3 } from '../geometry/pose';
import { writeFrame } from '../motion/frames';
import type { PrimitiveShape } from '../robot/robotModel';
import { createRandom } from '../scene/random';
import { distanceFromPoint } from './bodies';
import { sceneClearance } from './sceneCollision';
import { thingAt } from './sceneMap';

const bodies = [cube(0.5, 0.1, 0.05, 0), can(0.5, -0.1, 0.06, 0.1)];
const map = createSceneMap(createPointCloud(camera, drawDepth(camera, bodies)), () => false);
const ball: PrimitiveShape = { type: 'sphere', radius: 0.02 };
function clearance(
  x: number,
  y: number,
  z: number,
  marginOf: (thing: number) => number | undefined = () => 0.01,
) {
  const frame = new Float64Array(12);
  writeFrame({ position: [x, y, z], orientation: [0, 0, 0, 1] }, frame, 0);
  return sceneClearance(map, ball, frame, marginOf, 0.05);
}

describe('sceneClearance', () => {
  it('measures down to the top of what stands there', () => {
    const above = clearance(0.5, 0.1, 0.1);
    expect(above.distance).toBeCloseTo(0.1 - 0.05 - 0.02, 2);
    expect(above.spare).toBeCloseTo(above.distance - 0.01, 12);
    expect(above.thing).toBe(thingAt(map, 0.5, 0.1));
  });

  it('measures sideways at any height of a column', () => {
    for (const z of [0.02, 0.05, 0.08]) {
      const beside = clearance(0.5, -0.03, z);
      expect(Math.abs(beside.distance - (0.07 - 0.03 - 0.02))).toBeLessThan(0.005);
    }
  });

  it('is negative inside, infinite far away and above everything', () => {
    expect(clearance(0.5, -0.1, 0.05).spare).toBeLessThan(0);
    expect(clearance(0.35, 0.3, 0.05).distance).toBe(Number.POSITIVE_INFINITY);
    expect(clearance(0.5, -0.1, 0.3).distance).toBe(Number.POSITIVE_INFINITY);
  });

  it('leaves out a thing without a margin', () => {
    const thing = thingAt(map, 0.5, 0.1);
    expect(clearance(0.5, 0.1, 0.03, (t) => (t === thing ? undefined : 0.01)).distance).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  it('leaves out no column that is nearer: as every shape against every cell', () => {
    const random = createRandom(11);
    const frame = new Float64Array(12);
    const shapes: readonly PrimitiveShape[] = [
      ball,
      { type: 'capsule', radius: 0.03, length: 0.12 },
      { type: 'cylinder', radius: 0.03, length: 0.1 },
      { type: 'box', size: [0.06, 0.2, 0.05] },
    ];
    let near = 0;
    for (let n = 0; n < 200; n++) {
      const shape = random.pick(shapes);
      const spread = () => random.uniform(-1, 1);
      const orientation = quatFromRpy(3 * spread(), 3 * spread(), 3 * spread());
      const position: Vec3 = [0.5 + 0.15 * spread(), 0.2 * spread(), random.uniform(0.02, 0.2)];
      writeFrame({ position, orientation }, frame, 0);
      let least = Number.POSITIVE_INFINITY;
      for (let at = 0; at < map.heights.length; at++) {
        const height = map.heights[at]!;
        if (height === 0) continue;
        const x = map.originX + ((at % map.columns) + 0.5) * map.cell;
        const y = map.originY + (Math.floor(at / map.columns) + 0.5) * map.cell;
        for (let k = 0; k <= 100; k++) {
          least = Math.min(least, distanceFromPoint(shape, frame, x, y, (height * k) / 100));
        }
      }
      const found = sceneClearance(map, shape, frame, () => 0.004, 0.05);
      if (least > 0.05) {
        expect(found.spare).toBeLessThan(least);
        continue;
      }
      near++;
      // Inside of things how deep does not matter.
      if (least < 0) expect(found.distance).toBeLessThan(0.001);
      else expect(Math.abs(found.distance - least)).toBeLessThan(0.001);
    }
    expect(near).toBeGreaterThan(80);
  });
});
