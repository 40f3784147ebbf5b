import { describe, expect, it } from 'vitest';
import { writeFrame } from '../../../shared/motion/frames';
import type { PrimitiveShape } from '../../../shared/robot/robotModel';
import { createPointCloud } from '../perception/pointCloud';
import { createSceneMap, thingAt } from '../perception/sceneMap';
import { drawDepth } from '../testing/depthPicture';
import { camera, can, cube } from '../testing/scenes';
import { sceneClearance } from './sceneCollision';

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
});
