import type { DatasetDescription, ImportOrder } from '../../../shared/contract/exporterContract';
import { type BundledRobotName, bundledRobotNames, bundledRobots } from '../../../shared/robot/bundledRobots';
import type { RobotModel } from '../../../shared/robot/robotModel';
import { ExportProblem } from '../exportProblem';

/** Which element of a data set's state each joint is. */
export interface JointMap {
  readonly robot: RobotModel;
  /** Of each arm joint. */
  readonly arm: readonly number[];
  /** The opening between the fingertips (m), or each finger by itself; null: the data set does not tell. */
  readonly gripper: { readonly width: number } | { readonly fingers: readonly number[] } | null;
}

/** A joint may be so far outside its limits (rad): measured ones are, a little. */
const limitSlack = 0.05;

/** LeRobot users write "shoulder.pos" for the position of "shoulder". */
const plainName = (name: string) => name.replace(/[._]pos(ition)?$/, '');

/** The joints of a robot by their names; undefined where one of the arm's is missing. */
export function mapByName(names: readonly string[], robot: RobotModel): JointMap | undefined {
  const plain = names.map(plainName);
  const arm = robot.armJointNames.map((name) => plain.indexOf(name));
  if (arm.includes(-1)) return undefined;
  const width = names.indexOf('gripper.width');
  const fingers = robot.gripper.fingerJointNames.map((name) => plain.indexOf(name));
  return { robot, arm, gripper: width >= 0 ? { width } : fingers.includes(-1) ? null : { fingers } };
}

/** The robot whose joints a data set names, or in words why there is none. */
export function robotOf(
  names: readonly string[],
  length: number,
): Pick<DatasetDescription, 'robot' | 'mismatch'> {
  const robot = bundledRobotNames.find((name) => mapByName(names, bundledRobots[name]));
  if (robot) return { robot, mismatch: null };
  const said =
    names.length === 0
      ? `The data set does not name the ${length} values of its state.`
      : `The data set's state is ${names.slice(0, 20).join(', ')}${names.length > 20 ? ' ...' : ''}: not the joints of a robot that the console knows.`;
  const known = bundledRobotNames.map((name) => {
    const joints = bundledRobots[name].armJointNames;
    return `${name} (${joints[0]} ... ${joints.at(-1)})`;
  });
  return { robot: null, mismatch: `${said} It knows ${known.join(', ')}.` };
}

/** Throws ExportProblem, in words, when the data set's values cannot be this robot's joints. */
export function jointMap(
  order: Pick<ImportOrder, 'robot' | 'joints'>,
  names: readonly string[],
  length: number,
): JointMap {
  const robot = bundledRobots[order.robot as BundledRobotName];
  if (order.joints === 'byName') {
    const map = mapByName(names, robot);
    if (map) return map;
    throw new ExportProblem(
      `${robotOf(names, length).mismatch ?? `The names in the data set are not those of the ${robot.name}.`} Choose the robot that it was recorded with and take the values in their order, if they are its joints.`,
    );
  }
  const count = robot.armJointNames.length;
  if (length < count) {
    throw new ExportProblem(
      `The ${robot.name} has ${count} joints, and the data set's state ${length} values.`,
    );
  }
  return { robot, arm: robot.armJointNames.map((_, i) => i), gripper: null };
}

/** The first value that the robot's joint cannot have, in words; undefined when all can be. */
export function limitProblem(map: JointMap, rows: readonly (readonly number[])[]): string | undefined {
  const { robot, arm } = map;
  for (const [i, name] of robot.armJointNames.entries()) {
    const limits = robot.joints.find((joint) => joint.name === name)?.limits;
    if (!limits) continue;
    for (const row of rows) {
      const value = row[arm[i]!] ?? Number.NaN;
      if (value >= limits.lower - limitSlack && value <= limits.upper + limitSlack) continue;
      return `${name} is at ${value.toFixed(3)} rad, and the ${robot.name}'s goes from ${limits.lower} to ${limits.upper}. Are these degrees, or another robot's joints?`;
    }
  }
  return undefined;
}

/** Arm joints, then fingers, of one row of the state (rad, m). */
export function bodyOf(map: JointMap, row: readonly number[]): { names: string[]; positions: number[] } {
  const { robot, arm, gripper } = map;
  const fingers = gripper ? robot.gripper.fingerJointNames : [];
  const finger = (i: number) =>
    gripper && 'width' in gripper ? (row[gripper.width] ?? 0) / 2 : (row[gripper?.fingers[i] ?? -1] ?? 0);
  return {
    names: [...robot.armJointNames, ...fingers],
    positions: [...arm.map((element) => row[element] ?? 0), ...fingers.map((_, i) => finger(i))],
  };
}

/** The opening between the fingertips (m) in a row; undefined where the data set does not tell. */
export function widthOf({ gripper }: JointMap, row: readonly number[]): number | undefined {
  if (!gripper) return undefined;
  if ('width' in gripper) return row[gripper.width];
  return gripper.fingers.reduce((sum, element) => sum + (row[element] ?? 0), 0);
}
