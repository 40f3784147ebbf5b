import { hslToHex } from '../../../shared/scene/color';
import { opticalPose } from '../../../shared/scene/lookAt';
import type { Random } from '../../../shared/scene/random';
import type { Scene } from '../../../shared/scene/scene';
import { sceneCameraSpots } from '../../../shared/scene/sceneCamera';

/** How far outside of what training shows: metres of the camera and of where it looks, radians of roll. */
const camera = { position: [0.05, 0.12], target: [0.03, 0.06], roll: [0.04, 0.1] } as const;

/**
 * The scene as no training picture shows it: the camera mounted farther off than any of theirs, a coloured
 * table where theirs are neutral, and a lower, weaker light.
 */
export function unseen(scene: Scene, random: Random): Scene {
  const off = ([least, most]: readonly [number, number]) =>
    random.uniform(least, most) * (random.uniform(0, 1) < 0.5 ? -1 : 1);
  const moved = (v: readonly [number, number, number], range: readonly [number, number]) =>
    [v[0] + off(range), v[1] + off(range), v[2] + off(range)] as const;
  const { position, target } = sceneCameraSpots;
  const azimuth = random.uniform(-Math.PI, Math.PI);
  const elevation = random.uniform(0.6, 0.9);
  return {
    ...scene,
    camera: {
      ...scene.camera,
      poseInBase: opticalPose(
        moved(position, camera.position),
        moved(target, camera.target),
        off(camera.roll),
      ),
    },
    appearance: {
      ...scene.appearance,
      tableColor: hslToHex(random.uniform(0, 360), random.uniform(0.3, 0.45), random.uniform(0.6, 0.75)),
      lightDirection: [
        Math.cos(elevation) * Math.cos(azimuth),
        Math.cos(elevation) * Math.sin(azimuth),
        Math.sin(elevation),
      ],
      keyLight: random.uniform(0.65, 0.8),
    },
  };
}
