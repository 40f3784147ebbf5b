import {
  BoxGeometry,
  Color,
  DirectionalLight,
  HemisphereLight,
  Mesh,
  MeshLambertMaterial,
  PerspectiveCamera,
  PlaneGeometry,
  Quaternion,
  Scene as ThreeScene,
} from 'three';
import type { CameraModel } from '../../shared/geometry/cameraModel';
import type { Pose } from '../../shared/geometry/pose';
import { forwardKinematics, type JointValues } from '../../shared/robot/forwardKinematics';
import type { RobotModel } from '../../shared/robot/robotModel';
import type { Scene } from '../../shared/scene/scene';
import { workcell } from '../../shared/scene/workcell';
import { linkGeometry, objectGeometry } from './meshes';
import { projectionMatrix } from './projection';

const near = 0.05;
const far = 12;

/** The world as three.js draws it: built once for a scene, then moved. Base frame throughout, z up. */
export interface WorldScene {
  readonly scene: ThreeScene;
  readonly camera: PerspectiveCamera;
  /** By object id. */
  readonly objects: ReadonlyMap<string, Mesh>;
  /** By link name. */
  readonly links: ReadonlyMap<string, Mesh>;
  setJoints(values: JointValues): void;
  setObject(id: string, pose: Pose): void;
  dispose(): void;
}

/** The camera's pose and projection; three.js cameras look along -z with y up. */
export function cameraFor(model: CameraModel): PerspectiveCamera {
  const camera = new PerspectiveCamera();
  camera.projectionMatrix.fromArray([...projectionMatrix(model, near, far)]);
  camera.projectionMatrixInverse.copy(camera.projectionMatrix).invert();
  camera.position.set(...model.poseInBase.position);
  camera.quaternion.set(...model.poseInBase.orientation).multiply(new Quaternion(1, 0, 0, 0));
  camera.updateMatrixWorld();
  return camera;
}

function place(mesh: Mesh, pose: Pose): void {
  mesh.position.set(...pose.position);
  mesh.quaternion.set(...pose.orientation);
  mesh.updateMatrix();
}

function keyLight(scene: Scene): DirectionalLight {
  const { lightDirection, keyLight: strength } = scene.appearance;
  const light = new DirectionalLight('#fff6ea', 2.1 * strength);
  light.position.set(0.4 + 2 * lightDirection[0], 2 * lightDirection[1], 2 * lightDirection[2]);
  light.target.position.set(0.4, 0, 0);
  light.castShadow = true;
  light.shadow.mapSize.set(512, 512);
  const box = light.shadow.camera;
  box.left = box.bottom = -0.6;
  box.right = box.top = 0.6;
  box.near = 0.4;
  box.far = 3.4;
  light.shadow.bias = -0.0006;
  light.shadow.normalBias = 0.004;
  return light;
}

/** Builds meshes, lights and camera of a scene. All link and object poses are the caller's from then on. */
export function createWorldScene(robot: RobotModel, scene: Scene): WorldScene {
  const { appearance } = scene;
  const root = new ThreeScene();
  root.background = new Color(appearance.floorColor);
  const paint = new MeshLambertMaterial({ vertexColors: true });
  const tablePaint = new MeshLambertMaterial({ color: appearance.tableColor });
  const floorPaint = new MeshLambertMaterial({ color: appearance.floorColor });
  const key = keyLight(scene);
  const sky = new HemisphereLight('#f4f7ff', '#8d8a86', 1.35 * appearance.ambientLight);
  sky.position.set(0, 0, 1);
  root.add(key, key.target, sky);

  const { table, floorHeight } = workcell;
  const top = new Mesh(new BoxGeometry(...table.size, table.thickness), tablePaint);
  top.position.set(...table.centre, -table.thickness / 2);
  const floor = new Mesh(new PlaneGeometry(12, 12), floorPaint);
  floor.position.z = floorHeight;
  top.receiveShadow = true;
  for (const mesh of [top, floor]) mesh.updateMatrix();
  root.add(top, floor);

  const moving = (geometry: Mesh['geometry']): Mesh => {
    const mesh = new Mesh(geometry, paint);
    mesh.castShadow = true;
    mesh.receiveShadow = true;
    root.add(mesh);
    return mesh;
  };
  const links = new Map<string, Mesh>();
  for (const link of robot.links) {
    const geometry = linkGeometry(link);
    if (geometry) links.set(link.name, moving(geometry));
  }
  const objects = new Map(
    scene.objects.map(
      (o) => [o.id, moving(objectGeometry(o, appearance.objectShades[o.id] ?? o.color))] as const,
    ),
  );
  for (const object of scene.objects) place(objects.get(object.id)!, object.pose);
  root.traverse((node) => {
    node.matrixAutoUpdate = false;
  });
  for (const light of [key, key.target, sky]) light.updateMatrix();

  return {
    scene: root,
    camera: cameraFor(scene.camera),
    objects,
    links,
    setJoints(values) {
      const poses = forwardKinematics(robot, values);
      for (const [name, mesh] of links) place(mesh, poses.get(name)!);
    },
    setObject(id, pose) {
      const mesh = objects.get(id);
      if (mesh) place(mesh, pose);
    },
    dispose() {
      root.traverse((node) => {
        if (node instanceof Mesh) node.geometry.dispose();
      });
      for (const material of [paint, tablePaint, floorPaint]) material.dispose();
      key.dispose();
    },
  };
}
