import type { ModelChoices, Ros2Profile } from '../../shared/contract/connection';
import { bundledRobots } from '../../shared/robot/bundledRobots';
import type { Joint, RobotModel } from '../../shared/robot/robotModel';
import { modelFromUrdf } from '../../shared/robot/urdf/readUrdf';

/**
 * The model of the robot that a profile names, with the profile's choices in it. `urdf`: the text of the
 * topic or file where the source is one. Throws in words.
 */
export function robotModelOf({ model, gripper }: Ros2Profile, urdf: string | null): RobotModel {
  const { source } = model;
  if (source.kind === 'bundled') return withChoices(bundledRobots[source.name], model);
  if (urdf === null) throw new Error('The robot description has not come.');
  const hints =
    gripper.kind === 'none' ? {} : { maxWidth: gripper.scale.open.width, maxForce: gripper.maxEffort };
  return modelFromUrdf(urdf, model, undefined, hints).model;
}

/** A bundled model with the profile's home, and with its limits where they are narrower. */
function withChoices(robot: RobotModel, { home, limits, armJointNames }: ModelChoices): RobotModel {
  if (armJointNames && armJointNames.join() !== robot.armJointNames.join()) {
    throw new Error(
      `The bundled ${robot.name} has the joints ${robot.armJointNames.join(', ')}. Take its description from a topic or a file to use other names.`,
    );
  }
  const stranger = Object.keys(limits).find((name) => !robot.joints.some((joint) => joint.name === name));
  if (stranger)
    throw new Error(`The profile limits the joint "${stranger}", which ${robot.name} does not have.`);
  if (home && home.length !== robot.home.length) {
    throw new Error(`The profile's home has ${home.length} joints; ${robot.name} has ${robot.home.length}.`);
  }
  const joints = robot.joints.map((joint): Joint => {
    const softer = limits[joint.name];
    if (!softer || !joint.limits) return joint;
    const { lower, upper, velocity, acceleration } = joint.limits;
    return {
      ...joint,
      limits: {
        ...joint.limits,
        lower: Math.max(lower, softer.lower ?? lower),
        upper: Math.min(upper, softer.upper ?? upper),
        velocity: Math.min(velocity, softer.velocity ?? velocity),
        acceleration: Math.min(acceleration, softer.acceleration ?? acceleration),
      },
    };
  });
  return { ...robot, joints, home: home ?? robot.home };
}
