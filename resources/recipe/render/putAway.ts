import { dishOf, isDish } from '../../../shared/scene/objectGeometry';
import type { Random } from '../../../shared/scene/random';
import type { Scene } from '../../../shared/scene/scene';

/** The scene after a task was done: one thing rests in a bowl or on a plate, near its middle. */
export function putAway(scene: Scene, random: Random): Scene {
  const container = random.pick(scene.objects.filter(({ kind }) => isDish(kind)));
  const thing = random.pick(scene.objects.filter(({ kind }) => !isDish(kind)));
  if (!isDish(container.kind)) return scene;
  const dish = dishOf(container.kind, container.size);
  const off = container.kind === 'bowl' ? 0.006 : 0.02;
  const [x, y] = container.pose.position;
  const position: [number, number, number] = [
    x + random.uniform(-off, off),
    y + random.uniform(-off, off),
    dish.floorThickness + thing.size[2] / 2,
  ];
  return {
    ...scene,
    objects: scene.objects.map((object) =>
      object === thing ? { ...object, pose: { ...object.pose, position } } : object,
    ),
  };
}
