import { WebGLRenderer } from 'three';
import { armValues } from '../../shared/robot/forwardKinematics';
import { fr3 } from '../../shared/robot/fr3';
import { sampleScene } from '../../shared/scene/sampleScene';
import { createWorldScene } from '../simulator-camera/worldScene';

export interface StagedPicture {
  readonly jpeg: Uint8Array;
  readonly bitmap: ImageBitmap;
  /** Where the red cube and the blue bowl stand (base frame, m). */
  readonly cube: readonly [number, number, number];
  readonly bowl: readonly [number, number, number];
  readonly camera: ReturnType<typeof sampleScene>['camera'];
}

/** One picture of the simulator's camera, as the real one would come. */
export async function pictureOfScene(): Promise<StagedPicture> {
  const include = [
    { color: 'red', kind: 'cube' },
    { color: 'blue', kind: 'bowl' },
  ] as const;
  const scene = sampleScene(4, { include: [...include] });
  const { width, height } = scene.camera;
  const canvas = document.createElement('canvas');
  const renderer = new WebGLRenderer({ canvas, antialias: true, preserveDrawingBuffer: true });
  renderer.setSize(width, height, false);
  renderer.shadowMap.enabled = true;
  const world = createWorldScene(fr3, scene);
  world.setJoints({ ...armValues(fr3, fr3.home), fr3_finger_joint1: 0.04, fr3_finger_joint2: 0.04 });
  renderer.render(world.scene, world.camera);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9));
  if (!blob) throw new Error('The picture cannot be encoded.');
  const jpeg = new Uint8Array(await blob.arrayBuffer());
  const bitmap = await createImageBitmap(blob);
  renderer.dispose();
  const place = (id: string) => {
    const found = scene.objects.find((object) => object.id === id);
    if (!found) throw new Error(`The scene has no ${id}.`);
    return found.pose.position;
  };
  return { jpeg, bitmap, cube: place('red_cube'), bowl: place('blue_bowl'), camera: scene.camera };
}
