import { describe, expect, it } from 'vitest';
import { emptyMap, thingAt } from '../../../shared/collision/sceneMap';
import { drawDepth } from '../testing/depthPicture';
import { bowl, camera, can, cube } from '../testing/scenes';
import { createPointCloud, depthProblem } from './pointCloud';
import { createSceneMap } from './sceneMap';

const bodies = [cube(0.5, 0.2, 0.045, 0.4), can(0.4, 0, 0.055, 0.09), ...bowl(0.55, -0.2, 0.15)];
const cloud = createPointCloud(camera, drawDepth(camera, bodies));

describe('sceneMap', () => {
  const map = createSceneMap(cloud, () => false);

  it('has one thing for each object, and no table', () => {
    const seen = [thingAt(map, 0.5, 0.2), thingAt(map, 0.4, 0), thingAt(map, 0.55 + 0.073, -0.2)];
    expect(new Set(seen).size).toBe(3);
    expect(seen).not.toContain(0);
    expect(map.thingCount).toBe(3);
    expect(thingAt(map, 0.3, 0.3)).toBe(0);
    expect(thingAt(map, 9, 9)).toBe(0);
    // A bowl is one ring: its far rim is the same thing as its near one.
    expect(thingAt(map, 0.55 - 0.073, -0.2)).toBe(seen[2]);
  });

  it('knows heights', () => {
    expect(map.maxHeight).toBeCloseTo(0.09, 3);
    const heightOf = (thing: number) =>
      Math.max(...[...map.heights].filter((_, at) => map.things[at] === thing));
    expect(heightOf(thingAt(map, 0.5, 0.2))).toBeCloseTo(0.045, 3);
    expect(heightOf(thingAt(map, 0.55 + 0.073, -0.2))).toBeCloseTo(0.05, 3);
  });

  it('leaves out what belongs to the robot', () => {
    const without = createSceneMap(cloud, (_, y) => y > 0.1);
    expect(without.thingCount).toBe(2);
    expect(thingAt(without, 0.5, 0.2)).toBe(0);
  });

  it('can be empty', () => {
    expect(thingAt(emptyMap, 0.5, 0)).toBe(0);
  });
});

describe('depthProblem', () => {
  it('is silent about a good picture and tells how little depth a bad one has', () => {
    expect(depthProblem(cloud)).toBeUndefined();
    const blind = createPointCloud(camera, new Float32Array(640 * 480).fill(Number.POSITIVE_INFINITY));
    expect(depthProblem(blind)).toContain('0.0 % of the picture');
  });
});
