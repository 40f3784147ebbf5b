import type { ModelChoices } from '../../contract/connection';
import { compose, type Pose, quatFromAxisAngle, type Vec3 } from '../../geometry/pose';
import type { Joint, RobotModel } from '../robotModel';
import { robotModelSchema } from '../robotModelSchema';
import { colorOf, type ResolveMesh, readLink } from './urdfBodies';
import { UrdfFault } from './urdfFault';
import { findGripper, type GripperHints } from './urdfGripper';
import { limitsOf } from './urdfLimits';
import { jointsFrom, pathTo, readJoint, rootOf, type UrdfJoint } from './urdfTree';
import { readRobotElement, required } from './urdfXml';

export interface ReadUrdf {
  readonly model: RobotModel;
  /** What was guessed, left out or replaced, in words for the operator. */
  readonly remarks: readonly string[];
}

const mostLinks = 200;
const mostRemarks = 40;

/**
 * The model of a robot from its URDF and the operator's choices. The arm is the choices' joints, or all that
 * move between base and tip; joints that turn without end get two turns; what moves but is neither arm nor
 * finger stands still at 0. Meshes are their bounding boxes by `resolveMesh`. Throws UrdfFault, naming the
 * element, for whatever cannot be a robot arm.
 */
export function modelFromUrdf(
  urdfText: string,
  choices: ModelChoices,
  resolveMesh: ResolveMesh = () => null,
  gripperHints: GripperHints = {},
): ReadUrdf {
  const remarks = new Set<string>();
  const remark = (text: string) => void (remarks.size < mostRemarks && remarks.add(text));
  const robot = readRobotElement(urdfText);
  const name = required(robot, 'name').slice(0, 200);
  const linkElements = robot.children('link');
  if (linkElements.length > mostLinks) {
    throw new UrdfFault(`The URDF has ${linkElements.length} links; up to ${mostLinks} are read.`);
  }
  const allJoints = robot.children('joint').map(readJoint);
  const linkNames = linkElements.map((link) => required(link, 'name'));
  const root = rootOf(linkNames, allJoints);
  const linkNamed = (link: string, role: string): string => {
    if (!linkNames.includes(link)) throw new UrdfFault(`The ${role} "${link}" is no link of the URDF.`);
    return link;
  };
  const baseFrame = choices.baseFrame ? linkNamed(choices.baseFrame, 'base frame') : root;
  const joints = jointsFrom(baseFrame, allJoints, remark);
  const tcpFrame = choices.tcpFrame
    ? linkNamed(choices.tcpFrame, 'tip frame')
    : likelyTip(baseFrame, joints, remark);
  const path = pathTo(tcpFrame, baseFrame, joints);
  if (!path) throw new UrdfFault(`No joints lead from the base "${baseFrame}" to the tip "${tcpFrame}".`);
  const armJointNames = armOf(path, choices, baseFrame, tcpFrame);
  for (const limited of Object.keys(choices.limits)) {
    if (!joints.some((joint) => joint.name === limited)) {
      throw new UrdfFault(`The profile limits joint "${limited}", which is not in the URDF.`);
    }
  }

  const lastArm = path.findLast((joint) => joint.name === armJointNames.at(-1))!;
  const behindArm = joints.filter(
    (joint) =>
      moves(joint) && !armJointNames.includes(joint.name) && pathTo(joint.parent, lastArm.child, joints),
  );
  const found = findGripper(behindArm, tcpFrame, choices, gripperHints, remark);
  const arm = joints.filter((joint) => armJointNames.includes(joint.name));
  const modelJoints = joints.map((joint): Joint => {
    const finger = found.fingers.get(joint.name);
    if (finger) return finger;
    const { name, parent, child, origin } = joint;
    if (arm.includes(joint)) {
      const type = joint.type === 'prismatic' ? 'prismatic' : 'revolute';
      return { name, type, parent, child, origin, axis: joint.axis, limits: limitsOf(joint, choices) };
    }
    return {
      name,
      type: 'fixed',
      parent,
      child,
      origin: standing(joint, behindArm, remark),
      axis: [0, 0, 1],
    };
  });

  const materials = new Map<string, string>();
  for (const material of robot.children('material')) {
    const color = colorOf(material);
    if (color) materials.set(material.attribute('name') ?? '', color);
  }
  const kept = new Set([baseFrame, ...joints.map((joint) => joint.child)]);
  const links = linkElements
    .filter((_, i) => kept.has(linkNames[i]!))
    .map((element) => {
      const childOrigins = joints
        .filter((joint) => joint.parent === element.attribute('name'))
        .map((joint): Vec3 => joint.origin.position);
      return readLink(element, { resolveMesh, materials, childOrigins, remark });
    });

  const model: RobotModel = {
    name,
    baseFrame,
    links: [...links, ...found.added.links],
    joints: [...modelJoints, ...found.added.joints],
    armJointNames,
    gripper: found.gripper,
    tcpFrame,
    home: homeOf(armJointNames, modelJoints, choices, remark),
  };
  const checked = robotModelSchema.safeParse(model);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new UrdfFault(`The URDF makes no usable model: ${issue?.path.join('.')}: ${issue?.message}.`);
  }
  return { model, remarks: [...remarks] };
}

