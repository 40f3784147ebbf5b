import { Matrix4, Vector4 } from 'three';
import { describe, expect, it } from 'vitest';
import { backProject, type CameraModel } from '../../shared/geometry/cameraModel';
import { identityPose } from '../../shared/geometry/pose';
import { projectionMatrix } from './projection';

describe('projectionMatrix', () => {
  it('puts a point where the camera model sees it, off-centre principal point and all', () => {
    const camera: CameraModel = {
      width: 640,
      height: 480,
      fx: 560,
      fy: 540,
      cx: 300,
      cy: 250,
      poseInBase: identityPose,
    };
    const matrix = new Matrix4().fromArray([...projectionMatrix(camera, 0.05, 12)]);
    for (const [u, v, depth] of [
      [0, 0, 1],
      [639, 479, 0.4],
      [123.25, 400.5, 3],
    ] as const) {
      const [x, y, z] = backProject(camera, [u, v], depth);
      const clip = new Vector4(x, -y, -z, 1).applyMatrix4(matrix);
      // Window coordinates: the centre of the top-left pixel is half a pixel from both edges.
      expect(((clip.x / clip.w + 1) / 2) * camera.width - 0.5).toBeCloseTo(u, 6);
      expect(((1 - clip.y / clip.w) / 2) * camera.height - 0.5).toBeCloseTo(v, 6);
      expect(clip.w).toBeCloseTo(depth, 9);
    }
  });
});
