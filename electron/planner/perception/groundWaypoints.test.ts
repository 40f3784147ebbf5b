import { describe, expect, it } from 'vitest';
import type { Vec2, Vec3 } from '../../../shared/geometry/pose';
import { PlanningError } from '../planningError';
import { type Body, drawDepth } from '../testing/depthPicture';
import { bowl, boxAround, camera, cube, pixelShare, plate } from '../testing/scenes';
import { groundBox } from './groundBox';
import { groundWaypoints, placeHeight, transportHeight } from './groundWaypoints';
import { createPointCloud } from './pointCloud';
import { createSceneMap } from './sceneMap';

const target = cube(0.5, 0.15, 0.045, 0.3);
function ground(bodies: readonly Body[], path: readonly Vec2[]) {
  const cloud = createPointCloud(camera, drawDepth(camera, [target, ...bodies]));
  const map = createSceneMap(cloud, () => false);
  return groundWaypoints({ camera, cloud, map }, groundBox(cloud, map, boxAround(target)), path);
}
const start: Vec3 = [0.5, 0.15, 0.0225];
/** A path as the bundled model is trained to give it. */
function placePath(x: number, y: number, height = 0.06): Vec2[] {
  const share = (s: number): Vec3 => [0.5 + (x - 0.5) * s, 0.15 + (y - 0.15) * s, transportHeight];
  return [start, share(1 / 3), share(2 / 3), [x, y, height] as Vec3].map(pixelShare);
}
const errorOf = (work: () => unknown): PlanningError => {
  try {
    work();
  } catch (error) {
    if (error instanceof PlanningError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
};

describe('groundWaypoints', () => {
  it.each([
    [0.5, -0.15],
    [0.35, 0.1],
    [0.62, 0],
  ] as const)('finds the way into a bowl at (%f, %f)', (x, y) => {
    const path = ground(bowl(x, y, 0.15), placePath(x, y));
    expect(path.kind).toBe('place');
    const { point, radius, container } = path.place!;
    expect(Math.hypot(point[0] - x, point[1] - y)).toBeLessThan(0.004);
    expect(Math.abs(point[2] - 0.004)).toBeLessThan(0.003);
    expect(container!.rim).toBeCloseTo(0.05, 2);
    expect(Math.abs(radius - 0.073)).toBeLessThan(0.005);
    expect(path.waypoints).toHaveLength(4);
    expect(path.waypoints[1]![2]).toBe(transportHeight);
    expect(path.waypoints[1]![0]).toBeCloseTo(0.5 + (x - 0.5) / 3, 4);
    expect(path.waypoints[3]![2]).toBe(placeHeight);
  });

  it('finds the middle of a plate', () => {
    const path = ground(plate(0.45, -0.15, 0.19), placePath(0.45, -0.15, 0.05));
    const { point } = path.place!;
    expect(Math.hypot(point[0] - 0.45, point[1] + 0.15)).toBeLessThan(0.004);
    expect(point[2]).toBeCloseTo(0.006, 2);
  });

  it('moves the last waypoint to a container near it, says so, and leaves it alone otherwise', () => {
    const near = ground(bowl(0.5, -0.15, 0.15), placePath(0.5, -0.12));
    expect(Math.hypot(near.place!.point[0] - 0.5, near.place!.point[1] + 0.15)).toBeLessThan(0.004);
    expect(near.notes.find((n) => n.name === 'place')!.text).toMatch(/was moved (2[5-9]|3[0-5]) mm/);
    const edge = ground(bowl(0.5, -0.15, 0.15), placePath(0.5, -0.1));
    expect(edge.place!.container).toBeDefined();
    const far = ground(bowl(0.5, -0.15, 0.15), placePath(0.5, -0.05));
    expect(far.place!.container).toBeUndefined();
    expect(Math.hypot(far.place!.point[0] - 0.5, far.place!.point[1] + 0.05)).toBeLessThan(0.01);
    expect(far.notes.find((n) => n.name === 'place')!.text).toContain('it is kept');
  });

  it('takes a path that only rises above the object for a lift', () => {
    const heights = [0.0225, 0.08, 0.14, 0.2];
    const path = ground(
      bowl(0.5, -0.15, 0.15),
      heights.map((h) => pixelShare([0.5, 0.15, h])),
    );
    expect(path.kind).toBe('lift');
    expect(path.place).toBeUndefined();
    expect(path.waypoints.at(-1)![2]).toBe(transportHeight);
    for (const p of path.waypoints) expect(Math.hypot(p[0] - 0.5, p[1] - 0.15)).toBeLessThan(0.003);
  });

  it('is not misled by a bowl straight behind the object', () => {
    for (const x of [0.38, 0.34, 0.3]) {
      const path = ground(bowl(x, 0.15, 0.14), placePath(x, 0.15));
      expect(path.kind).toBe('place');
    }
  });

  it('fails in words for a path that makes no sense', () => {
    expect(errorOf(() => ground([], [])).message).toContain('0 points');
    expect(errorOf(() => ground([], [pixelShare(start)])).message).toContain('1 point;');
    const elsewhere = errorOf(() =>
      ground([], [pixelShare([0.5, -0.1, 0.02]), ...placePath(0.4, 0).slice(1)]),
    );
    expect(elsewhere.message).toContain('different things');
    const outside = errorOf(() => ground([], [...placePath(0.5, -0.2).slice(0, 3), [0.02, 0.02]]));
    expect(outside.stage).toBe('path');
    expect(outside.message).toMatch(/Waypoint 4 of 4 lies at .* m, (outside the workspace|farther)/);
    const sky = errorOf(() => ground([], [...placePath(0.5, -0.2).slice(0, 3), [0.5, -9]]));
    expect(sky.message).toContain('looks past the table');
  });
});
