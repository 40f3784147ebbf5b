import type { CameraModel } from '../geometry/cameraModel';
import type { Vec3 } from '../geometry/pose';
import { opticalPose } from './lookAt';
import type { Random } from './random';

const position: Vec3 = [1.15, 0, 0.75];
const target: Vec3 = [0.33, 0, 0];

/** Where the camera hangs and what it looks at (base frame, m). */
export const sceneCameraSpots = { position, target } as const;

function at(from: Vec3, to: Vec3, roll: number): CameraModel {
  return {
    width: 640,
    height: 480,
    fx: 560,
    fy: 560,
    cx: 319.5,
    cy: 239.5,
    poseInBase: opticalPose(from, to, roll),
  };
}

/** The simulator's fixed camera: across the table, looking back to the robot. */
export const nominalCamera: CameraModel = at(position, target, 0);

/** The same camera as a person might have mounted it: some centimetres and two degrees off. */
export function jitteredCamera(random: Random): CameraModel {
  const near = (v: Vec3, spread: number): Vec3 => [
    v[0] + random.uniform(-spread, spread),
    v[1] + random.uniform(-spread, spread),
    v[2] + random.uniform(-spread, spread),
  ];
  const roll = random.uniform(-0.03, 0.03);
  return at(near(position, 0.03), near(target, 0.025), roll);
}
