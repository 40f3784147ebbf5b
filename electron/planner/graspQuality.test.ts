import { describe, expect, it } from 'vitest';
import { fr3 } from '../../shared/robot/fr3';
import { graspCandidates } from './grasp';
import { rankGrasps } from './graspQuality';
import { groundBox } from './perception/groundBox';
import { createPointCloud } from './perception/pointCloud';
import { createSceneMap } from './perception/sceneMap';
import { type Body, drawDepth } from './testing/depthPicture';
import { boxAround, camera, can, cube } from './testing/scenes';

function ranked(target: Body, rest: readonly Body[] = [], yaw = 0) {
  const cloud = createPointCloud(camera, drawDepth(camera, [target, ...rest]));
  const map = createSceneMap(cloud, () => false);
  const object = groundBox(cloud, map, boxAround(target));
  return rankGrasps(graspCandidates(object, fr3.gripper, yaw), cloud, map, object, fr3.gripper, yaw);
}

describe('rankGrasps', () => {
  it('puts straight ones first, and of those the one that turns the hand least', () => {
    const all = ranked(cube(0.5, 0.1, 0.045, 0), [], 0.1);
    const tilts = all.map(({ tilt }) => Math.abs(tilt));
    expect(tilts.slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(Math.abs(all[0]!.yaw)).toBeLessThan(0.15);
    expect(all[0]!.quality.tilt).toBe(0);
    expect(all.at(-1)!.quality.tilt).toBeGreaterThan(0.7);
  });

  it('measures what speaks for a grasp', () => {
    const { quality, width } = ranked(cube(0.5, 0.1, 0.045, 0))[0]!;
    expect(quality.widthMargin).toBeCloseTo(fr3.gripper.maxWidth - width, 9);
    expect(quality.contacts).toBeGreaterThan(5);
    expect(quality.clearance).toBe(0.1);
    expect(quality.score).toBeGreaterThan(0.5);
    expect(quality.score).toBeLessThanOrEqual(1);
  });

  it('prefers fingers that have room beside a neighbour', () => {
    // Where the fingers of a hand that closes along y would come down.
    const neighbour = can(0.5, 0.175, 0.04, 0.06);
    const free = ranked(cube(0.5, 0.1, 0.045, 0))[0]!;
    const beside = ranked(cube(0.5, 0.1, 0.045, 0), [neighbour])[0]!;
    expect(Math.abs(Math.sin(free.yaw - beside.yaw))).toBeGreaterThan(0.9);
    expect(beside.quality.clearance).toBeGreaterThan(0.01);
  });
});
