import type { Kinematics } from '../motion/kinematics';
import { distanceFromPoint, placeBody, robotBodies } from './bodies';

/** m: points this near to the robot's bodies are the robot: they cover joint error and cables. */
const skin = 0.02;

/** Says which base-frame points belong to the robot as it stands: the camera sees its arm too. */
export function createRobotFilter(
  kinematics: Kinematics,
  positions: readonly number[],
  gripperWidth: number,
): (x: number, y: number, z: number) => boolean {
  const frames = kinematics.createFrames();
  kinematics.linkFrames(positions, gripperWidth, frames);
  const placed = robotBodies(kinematics).map((body) => {
    const frame = new Float64Array(12);
    placeBody(body, frames, frame);
    return { shape: body.shape, frame, reach: (body.boundingRadius + skin) ** 2 };
  });
  return (x, y, z) =>
    placed.some(({ shape, frame, reach }) => {
      const dx = x - frame[3]!;
      const dy = y - frame[7]!;
      const dz = z - frame[11]!;
      return dx * dx + dy * dy + dz * dz < reach && distanceFromPoint(shape, frame, x, y, z) < skin;
    });
}
