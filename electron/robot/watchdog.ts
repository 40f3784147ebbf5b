import { approvalLimits } from '../../shared/session/approval';

/** What is watched while a plan runs; all of it measured or timed by this process. */
export interface WatchSituation {
  /** Age of the newest measured joint state (ms). */
  readonly jointAgeMs: number;
  /** Time since the console's page and main last said that they live (ms); null: gone. */
  readonly heartbeatAgeMs: { readonly renderer: number | null; readonly main: number | null };
  /** Why nothing can be recorded, in words; null while something can. */
  readonly recorderProblem: string | null;
  /** Who else commands the robot, in words. */
  readonly otherCommander: string | null;
  /** Largest distance of a joint from where the plan wants it now, and how far it may be (rad). */
  readonly errorRad: number;
  readonly pathTolerance: number;
  /** Time since the start and the most that the plan may take (s, robot's clock). */
  readonly elapsedSec: number;
  readonly allowedSec: number;
  /** The same by this process's own clock (s): a robot whose clock crawls cannot run for ever. */
  readonly ownElapsedSec: number;
  /** Time in the gripper segment that runs, and the most it may take (s); null in a trajectory. */
  readonly gripper: { readonly elapsedSec: number; readonly timeoutSec: number } | null;
}

type Watch = (situation: WatchSituation) => string | null;

const { jointStateFreshMs, heartbeatSilenceMs } = approvalLimits;
/** How much longer than by the robot's clock a plan may take by this process's own. */
const ownClockSlack = 3;

const silent = (ageMs: number | null) => ageMs === null || ageMs > heartbeatSilenceMs;

/** Each returns why the motion must end, in words for the operator, or null. */
export const watches = {
  jointSilence: ({ jointAgeMs }) =>
    jointAgeMs > jointStateFreshMs ? `No joint state came for ${Math.round(jointAgeMs)} ms.` : null,

  tracking: ({ errorRad, pathTolerance }) =>
    // Written so that NaN stops.
    errorRad <= pathTolerance
      ? null
      : `A joint was ${errorRad.toFixed(3)} rad off its path; ${pathTolerance} rad are allowed.`,

  rendererHeartbeat: ({ heartbeatAgeMs }) =>
    silent(heartbeatAgeMs.renderer) ? 'The console window went silent.' : null,

  mainHeartbeat: ({ heartbeatAgeMs }) =>
    silent(heartbeatAgeMs.main) ? 'The main process went silent.' : null,

  recorder: ({ recorderProblem }) =>
    recorderProblem === null ? null : `Nothing moves unrecorded: ${recorderProblem}`,

  otherCommander: ({ otherCommander }) =>
    otherCommander === null ? null : `Somebody else commands the robot: ${otherCommander}`,

  executionTime: ({ elapsedSec, ownElapsedSec, allowedSec }) =>
    elapsedSec <= allowedSec && ownElapsedSec <= ownClockSlack * allowedSec
      ? null
      : `The motion took longer than the ${allowedSec.toFixed(1)} s that it may take.`,

  gripperTime: ({ gripper }) =>
    gripper === null || gripper.elapsedSec <= gripper.timeoutSec
      ? null
      : `The gripper did not finish within ${gripper.timeoutSec} s.`,
} as const satisfies Readonly<Record<string, Watch>>;

/** The first reason to stop, with the name of the watch; null when there is none. */
export function reasonToStop(situation: WatchSituation): { check: string; text: string } | null {
  for (const [check, watch] of Object.entries(watches)) {
    const text = watch(situation);
    if (text !== null) return { check, text };
  }
  return null;
}
