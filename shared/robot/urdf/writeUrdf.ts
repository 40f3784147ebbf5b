import type { Pose, Quat, Vec3 } from '../../geometry/pose';
import { rotate } from '../../geometry/pose';
import type { Joint, Link, Primitive, RobotModel } from '../robotModel';

/**
 * The robot as URDF text, for robot_description. URDF knows no capsule: it becomes a cylinder and two
 * spheres, which fill the same space. URDF has no acceleration and no jerk: they are left out.
 */
export function writeUrdf(robot: RobotModel): string {
  return [
    '<?xml version="1.0"?>',
    `<robot name="${text(robot.name)}">`,
    ...robot.links.map(linkElement),
    ...robot.joints.map(jointElement),
    '</robot>',
    '',
  ].join('\n');
}

function text(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

const vector = (values: readonly number[]) => values.join(' ');

/** Fixed-axis roll, pitch, yaw (rad): R = Rz(yaw) Ry(pitch) Rx(roll). */
export function rpyFromQuat([x, y, z, w]: Quat): Vec3 {
  const sine = Math.max(-1, Math.min(1, 2 * (w * y - z * x)));
  if (Math.abs(sine) > 1 - 1e-12) {
    // Pitch is straight up or down: roll and yaw turn about one axis, and yaw takes it all.
    return [0, Math.sign(sine) * (Math.PI / 2), -2 * Math.sign(sine) * Math.atan2(x, w)];
  }
  return [
    Math.atan2(2 * (w * x + y * z), 1 - 2 * (x * x + y * y)),
    Math.asin(sine),
    Math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z)),
  ];
}

function origin({ position, orientation }: Pose): string {
  return `<origin xyz="${vector(position)}" rpy="${vector(rpyFromQuat(orientation))}"/>`;
}

function linkElement(link: Link): string {
  const children = [
    ...(link.mass > 0 ? [inertial(link)] : []),
    ...link.visuals.flatMap((primitive) => bodies('visual', primitive)),
    ...link.collisions.flatMap((primitive) => bodies('collision', primitive)),
  ];
  return children.length === 0
    ? `<link name="${text(link.name)}"/>`
    : [`<link name="${text(link.name)}">`, ...children, '</link>'].join('\n');
}

function inertial({ mass, centerOfMass, inertia: [xx, yy, zz] }: Link): string {
  return `<inertial><origin xyz="${vector(centerOfMass)}" rpy="0 0 0"/><mass value="${mass}"/><inertia ixx="${xx}" ixy="0" ixz="0" iyy="${yy}" iyz="0" izz="${zz}"/></inertial>`;
}

function bodies(kind: 'visual' | 'collision', { shape, pose, color }: Primitive): string[] {
  const body = (at: Pose, geometry: string) =>
    `<${kind}>${origin(at)}<geometry>${geometry}</geometry>${color ? material(color) : ''}</${kind}>`;
  switch (shape.type) {
    case 'box':
      return [body(pose, `<box size="${vector(shape.size)}"/>`)];
    case 'sphere':
      return [body(pose, `<sphere radius="${shape.radius}"/>`)];
    case 'cylinder':
      return [body(pose, `<cylinder radius="${shape.radius}" length="${shape.length}"/>`)];
    case 'capsule': {
      const cap = (side: 1 | -1): Pose => {
        const [x, y, z] = rotate(pose.orientation, [0, 0, (side * shape.length) / 2]);
        return {
          position: [pose.position[0] + x, pose.position[1] + y, pose.position[2] + z],
          orientation: pose.orientation,
        };
      };
      const sphere = `<sphere radius="${shape.radius}"/>`;
      return [
        body(pose, `<cylinder radius="${shape.radius}" length="${shape.length}"/>`),
        body(cap(1), sphere),
        body(cap(-1), sphere),
      ];
    }
  }
}

/** A colour is its own name: "#rrggbb" in, three numbers of 0 to 1 out. */
function material(color: string): string {
  const channels = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color)?.slice(1);
  if (!channels) return '';
  const rgb = channels.map((hex) => Number((Number.parseInt(hex, 16) / 255).toFixed(4)));
  return `<material name="${color}"><color rgba="${vector(rgb)} 1"/></material>`;
}

function jointElement(joint: Joint): string {
  const { limits } = joint;
  return [
    `<joint name="${text(joint.name)}" type="${joint.type}">`,
    origin(joint.origin),
    `<parent link="${text(joint.parent)}"/><child link="${text(joint.child)}"/>`,
    ...(joint.type === 'fixed' ? [] : [`<axis xyz="${vector(joint.axis)}"/>`]),
    ...(limits
      ? [
          `<limit lower="${limits.lower}" upper="${limits.upper}" velocity="${limits.velocity}" effort="${limits.effort}"/>`,
        ]
      : []),
    '</joint>',
  ].join('\n');
}
