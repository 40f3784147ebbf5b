import {
  BoxGeometry,
  type BufferGeometry,
  CapsuleGeometry,
  CircleGeometry,
  Color,
  CylinderGeometry,
  Float32BufferAttribute,
  LatheGeometry,
  Matrix4,
  Quaternion,
  SphereGeometry,
  Vector2,
  Vector3,
} from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import type { Pose } from '../../shared/geometry/pose';
import type { Link, PrimitiveShape } from '../../shared/robot/robotModel';
import { dishOf, dishOutline, dishSectors, isDish } from '../../shared/scene/objectGeometry';
import type { SceneObject } from '../../shared/scene/scene';

/** All geometry here is indexed, carries a colour at each vertex, and has z as its upright axis. */

function painted(geometry: BufferGeometry, color: string): BufferGeometry {
  const { r, g, b } = new Color(color);
  const count = geometry.getAttribute('position').count;
  const colors = new Float32Array(count * 3);
  for (let i = 0; i < count; i++) colors.set([r, g, b], i * 3);
  geometry.setAttribute('color', new Float32BufferAttribute(colors, 3));
  geometry.deleteAttribute('uv');
  return geometry;
}

export function poseMatrix(pose: Pose): Matrix4 {
  return new Matrix4().compose(
    new Vector3(...pose.position),
    new Quaternion(...pose.orientation),
    new Vector3(1, 1, 1),
  );
}

function upright(geometry: BufferGeometry): BufferGeometry {
  return geometry.rotateX(Math.PI / 2);
}

function primitiveGeometry(shape: PrimitiveShape): BufferGeometry {
  switch (shape.type) {
    case 'box':
      return new BoxGeometry(...shape.size);
    case 'sphere':
      return new SphereGeometry(shape.radius, 18, 12);
    case 'cylinder':
      return upright(new CylinderGeometry(shape.radius, shape.radius, shape.length, 20, 1));
    case 'capsule':
      return upright(new CapsuleGeometry(shape.radius, shape.length, 4, 18, 1));
  }
}

/** One mesh for all visuals of a link, in the link frame; undefined for a bare frame. */
export function linkGeometry(link: Link): BufferGeometry | undefined {
  if (link.visuals.length === 0) return undefined;
  return mergeGeometries(
    link.visuals.map(({ shape, pose, color }) =>
      painted(primitiveGeometry(shape).applyMatrix4(poseMatrix(pose)), color ?? '#b0b0b0'),
    ),
  );
}

function canGeometry(diameter: number, height: number, shade: string): BufferGeometry {
  const radius = diameter / 2;
  const body = painted(upright(new CylinderGeometry(radius, radius, height, 32, 1, true)), shade);
  const top = painted(new CircleGeometry(radius, 32).translate(0, 0, height / 2), '#c9ccd1');
  const bottom = painted(
    new CircleGeometry(radius, 32).rotateX(Math.PI).translate(0, 0, -height / 2),
    '#c9ccd1',
  );
  return mergeGeometries([body, top, bottom]);
}

/** Flat-shaded at its edges and smooth round the axis: each piece of the outline is a lathe of its own. */
function dishGeometry(object: SceneObject, kind: 'bowl' | 'plate', shade: string): BufferGeometry {
  const dish = dishOf(kind, object.size);
  const outline = dishOutline(dish);
  const pieces = outline.slice(1).map((end, i) => {
    const start = outline[i]!;
    const piece = new LatheGeometry([new Vector2(...start), new Vector2(...end)], dishSectors);
    return painted(upright(piece), shade);
  });
  return mergeGeometries(pieces).translate(0, 0, -dish.height / 2);
}

/** The mesh of an object about the centre of its extents. */
export function objectGeometry(object: SceneObject, shade: string): BufferGeometry {
  const { kind, size } = object;
  if (isDish(kind)) return dishGeometry(object, kind, shade);
  switch (kind) {
    case 'cube':
      return painted(new BoxGeometry(...size), shade);
    case 'can':
      return canGeometry(size[0], size[2], shade);
    case 'ball':
      return painted(upright(new SphereGeometry(size[0] / 2, 32, 20)), shade);
  }
}
