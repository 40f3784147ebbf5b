import { importedRecordSchema } from '../../shared/contract/exporterContract';
import { jogRecordSchema } from '../../shared/contract/jog';
import { planSchema } from '../../shared/contract/plan';
import type { ReplayStep } from '../../shared/contract/plannerContract';
import type { EpisodeDetail } from '../../shared/contract/recorderContract';
import { executionEventSchema } from '../../shared/contract/robotContract';
import { sha256Hex } from '../../shared/motion/sha256';
import type { RobotModel } from '../../shared/robot/robotModel';
import { episodeTime, parseJson } from '../review/readEpisode';

/** s: after so long the fingers have closed on what there is. */
const closedAfterSec = 1.5;
/** m: fingers that stop this far before their goal hold something. */
const holding = 0.003;

/** N: data sets do not say with what force the fingers closed. */
const importedForce = 30;

interface Grip {
  readonly timeSec: number;
  readonly width: number;
  readonly force: number;
}

/**
 * A recorded motion as the planner takes it: the measured way of the arm, cut where the gripper was told to move;
 * or words for why there is none. What the fingers closed on is what was measured then.
 */
export function replaySteps(detail: EpisodeDetail, robot: RobotModel): readonly ReplayStep[] | string {
  const { names, timeSec, positions } = detail.joints;
  const order = robot.armJointNames.map((name) => names.indexOf(name));
  if (order.includes(-1)) return `This episode was not recorded with the ${robot.name}.`;
  const fingers = robot.gripper.fingerJointNames.map((name) => names.indexOf(name));
  const at = (i: number) => order.map((j) => positions[j]![i]!);
  const widthAt = (sec: number) => {
    const i = timeSec.findIndex((t) => t >= sec);
    return fingers.includes(-1) || i < 0 ? undefined : fingers.reduce((sum, j) => sum + positions[j]![i]!, 0);
  };
  const steps: ReplayStep[] = [];
  let next = 0;
  const arm = (untilSec: number) => {
    const way: number[][] = [];
    for (; next < timeSec.length && timeSec[next]! <= untilSec; next++) way.push(at(next));
    if (way.length > 0) steps.push({ type: 'motion', positions: way });
  };
  for (const { timeSec: sec, width, force } of gripsOf(detail)) {
    arm(sec);
    const closed = widthAt(sec + closedAfterSec);
    const holds = closed !== undefined && closed > width + holding ? { holds: closed } : {};
    steps.push({ type: 'gripper', width, force, ...holds });
  }
  arm(Number.POSITIVE_INFINITY);
  if (!steps.some(({ type }) => type === 'motion')) return 'Nothing of the arm was recorded in this episode.';
  return steps;
}

/** When the gripper was told what: by jogging, by the plans that were executed, or as a data set has it. */
function gripsOf(detail: EpisodeDetail): Grip[] {
  const plans = new Map<string, ReturnType<typeof planSchema.safeParse>['data']>();
  return detail.records.flatMap((link): Grip[] => {
    const timeSec = episodeTime(detail, link);
    if (link.kind === 'plan')
      plans.set(sha256Hex(link.json), planSchema.safeParse(parseJson(link.json)).data);
    if (link.kind === 'jog') {
      const jog = jogRecordSchema.safeParse(parseJson(link.json)).data;
      return jog?.type === 'gripper' ? [{ timeSec, width: jog.width, force: jog.maxEffort }] : [];
    }
    if (link.kind === 'imported') {
      const grips = importedRecordSchema.safeParse(parseJson(link.json)).data?.grips ?? [];
      return grips.map((grip) => ({ ...grip, force: importedForce }));
    }
    if (link.kind !== 'execution') return [];
    const event = executionEventSchema.safeParse(parseJson(link.json)).data;
    const segment = event && plans.get(event.planHash)?.segments[event.segmentIndex];
    return event?.type === 'segmentStarted' && segment?.type === 'gripper'
      ? [{ timeSec, width: segment.width, force: segment.force }]
      : [];
  });
}
