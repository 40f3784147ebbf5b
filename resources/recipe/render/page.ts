import { Color, type Mesh, MeshBasicMaterial, NearestFilter, NoColorSpace, WebGLRenderTarget } from 'three';
import { createColorRenderer, drawColor } from '../../../renderer/simulator-camera/frameRenderer';
import { createWorldScene, type WorldScene } from '../../../renderer/simulator-camera/worldScene';
import type { Vec3 } from '../../../shared/geometry/pose';
import { fr3 } from '../../../shared/robot/fr3';
import { createRandom } from '../../../shared/scene/random';
import { type KindAndColor, sampleScene } from '../../../shared/scene/sampleScene';
import type { Scene } from '../../../shared/scene/scene';
import { samplePosture } from './posture';
import { putAway } from './putAway';
import { boxOf, hullArea, projectAll } from './silhouette';
import { unseen } from './unseen';

/** Renders one training picture; Electron's main process calls it through executeJavaScript. */
const width = 640;
const height = 480;
const idScale = 2;

const canvas = new OffscreenCanvas(width, height);
const renderer = createColorRenderer(canvas);
renderer.setSize(width, height, false);
const idTarget = new WebGLRenderTarget(width / idScale, height / idScale, {
  minFilter: NearestFilter,
  magFilter: NearestFilter,
  colorSpace: NoColorSpace,
});
const idPixels = new Uint8Array((width / idScale) * (height / idScale) * 4);
const idMaterials = Array.from(
  { length: 8 },
  (_, i) => new MeshBasicMaterial({ color: new Color().setRGB((i * 16) / 255, 0, 0) }),
);

/** How many picture pixels each object keeps in front of everything else, in scene order. */
function countVisiblePixels(world: WorldScene, scene: Scene): readonly number[] {
  const meshes: Mesh[] = [];
  world.scene.traverse((node) => {
    if ('isMesh' in node) meshes.push(node as Mesh);
  });
  const ids = new Map(scene.objects.map((o, i) => [world.objects.get(o.id), i + 1]));
  const paints = meshes.map((mesh) => mesh.material);
  for (const mesh of meshes) mesh.material = idMaterials[ids.get(mesh) ?? 0]!;
  const { background } = world.scene;
  world.scene.background = new Color(0, 0, 0);
  renderer.shadowMap.autoUpdate = false;
  renderer.setRenderTarget(idTarget);
  renderer.render(world.scene, world.camera);
  renderer.readRenderTargetPixels(idTarget, 0, 0, idTarget.width, idTarget.height, idPixels);
  renderer.setRenderTarget(null);
  renderer.shadowMap.autoUpdate = true;
  world.scene.background = background;
  meshes.forEach((mesh, i) => {
    mesh.material = paints[i]!;
  });
  const counts = scene.objects.map(() => 0);
  for (let i = 0; i < idPixels.length; i += 4) {
    const id = Math.round(idPixels[i]! / 16);
    if (id > 0) counts[id - 1]! += idScale * idScale;
  }
  return counts;
}

function verticesOf(mesh: Mesh): readonly Vec3[] {
  const position = mesh.geometry.getAttribute('position');
  return Array.from(
    { length: position.count },
    (_, i): Vec3 => [position.getX(i), position.getY(i), position.getZ(i)],
  );
}

interface Job {
  readonly seed: number;
  readonly include: readonly KindAndColor[];
  readonly jitterCamera: boolean;
  /** One thing is in a bowl or on a plate already. */
  readonly putAway: boolean;
  /** Camera, table and light outside of what training shows. */
  readonly unseen: boolean;
}

async function toBase64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}

let previous: WorldScene | undefined;

async function renderJob({ seed, include, jitterCamera, putAway: done, unseen: strange }: Job) {
  const marks = [performance.now()];
  const sampled = sampleScene(seed, { include, jitterCamera });
  const usual = done ? putAway(sampled, createRandom(seed, 11)) : sampled;
  const scene = strange ? unseen(usual, createRandom(seed, 12)) : usual;
  const joints = samplePosture(fr3, createRandom(seed, 10));
  const world = createWorldScene(fr3, scene);
  world.setJoints(joints);
  drawColor(renderer, world);
  marks.push(performance.now());
  const encoded = canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
  marks.push(performance.now());
  const seen = countVisiblePixels(world, scene);
  marks.push(performance.now());
  const triangles = renderer.info.render.triangles;
  const objects = scene.objects.map((object, i) => {
    const points = projectAll(scene.camera, object.pose, verticesOf(world.objects.get(object.id)!));
    const visible = Math.min(1, seen[i]! / Math.max(1, hullArea(points)));
    return { ...object, box: boxOf(scene.camera, points), visible: Math.round(visible * 100) / 100 };
  });
  // Disposed a picture later: three.js frees a shader with its last material, and compiling it again takes 100 ms.
  previous?.dispose();
  previous = world;
  const jpeg = await toBase64(await encoded);
  marks.push(performance.now());
  const line = {
    image: `images/${seed}.jpg`,
    seed,
    camera: scene.camera,
    jointPositions: fr3.armJointNames.map((name) => joints[name]),
    objects,
  };
  return { jpeg, line: JSON.stringify(line), triangles, marks: marks.slice(1).map((m, i) => m - marks[i]!) };
}

declare global {
  interface Window {
    renderJob: typeof renderJob;
  }
}
window.renderJob = renderJob;
