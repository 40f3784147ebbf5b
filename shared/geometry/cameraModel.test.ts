import { describe, expect, it } from 'vitest';
import {
  backProject,
  type CameraModel,
  intersectHeight,
  pixelOfShare,
  project,
  shareOfPixel,
} from './cameraModel';
import { quatFromRpy, type Vec3 } from './pose';

/** Looks straight down from 1 m: the optical x axis along base x, y along -y. */
const down: CameraModel = {
  width: 200,
  height: 100,
  fx: 100,
  fy: 100,
  cx: 99.5,
  cy: 49.5,
  poseInBase: { position: [0.5, 0, 1], orientation: quatFromRpy(Math.PI, 0, 0) },
};

describe('cameraModel', () => {
  it('projects as a pinhole does', () => {
    const [u, v, depth] = project(down, [0.6, 0.2, 0.5]);
    expect(u).toBeCloseTo(99.5 + (100 * 0.1) / 0.5, 10);
    expect(v).toBeCloseTo(49.5 - (100 * 0.2) / 0.5, 10);
    expect(depth).toBeCloseTo(0.5, 12);
  });

  it('back-projects what it projects, from any pose', () => {
    const camera = {
      ...down,
      poseInBase: { position: [1.1, 0.2, 0.8], orientation: quatFromRpy(-2.3, 0.2, 1.7) },
    } as const;
    const point: Vec3 = [0.4, 0.1, 0.05];
    const [u, v, depth] = project(camera, point);
    const back = backProject(camera, [u, v], depth);
    const ray = intersectHeight(camera, [u, v], point[2])!;
    for (let k = 0; k < 3; k++) {
      expect(back[k]).toBeCloseTo(point[k]!, 10);
      expect(ray[k]).toBeCloseTo(point[k]!, 10);
    }
  });

  it('meets no height behind the camera or along a level ray', () => {
    expect(intersectHeight(down, [99.5, 49.5], 2)).toBeUndefined();
    const level = {
      ...down,
      poseInBase: { position: [0, 0, 1], orientation: quatFromRpy(-Math.PI / 2, 0, 0) },
    } as const;
    expect(intersectHeight(level, [99.5, 49.5], 0)).toBeUndefined();
  });

  it('counts fractions from edge to edge and pixels from centre to centre', () => {
    expect(pixelOfShare(down, [0, 0])).toEqual([-0.5, -0.5]);
    expect(pixelOfShare(down, [1, 1])).toEqual([199.5, 99.5]);
    expect(pixelOfShare(down, [0.5, 0.5])).toEqual([99.5, 49.5]);
    expect(shareOfPixel(down, pixelOfShare(down, [0.3, 0.7]))).toEqual([0.3, 0.7]);
  });
});