const moves = (joint: UrdfJoint): boolean => joint.type !== 'fixed';

/** Where a joint that this program does not move holds its child. */
function standing(joint: UrdfJoint, gripper: readonly UrdfJoint[], remark: (text: string) => void): Pose {
  if (!moves(joint)) return joint.origin;
  if (joint.type === 'planar' || joint.type === 'floating') {
    throw new UrdfFault(
      `Joint "${joint.name}" is ${joint.type}, which no arm or gripper of this program can have.`,
    );
  }
  if (!gripper.includes(joint)) {
    remark(`Joint "${joint.name}" is neither arm nor gripper: in the model it stands at 0. Keep it there.`);
  }
  const lower = joint.limit && joint.type !== 'continuous' ? limitAt(joint, 'lower') : 0;
  const upper = joint.limit && joint.type !== 'continuous' ? limitAt(joint, 'upper') : 0;
  const value = lower > 0 ? lower : upper < 0 ? upper : 0;
  if (value === 0) return joint.origin;
  const [x, y, z] = joint.axis;
  return compose(
    joint.origin,
    joint.type === 'prismatic'
      ? { position: [x * value, y * value, z * value], orientation: [0, 0, 0, 1] }
      : { position: [0, 0, 0], orientation: quatFromAxisAngle(joint.axis, value) },
  );
}

function limitAt(joint: UrdfJoint, end: 'lower' | 'upper'): number {
  const value = Number(joint.limit?.attribute(end) ?? 0);
  return Number.isFinite(value) && Math.abs(value) < 100 ? value : 0;
}

/** The frame that looks most like the one between the fingertips. */
function likelyTip(base: string, joints: readonly UrdfJoint[], remark: (text: string) => void): string {
  const ends = joints.map((joint) => joint.child);
  const named = [
    /(^|_)tcp(_|$)|tool_?cent(er|re)/i,
    /(^|_)tool0$|(^|_)ee(_link)?$|end_?effector|(^|_)flange$/i,
  ]
    .map((pattern) => ends.filter((end) => pattern.test(end)).at(-1))
    .find((end) => end !== undefined);
  const depth = (end: string) => (pathTo(end, base, joints) ?? []).filter(moves).length;
  const tip =
    named ?? ends.reduce<string | undefined>((a, b) => (a && depth(a) >= depth(b) ? a : b), undefined);
  if (!tip) throw new UrdfFault('The URDF has no joints, so it is no arm.');
  remark(`The profile names no tip frame: "${tip}" is taken. Its z must approach and its y must close.`);
  return tip;
}

function armOf(
  path: readonly UrdfJoint[],
  choices: ModelChoices,
  base: string,
  tip: string,
): readonly string[] {
  const moving = path.filter(moves);
  const mimicking = moving.find((joint) => joint.mimic);
  if (mimicking) throw new UrdfFault(`Joint "${mimicking.name}" between base and tip follows another one.`);
  const strange = moving.find((joint) => joint.type === 'planar' || joint.type === 'floating');
  if (strange) throw new UrdfFault(`Joint "${strange.name}" between base and tip is ${strange.type}.`);
  if (moving.length === 0)
    throw new UrdfFault(`Nothing moves between the base "${base}" and the tip "${tip}".`);
  if (moving.length > 16) throw new UrdfFault(`The arm has ${moving.length} joints; up to 16 are possible.`);
  const names = moving.map((joint) => joint.name);
  const chosen = choices.armJointNames;
  if (!chosen) return names;
  const missing = chosen.find((name) => !names.includes(name));
  if (missing !== undefined) {
    throw new UrdfFault(
      `Arm joint "${missing}" does not move the tip "${tip}" (these do: ${names.join(', ')}).`,
    );
  }
  const other = names.find((name) => !chosen.includes(name));
  if (other !== undefined)
    throw new UrdfFault(`Joint "${other}" moves the tip too, but is not among the arm's joints.`);
  if (names.some((name, i) => name !== chosen[i])) {
    throw new UrdfFault(`The arm's joints are not in order from base to tip, which is: ${names.join(', ')}.`);
  }
  return names;
}

function homeOf(
  names: readonly string[],
  joints: readonly Joint[],
  choices: ModelChoices,
  remark: (text: string) => void,
): readonly number[] {
  const limits = names.map((name) => joints.find((joint) => joint.name === name)!.limits!);
  if (!choices.home) {
    remark('The profile has no home posture: all joints at 0, or in the middle where they cannot be.');
    return limits.map(({ lower, upper }) => (lower < 0 && upper > 0 ? 0 : (lower + upper) / 2));
  }
  if (choices.home.length !== names.length) {
    throw new UrdfFault(`The home posture has ${choices.home.length} joints; the arm has ${names.length}.`);
  }
  for (const [j, value] of choices.home.entries()) {
    const { lower, upper } = limits[j]!;
    if (!(value >= lower && value <= upper)) {
      throw new UrdfFault(
        `At home joint "${names[j]}" would stand at ${value}, outside ${lower} to ${upper}.`,
      );
    }
  }
  return choices.home;
}
