import { type Pose, type Quat, rotate, type Vec3 } from '../../geometry/pose';
import type { Joint, Link, Primitive, PrimitiveShape, RobotModel } from '../robotModel';

/**
 * A robot model as URDF text, for /robot_description and for recordings: any ROS tool reads it, and
 * `modelFromUrdf` reads the same model back. URDF has no capsules: each is written as a cylinder with a
 * ball at either end. Acceleration and jerk limits go into attributes that other readers pass over.
 */
export function writeUrdf(model: RobotModel): string {
  return [
    '<?xml version="1.0"?>',
    `<robot name="${escaped(model.name)}">`,
    ...model.links.flatMap(linkLines),
    ...model.joints.flatMap((joint) => jointLines(joint, model.gripper.fingerJointNames)),
    '</robot>',
    '',
  ].join('\n');
}

function linkLines(link: Link): string[] {
  const { name, mass, centerOfMass, inertia, visuals, collisions } = link;
  const inside = [
    ...(mass > 0
      ? [
          '    <inertial>',
          `      <origin xyz="${numbers(centerOfMass)}" rpy="0 0 0"/>`,
          `      <mass value="${number(mass)}"/>`,
          `      <inertia ixx="${number(inertia[0])}" ixy="0" ixz="0" iyy="${number(inertia[1])}" iyz="0" izz="${number(inertia[2])}"/>`,
          '    </inertial>',
        ]
      : []),
    ...visuals.flatMap((primitive) => primitiveLines('visual', primitive)),
    ...collisions.flatMap((primitive) => primitiveLines('collision', primitive)),
  ];
  const start = `  <link name="${escaped(name)}"`;
  return inside.length === 0 ? [`${start}/>`] : [`${start}>`, ...inside, '  </link>'];
}

function primitiveLines(element: 'visual' | 'collision', primitive: Primitive): string[] {
  const color = element === 'visual' ? primitive.color : undefined;
  return piecesOf(primitive).flatMap(({ geometry, pose }) => [
    `    <${element}>`,
    `      ${originOf(pose)}`,
    `      <geometry>${geometry}</geometry>`,
    ...(color
      ? [`      <material name="color_${color.replace('#', '')}"><color rgba="${rgba(color)}"/></material>`]
      : []),
    `    </${element}>`,
  ]);
}

function piecesOf({ shape, pose }: Primitive): { geometry: string; pose: Pose }[] {
  if (shape.type !== 'capsule') return [{ geometry: geometryOf(shape), pose }];
  const { radius, length } = shape;
  const ball = { type: 'sphere', radius } as const;
  if (length === 0) return [{ geometry: geometryOf(ball), pose }];
  const cap = (z: number): Pose => {
    const away = rotate(pose.orientation, [0, 0, z]);
    const [x, y, height] = pose.position;
    return { ...pose, position: [x + away[0], y + away[1], height + away[2]] };
  };
  return [
    { geometry: geometryOf({ type: 'cylinder', radius, length }), pose },
    { geometry: geometryOf(ball), pose: cap(-length / 2) },
    { geometry: geometryOf(ball), pose: cap(length / 2) },
  ];
}

function geometryOf(shape: Exclude<PrimitiveShape, { type: 'capsule' }>): string {
  switch (shape.type) {
    case 'box':
      return `<box size="${numbers(shape.size)}"/>`;
    case 'cylinder':
      return `<cylinder radius="${number(shape.radius)}" length="${number(shape.length)}"/>`;
    case 'sphere':
      return `<sphere radius="${number(shape.radius)}"/>`;
  }
}

function jointLines(joint: Joint, fingers: readonly [string, string]): string[] {
  const { name, type, parent, child, origin, axis, limits } = joint;
  return [
    `  <joint name="${escaped(name)}" type="${type}">`,
    `    ${originOf(origin)}`,
    `    <parent link="${escaped(parent)}"/>`,
    `    <child link="${escaped(child)}"/>`,
    ...(type === 'fixed' ? [] : [`    <axis xyz="${numbers(axis)}"/>`]),
    ...(limits
      ? [
          `    <limit lower="${number(limits.lower)}" upper="${number(limits.upper)}" effort="${number(limits.effort)}" velocity="${number(limits.velocity)}" acceleration="${number(limits.acceleration)}" jerk="${number(limits.jerk)}"/>`,
        ]
      : []),
    ...(name === fingers[1] ? [`    <mimic joint="${escaped(fingers[0])}"/>`] : []),
    '  </joint>',
  ];
}

const originOf = (pose: Pose): string =>
  `<origin xyz="${numbers(pose.position)}" rpy="${numbers(rpyOf(pose.orientation))}"/>`;

/** Fixed-axis roll, pitch, yaw (rad) of a rotation; where pitch is a right angle the roll is 0. */
export function rpyOf(q: Quat): Vec3 {
  const x = rotate(q, [1, 0, 0]);
  const y = rotate(q, [0, 1, 0]);
  const z = rotate(q, [0, 0, 1]);
  const pitch = Math.atan2(-x[2], Math.hypot(x[0], x[1]));
  if (Math.hypot(x[0], x[1]) < 1e-9) return [0, pitch, Math.atan2(-y[0], y[1])];
  return [Math.atan2(y[2], z[2]), pitch, Math.atan2(x[1], x[0])];
}

/** Twelve digits; what is nothing but rounding is 0. */
function number(value: number): string {
  const rounded = Number(value.toPrecision(12));
  return Math.abs(rounded) < 1e-12 ? '0' : String(rounded);
}

const numbers = (values: readonly number[]): string => values.map(number).join(' ');

function rgba(hex: string): string {
  const channel = (at: number) =>
    number(Number((Number.parseInt(hex.slice(at, at + 2), 16) / 255).toFixed(6)));
  return `${channel(1)} ${channel(3)} ${channel(5)} 1`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
