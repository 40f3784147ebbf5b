import { createRobotFilter } from '../../shared/collision/robotFilter';
import type { Params, Result } from '../../shared/contract/channel';
import type { Observation } from '../../shared/contract/common';
import type { plannerContract } from '../../shared/contract/plannerContract';
import type { RobotState } from '../../shared/contract/robotContract';
import { mm } from '../../shared/geometry/millimetres';
import type { Kinematics } from '../../shared/motion/kinematics';
import { groundBox } from './perception/groundBox';
import { createPointCloud } from './perception/pointCloud';
import { createSceneMap } from './perception/sceneMap';
import { PlanningError } from './planningError';

export type Verification = Result<typeof plannerContract, 'verifyPlacement'>;

/**
 * Judges from a new picture whether an object lies where it was to be put: what the box marks is placed
 * in space by depth (only what is inside the box: an object in a bowl touches it), and its middle is
 * compared with the place, horizontally. The robot, where it is known, is not taken for the object.
 */
export function verifyPlacement(
  {
    box,
    expected,
    radius,
  }: Pick<Params<typeof plannerContract, 'verifyPlacement'>, 'box' | 'expected' | 'radius'>,
  observation: Observation,
  depth: Float32Array | null,
  robot: { readonly kinematics: Kinematics; readonly state: RobotState } | null,
): Verification {
  const cannotTell = (text: string): Verification => ({
    outcome: 'cannotTell',
    measured: null,
    distance: null,
    text: `${text} Look at the picture and judge by eye.`.slice(0, 500),
  });
  if (!box) return cannotTell('The model does not find the object on the new picture.');
  if (!depth) return cannotTell('The new picture has no depth.');
  try {
    const cloud = createPointCloud(observation.camera, depth);
    const isRobot = robot
      ? createRobotFilter(robot.kinematics, robot.state.positions, robot.state.gripperWidth)
      : () => false;
    const { center } = groundBox(cloud, createSceneMap(cloud, isRobot), box, { grow: false });
    const distance = Math.hypot(center[0] - expected[0], center[1] - expected[1]);
    const there = distance <= radius;
    return {
      outcome: there ? 'there' : 'notThere',
      measured: [...center],
      distance,
      text: there
        ? `The object lies ${mm(distance)} from the middle of its place; up to ${mm(radius)} counts as placed.`
        : `The object lies ${mm(distance)} from where it should be; up to ${mm(radius)} counts as placed. Take a new picture and ask again, or put it right by hand.`,
    };
  } catch (error) {
    if (error instanceof PlanningError) return cannotTell(error.message);
    throw error;
  }
}
