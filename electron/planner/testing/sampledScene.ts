import type { Vec2, Vec3 } from '../../../shared/geometry/pose';
import { dishOf, isDish } from '../../../shared/scene/objectGeometry';
import { sampleScene } from '../../../shared/scene/sampleScene';
import type { SceneObject } from '../../../shared/scene/scene';
import type { Body } from './depthPicture';
import { ball, boxAround, can, pixelShare } from './scenes';

/** A scene of the app from a seed, as bodies for rays, with a perfect answer to "put the red cube in the blue bowl". */
export function sampledScene(seed: number) {
  const { objects } = sampleScene(seed, {
    include: [
      { kind: 'cube', color: 'red' },
      { kind: 'bowl', color: 'blue' },
    ],
  });
  const cube = objects.find((o) => o.id === 'red_cube')!;
  const bowl = objects.find((o) => o.id === 'blue_bowl')!;
  const from = cube.pose.position;
  const [x, y] = bowl.pose.position;
  const over = (s: number): Vec3 => [from[0] + (x - from[0]) * s, from[1] + (y - from[1]) * s, 0.2];
  const target = bodiesOf(cube)[0]!;
  const waypoints: readonly Vec2[] = [from, over(1 / 3), over(2 / 3), [x, y, 0.06] as Vec3].map(pixelShare);
  return {
    bodies: objects.flatMap(bodiesOf),
    box: boxAround(target),
    waypoints,
    from,
    bowlAt: [x, y] as Vec2,
  };
}

function bodiesOf({ kind, size, pose }: SceneObject): readonly Body[] {
  const [x, y] = pose.position;
  const [diameter, , height] = size;
  const yaw = 2 * Math.atan2(pose.orientation[2], pose.orientation[3]);
  if (kind === 'cube') return [{ type: 'box', center: pose.position, size, yaw }];
  if (kind === 'can') return [can(x, y, diameter, height)];
  if (kind === 'ball') return [ball(x, y, diameter)];
  if (!isDish(kind)) return [];
  // The wall as rings that follow its inner face, and the floor.
  const { inner, floorThickness } = dishOf(kind, size);
  const rings = inner.slice(1).flatMap(([r1, h1], i): Body[] => {
    const [r0, h0] = inner[i]!;
    return [0, 1, 2, 3].map((k) => ({
      type: 'ring',
      center: [x, y, 0],
      inner: r0 + ((r1 - r0) * k) / 4,
      outer: r0 + ((r1 - r0) * (k + 1)) / 4,
      height: h0 + ((h1 - h0) * (k + 0.5)) / 4,
    }));
  });
  const rim: Body = { type: 'ring', center: [x, y, 0], inner: inner.at(-1)![0], outer: diameter / 2, height };
  return [...rings, rim, can(x, y, 2 * inner[0]![0], floorThickness)];
}
