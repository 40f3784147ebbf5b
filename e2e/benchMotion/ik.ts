import oracle from '../../resources/recipe/oracles/ik-clik.json';
import { findIk } from '../../shared/motion/findIk';
import { createKinematics, tipPose } from '../../shared/motion/kinematics';
import { motionLimits } from '../../shared/motion/limits';
import { bundledRobots } from '../../shared/robot/bundledRobots';
import type { RobotModel } from '../../shared/robot/robotModel';
import { createRandom } from '../../shared/scene/random';

/** Poses of each robot, and the seed they are drawn from: the oracle solves the same. */
const { poses, seed } = oracle;
/** m and rad: what counts as reached. */
const tolerance = 1e-4;

interface IkFigures {
  readonly reached: number;
  /** ms, of this process's own computing: what other programs take of the machine is left out. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly longestMs: number;
  /** ms by the clock. */
  readonly clockP95Ms: number;
}

/** Solves poses made by forward kinematics of postures drawn evenly inside the limits, from home. */
export function measureIk(robot: RobotModel): IkFigures {
  const kinematics = createKinematics(robot);
  const limits = motionLimits(robot);
  const random = createRandom(seed);
  // The first call works the starts out, as the first plan after connecting does.
  findIk(kinematics, limits, tipPose(kinematics, robot.home), robot.home);
  let reached = 0;
  const computed: number[] = [];
  const clock: number[] = [];
  for (let n = 0; n < poses; n++) {
    const posture = limits.lower.map((low, j) => random.uniform(low, limits.upper[j]!));
    const target = tipPose(kinematics, posture);
    const [usage, began] = [process.cpuUsage(), performance.now()];
    const { positionError, rotationError } = findIk(kinematics, limits, target, robot.home);
    clock.push(performance.now() - began);
    const { user, system } = process.cpuUsage(usage);
    computed.push((user + system) / 1000);
    if (positionError < tolerance && rotationError < tolerance) reached++;
  }
  const share = (values: number[], part: number) =>
    values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(part * values.length))]!;
  return {
    reached,
    p50Ms: share(computed, 0.5),
    p95Ms: share(computed, 0.95),
    longestMs: share(computed, 1),
    clockP95Ms: share(clock, 0.95),
  };
}

/** The inverse kinematics part of the motion bench. */
export async function run(): Promise<{ name: string; rows: readonly (readonly [string, string])[] }> {
  const rows = Object.values(bundledRobots).map((robot): readonly [string, string] => {
    const ours = measureIk(robot);
    const theirs = oracle.robots[robot.name as keyof typeof oracle.robots];
    const own = `${ours.reached}/${poses}, p50 ${ours.p50Ms.toFixed(2)} ms, p95 ${ours.p95Ms.toFixed(2)} ms (clock ${ours.clockP95Ms.toFixed(2)}), longest ${ours.longestMs.toFixed(1)} ms`;
    return [robot.name, `${own}; pinocchio CLIK ${theirs.reached}/${poses}, p95 ${theirs.p95Ms} ms`];
  });
  return { name: `inverse kinematics, ${poses} poses within 0.1 mm and 0.1 mrad`, rows };
}
