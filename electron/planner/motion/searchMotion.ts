import type { CheckedMotion, MotionChecker, MotionVerdict } from '../../../shared/collision/checkMotion';
import type { SceneMap } from '../../../shared/collision/sceneMap';
import type { Phase } from '../../../shared/contract/plan';
import type { PlanFailure } from '../../../shared/contract/plannerContract';
import type { RankedGrasp } from '../graspQuality';
import type { GroundedObject } from '../perception/groundBox';
import type { GroundedPath } from '../perception/groundWaypoints';
import { nextSteps, PlanningError } from '../planningError';
import { type Arm, type TaskGeometry, taskGeometry } from './taskGeometry';
import { taskSituation } from './taskSituations';
import { densePostures, type TimedMove, timeMoves } from './timeMoves';

export interface SearchInput {
  readonly arm: Arm;
  readonly checker: MotionChecker;
  readonly map: SceneMap;
  readonly start: readonly number[];
  readonly object: GroundedObject;
  readonly path: GroundedPath;
  /** In order of preference. */
  readonly grasps: readonly RankedGrasp[];
  /** What stands on the table was not seen: come from above and carry high from the first. */
  readonly blind: boolean;
  /** Index of the one to begin with; those before it come last. */
  readonly firstGrasp: number;
  readonly speedScale: number;
  /** ms, from any start: for the report of how long the stages took. */
  readonly nowMs: () => number;
}

export interface FoundMotion {
  readonly geometry: TaskGeometry;
  readonly timed: readonly TimedMove[];
  readonly verdict: MotionVerdict;
  /** Grasps and ways tried, this one among them. */
  readonly tried: number;
  /** Which of the grasps it is (from 1), and how many there were. */
  readonly choice: { readonly number: number; readonly count: number };
}

export type SearchResult =
  | { readonly ok: true; readonly found: FoundMotion; readonly stagesMs: StagesMs }
  | { readonly ok: false; readonly failures: readonly PlanFailure[]; readonly stagesMs: StagesMs };

export type StagesMs = Readonly<Record<'kinematics' | 'timing' | 'collision', number>>;

/** Different reasons are told, but not more than an operator reads. */
const mostFailures = 4;

/**
 * The first grasp, in order of preference, that the arm can carry through without touching anything: its
 * ways are solved and roughly checked, then timed, then checked as they will run. Where swinging to the
 * object or home is in the way of something, the longer way over it is tried.
 */
export function searchMotion(input: SearchInput): SearchResult {
  const stages = { kinematics: 0, timing: 0, collision: 0 };
  const timed = <T>(stage: keyof typeof stages, work: () => T): T => {
    const before = input.nowMs();
    try {
      return work();
    } finally {
      stages[stage] += input.nowMs() - before;
    }
  };
  const failures: PlanFailure[] = [];
  let tried = 0;
  const { grasps, firstGrasp } = input;
  const count = grasps.length;
  for (let i = 0; i < count; i++) {
    const index = (firstGrasp + i) % count;
    const grasp = grasps[index]!;
    let over: Over = { swinging: input.blind, carrying: input.blind ? higher.step : 0 };
    for (;;) {
      tried++;
      const attempt = tryGrasp(input, grasp, over, timed);
      if (attempt.ok) {
        const choice = { number: index + 1, count };
        return { ok: true, found: { ...attempt.found, tried, choice }, stagesMs: stages };
      }
      if (!failures.some((failure) => failure.text === attempt.failure.text)) failures.push(attempt.failure);
      const next = wayOver(over, attempt.phase);
      if (!next) break;
      over = next;
    }
  }
  return { ok: false, failures: failures.slice(0, mostFailures), stagesMs: stages };
}

type Attempt =
  | { readonly ok: true; readonly found: Omit<FoundMotion, 'tried' | 'choice'> }
  | {
      readonly ok: false;
      readonly failure: PlanFailure;
      /** In which something that the camera saw, or the robot itself, was in the way. */
      readonly phase?: Phase;
    };

/** Ways that go over what is in the way: to the object and home from straight above; m that it is carried higher. */
interface Over {
  readonly swinging: boolean;
  readonly carrying: number;
}
const higher = { step: 0.07, most: 0.14 };

/** The next way to try after one that failed in a phase; undefined if none would help. */
function wayOver({ swinging, carrying }: Over, phase: Phase | undefined): Over | undefined {
  if ((phase === 'approach' || phase === 'home') && !swinging) return { swinging: true, carrying };
  if (phase !== 'transport' || carrying + higher.step > higher.most + 1e-9) return undefined;
  return { swinging, carrying: carrying + higher.step };
}

function tryGrasp(
  { arm, checker, map, start, object, path, speedScale }: SearchInput,
  grasp: RankedGrasp,
  over: Over,
  measured: <T>(stage: keyof StagesMs, work: () => T) => T,
): Attempt {
  try {
    const geometry = measured('kinematics', () =>
      taskGeometry(arm, start, grasp, path, over.swinging, over.carrying),
    );
    const { gripper } = arm.kinematics.robot;
    const inSituation = ({ phase, postures }: TaskGeometry['moves'][number]): CheckedMotion => ({
      phase,
      positions: postures,
      ...taskSituation(phase, object, grasp, path, gripper.maxWidth),
    });
    const released = (moves: readonly TaskGeometry['moves'][number][]): CheckedMotion[] =>
      moves.flatMap((move) => [
        inSituation(move),
        // Where it ends lowering, the fingers open.
        ...(move.phase === 'lower'
          ? [inSituation({ phase: 'release', postures: move.postures.slice(-1) })]
          : []),
      ]);
    const rough = measured('collision', () => checker.check(map, released(geometry.moves)));
    if (rough.problem) return touched(rough);
    const timed = measured('timing', () => timeMoves(arm.kinematics, geometry.moves, speedScale));
    const verdict = measured('collision', () =>
      checker.check(map, released(timed.map((move) => ({ ...move, postures: densePostures(move.points) })))),
    );
    if (verdict.problem) return touched(verdict);
    return { ok: true, found: { geometry, timed, verdict } };
  } catch (error) {
    if (error instanceof PlanningError) return { ok: false, failure: error.toFailure() };
    throw error;
  }
}

function touched(verdict: MotionVerdict): Attempt {
  const { check, phase, text } = verdict.problem!;
  const next =
    check === 'scene'
      ? nextSteps.moveObject
      : check === 'fences'
        ? nextSteps.otherFences
        : nextSteps.otherPlace;
  return {
    ok: false,
    failure: new PlanningError('collision', text, next).toFailure(),
    phase,
  };
}
