import type { Pose, Quat } from '../../shared/geometry/pose';
import type { Joint, Link, Primitive, RobotModel } from '../../shared/robot/robotModel';
import { armBase, armDistal, armNeutral, fingerPad } from './contactMaterials';
import { armArmature, armDamping, armGains, fingerArmature, fingerDamping, gripperGains } from './servoGains';
import { type Attribute, element } from './xml';

/** MuJoCo writes quaternions [w, x, y, z]. */
export function poseAttributes(pose: Pose): {
  readonly pos: readonly number[];
  readonly quat: readonly number[];
} {
  const [x, y, z, w]: Quat = pose.orientation;
  return { pos: pose.position, quat: [w, x, y, z] };
}

/** Names of what the simulator looks up in the compiled model. */
export const armActuator = (jointName: string) => `servo_${jointName}`;
export const gripperActuator = 'servo_gripper';
const gripperTendon = 'opening';

/** Bodies of the arm, nested from the base; the TCP frame is a site as it has no mass. */
export function robotBodies(robot: RobotModel): string {
  return body(robot, robot.baseFrame, undefined);
}

function body(robot: RobotModel, linkName: string, joint: Joint | undefined): string {
  const link = robot.links.find((l) => l.name === linkName);
  if (!link) throw new Error(`Robot ${robot.name} has no link ${linkName}.`);
  const children = robot.joints.filter((j) => j.parent === linkName);
  if (link.mass === 0 && joint) {
    if (children.length > 0) throw new Error(`Link ${linkName} has no mass but carries others.`);
    return element('site', { name: linkName, ...poseAttributes(joint.origin) });
  }
  return element('body', { name: linkName, gravcomp: 1, ...(joint ? poseAttributes(joint.origin) : {}) }, [
    ...inertial(link),
    ...(joint && joint.type !== 'fixed' ? [movingJoint(robot, joint)] : []),
    ...link.collisions.map((primitive) => geom(primitive, material(robot, linkName))),
    ...children.map((child) => body(robot, child.child, child)),
  ]);
}

function inertial(link: Link): readonly string[] {
  if (link.mass === 0) return [];
  return [element('inertial', { pos: link.centerOfMass, mass: link.mass, diaginertia: link.inertia })];
}

/** Gravity compensation is the motors' own work, so it counts towards the published effort. */
function movingJoint(robot: RobotModel, joint: Joint): string {
  const limits = joint.limits;
  if (!limits) throw new Error(`Joint ${joint.name} has no limits.`);
  const isFinger = robot.gripper.fingerJointNames.includes(joint.name);
  return element('joint', {
    name: joint.name,
    type: joint.type === 'revolute' ? 'hinge' : 'slide',
    axis: joint.axis,
    range: [limits.lower, limits.upper],
    armature: isFinger ? fingerArmature : armArmature,
    damping: isFinger ? fingerDamping : armDamping,
    actuatorgravcomp: 'true',
    actuatorfrcrange: [-limits.effort, limits.effort],
  });
}

/** The base may be hit by forearm, wrist and hand; the two links between them hit only objects. */
function material(robot: RobotModel, linkName: string): Readonly<Record<string, Attribute>> {
  const movedBy = robot.joints.find((j) => j.child === linkName);
  if (movedBy && robot.gripper.fingerJointNames.includes(movedBy.name)) return fingerPad;
  const armJointsBelow = countArmJointsBelow(robot, linkName);
  if (armJointsBelow <= 1) return armBase;
  return armJointsBelow >= 5 ? armDistal : armNeutral;
}

function countArmJointsBelow(robot: RobotModel, linkName: string): number {
  const joint = robot.joints.find((j) => j.child === linkName);
  if (!joint) return 0;
  return countArmJointsBelow(robot, joint.parent) + (robot.armJointNames.includes(joint.name) ? 1 : 0);
}

/** A collision geom; MuJoCo's sizes are half extents, and half the length of a cylinder or capsule. */
function geom(primitive: Primitive, attributes: Readonly<Record<string, Attribute>>): string {
  const { shape } = primitive;
  const size =
    shape.type === 'box'
      ? shape.size.map((s) => s / 2)
      : shape.type === 'sphere'
        ? [shape.radius]
        : [shape.radius, shape.length / 2];
  return element('geom', {
    type: shape.type,
    size,
    ...poseAttributes(primitive.pose),
    mass: 0,
    ...attributes,
  });
}

/** Both fingers are driven by one motor: equal by a stiff constraint, actuated on the sum of both. */
export function robotDrives(robot: RobotModel): readonly string[] {
  const [left, right] = robot.gripper.fingerJointNames;
  const servos = robot.joints
    .filter((joint) => robot.armJointNames.includes(joint.name))
    .map((joint) => {
      const limits = joint.limits!;
      const gains = armGains(limits);
      return element('position', {
        name: armActuator(joint.name),
        joint: joint.name,
        kp: gains.stiffness,
        kv: gains.damping,
        forcerange: [-limits.effort, limits.effort],
      });
    });
  const force = robot.gripper.maxForce;
  return [
    element('tendon', {}, [
      element('fixed', { name: gripperTendon }, [
        element('joint', { joint: left, coef: 1 }),
        element('joint', { joint: right, coef: 1 }),
      ]),
    ]),
    element('equality', {}, [
      element('joint', {
        joint1: left,
        joint2: right,
        polycoef: [0, 1, 0, 0, 0],
        solref: [0.004, 1],
        solimp: [0.97, 0.995, 0.0005],
      }),
    ]),
    element('actuator', {}, [
      ...servos,
      element('position', {
        name: gripperActuator,
        tendon: gripperTendon,
        kp: gripperGains.stiffness,
        kv: gripperGains.damping,
        forcerange: [-force, force],
      }),
    ]),
  ];
}
