import type { EpisodeDetail } from '../../shared/contract/recorderContract';
import { bundledRobots } from '../../shared/robot/bundledRobots';
import { armValues, forwardKinematics } from '../../shared/robot/forwardKinematics';
import type { RobotModel } from '../../shared/robot/robotModel';
import type { PlannedPosture } from '../plan/samplePlan';
import { lastAt } from './jointRows';
import type { EpisodeNouns } from './readEpisode';

/** The robot of a recording: as it says itself, or one that the console knows whose joints bear these names. */
export function robotOf({ robot }: EpisodeNouns, { joints }: EpisodeDetail): RobotModel | null {
  const known = Object.values(bundledRobots).find(({ armJointNames }) =>
    armJointNames.every((name) => joints.names.includes(name)),
  );
  return robot ?? known ?? null;
}

/** Where the joints were measured at a time of the episode (s); null where none of the arm's were recorded. */
export function measuredAt(
  { joints }: EpisodeDetail,
  robot: RobotModel,
  timeSec: number,
): PlannedPosture | null {
  const { names, timeSec: times, positions } = joints;
  if (times.length === 0) return null;
  const before = Math.max(0, lastAt(times, timeSec));
  const after = Math.min(times.length - 1, before + 1);
  const span = times[after]! - times[before]!;
  const share = span > 0 ? Math.min(1, Math.max(0, (timeSec - times[before]!) / span)) : 0;
  const at = (name: string) => {
    const row = positions[names.indexOf(name)];
    return row && row[before]! + share * (row[after]! - row[before]!);
  };
  const arm = robot.armJointNames.map(at);
  if (!arm.every((value) => value !== undefined)) return null;
  const fingers = robot.gripper.fingerJointNames.map(at);
  const width = fingers.every((value) => value !== undefined) ? fingers[0]! + fingers[1]! : null;
  return { positions: arm, gripperWidth: width };
}

/** So many places of the tip make its way. */
const pathPoints = 240;

/** The way that the point between the fingertips took, in the base frame (m). */
export function tipPath(
  detail: EpisodeDetail,
  robot: RobotModel,
): readonly (readonly [number, number, number])[] {
  const { timeSec } = detail.joints;
  const step = Math.max(1, Math.ceil(timeSec.length / pathPoints));
  return timeSec.flatMap((time, i) => {
    const posture = i % step === 0 || i === timeSec.length - 1 ? measuredAt(detail, robot, time) : null;
    const tip = posture && forwardKinematics(robot, armValues(robot, posture.positions)).get(robot.tcpFrame);
    return tip ? [tip.position] : [];
  });
}
