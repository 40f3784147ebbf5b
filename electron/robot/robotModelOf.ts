import type { GripperChannel, ModelChoices } from '../../shared/contract/connection';
import { bundledRobots } from '../../shared/robot/bundledRobots';
import { fixed, frameOnly } from '../../shared/robot/jointBuilders';
import type { RobotModel } from '../../shared/robot/robotModel';
import { modelFromUrdf, type ReadUrdf } from '../../shared/robot/urdf/readUrdf';
import type { ResolveMesh } from '../../shared/robot/urdf/urdfBodies';
import { narrow } from '../../shared/robot/urdf/urdfLimits';

/**
 * The model of the robot that a profile names, with the profile's choices in it, and remarks for the
 * operator. `urdf`: the text of the topic or file where the source is one. Throws in words.
 */
export function robotModelOf(
  choices: ModelChoices,
  gripper: GripperChannel,
  urdf: string | null,
  resolveMesh?: ResolveMesh,
): ReadUrdf {
  if (choices.source.kind === 'bundled') {
    const model = chosen(bundledRobots[choices.source.name], choices);
    return { model: withTip(model, choices), remarks: [] };
  }
  if (urdf === null) throw new Error('The robot description has not come.');
  const hints =
    gripper.kind === 'none' ? {} : { maxWidth: gripper.scale.open.width, maxForce: gripper.maxEffort };
  const { model, remarks } = modelFromUrdf(urdf, choices, resolveMesh, hints);
  return { model: withTip(model, choices), remarks };
}

/** A frame of its own for the point between the fingertips, where the profile puts one. */
const tipFrame = 'r1_fingertips';

function withTip(model: RobotModel, { tcpOffset }: ModelChoices): RobotModel {
  if (!tcpOffset) return model;
  return {
    ...model,
    tcpFrame: tipFrame,
    links: [...model.links, frameOnly(tipFrame)],
    joints: [...model.joints, fixed(`${tipFrame}_joint`, model.tcpFrame, tipFrame, tcpOffset)],
  };
}

/** A bundled model with the choices that a model can take: its tip, its home, and tighter limits. */
function chosen(model: RobotModel, choices: ModelChoices): RobotModel {
  const { limits, tcpFrame = model.tcpFrame, home = model.home } = choices;
  const names = new Set(model.armJointNames);
  const unknown = Object.keys(limits).find((name) => !names.has(name));
  if (unknown) throw new Error(`The bundled model "${model.name}" has no arm joint "${unknown}".`);
  if (choices.armJointNames && choices.armJointNames.join() !== model.armJointNames.join()) {
    throw new Error(
      `The bundled model "${model.name}" has the arm joints ${model.armJointNames.join(', ')}. Take the description from a topic or a file to use other names.`,
    );
  }
  if (tcpFrame !== model.baseFrame && !model.joints.some((joint) => joint.child === tcpFrame)) {
    throw new Error(`The bundled model "${model.name}" has no frame "${tcpFrame}".`);
  }
  if (home.length !== model.armJointNames.length) {
    throw new Error(`Home names ${home.length} joints, the robot has ${model.armJointNames.length}.`);
  }
  return {
    ...model,
    tcpFrame,
    home,
    joints: model.joints.map((joint) => {
      const by = Object.hasOwn(limits, joint.name) ? limits[joint.name] : undefined;
      return by && joint.limits ? { ...joint, limits: narrow(joint.name, joint.limits, by) } : joint;
    }),
  };
}
