import type { RecordedPlan } from '../../shared/contract/recordedPlan';
import type { EpisodeDetail, JointCurves } from '../../shared/contract/recorderContract';
import type { ExecutionEvent } from '../../shared/contract/robotContract';
import { segmentSpans } from '../plan/planClock';
import { samplePlan } from '../plan/samplePlan';
import type { At, EpisodeNouns } from './readEpisode';

/**
 * A point of the charts: episode time, actual joints a1.. and planned ones p1.. (rad), how fast they moved
 * v1.. (rad/s), and how far they were from the plan e1.. (rad).
 */
export type JointRow = Readonly<Record<string, number | null>> & { readonly timeSec: number };

/** What was wanted of the arm at a time of the episode, or null when nothing was. */
type Planned = (timeSec: number) => {
  /** rad, in the order of the arm's joints; null where it was not told. */
  readonly positions: readonly (number | null)[];
  /** Opening between the fingertips (m); null before it is first told. */
  readonly gripperWidth: number | null;
} | null;

function plannedBy(plan: RecordedPlan, execution: readonly At<ExecutionEvent>[]): Planned {
  const spans = segmentSpans(plan);
  const first = execution[0];
  const last = execution.at(-1);
  if (!first || !last) return () => null;
  // The plan's clock against the episode's, as the execution events say it; between them it runs evenly.
  return (timeSec) => {
    if (timeSec < first.timeSec || timeSec > last.timeSec) return null;
    const before = execution.findLast((event) => event.timeSec <= timeSec) ?? first;
    const after = execution.find((event) => event.timeSec > timeSec);
    const ran = before.value.planTimeSec + (timeSec - before.timeSec);
    const planTime = after ? Math.min(ran, Math.max(before.value.planTimeSec, after.value.planTimeSec)) : ran;
    return samplePlan(plan, spans, planTime);
  };
}

/** The approved plans, each while it was executed: an episode may hold several. */
function plannedIn({ plans, execution }: EpisodeNouns): Planned {
  const byHash = new Map(plans.map(({ hash, value }) => [hash, value]));
  const runs = [...new Set(execution.map(({ value }) => value.planHash))].flatMap((hash) => {
    // Recordings whose events name no plan of theirs are of a time when there was one.
    const plan = byHash.get(hash) ?? (plans.length === 1 ? plans[0]?.value : undefined);
    return plan
      ? [
          plannedBy(
            plan,
            execution.filter(({ value }) => value.planHash === hash),
          ),
        ]
      : [];
  });
  return (timeSec) => {
    for (const run of runs) {
      const wanted = run(timeSec);
      if (wanted) return wanted;
    }
    return null;
  };
}

/** What another program's recording says that the controller was told, for half a second from each word. */
function plannedFrom(
  { names, timeSec: times, positions }: JointCurves,
  armJointNames: readonly string[],
): Planned {
  const rows = armJointNames.map((name) => positions[names.indexOf(name)]);
  return (timeSec) => {
    const place = lastAt(times, timeSec);
    if (place < 0 || timeSec - (times[place] ?? 0) > 0.5) return null;
    return { positions: rows.map((row) => row?.[place] ?? null), gripperWidth: null };
  };
}

/** Index of the last time that is not later; -1 if all are. */
export function lastAt(times: readonly number[], timeSec: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= timeSec) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** What was wanted of the arm: by the plans that were executed, or as another program's recording says. */
export function plannedAt(
  detail: EpisodeDetail,
  nouns: EpisodeNouns,
  armJointNames: readonly string[],
): Planned {
  return detail.desired ? plannedFrom(detail.desired, armJointNames) : plannedIn(nouns);
}

/** Actual and planned joints on one time axis, `count` rows at most. */
export function jointRows(
  detail: EpisodeDetail,
  nouns: EpisodeNouns,
  armJointNames: readonly string[],
  count: number,
): readonly JointRow[] {
  const { names, timeSec, positions } = detail.joints;
  const indices = armJointNames.map((name) => names.indexOf(name));
  const planned = plannedAt(detail, nouns, armJointNames);
  const step = Math.max(1, Math.ceil(timeSec.length / count));
  const rows: JointRow[] = [];
  for (let i = 0; i < timeSec.length; i += step) {
    const time = timeSec[i] ?? 0;
    const wanted = planned(time);
    const row: Record<string, number | null> & { timeSec: number } = { timeSec: time };
    const before = Math.max(0, i - 1);
    const after = Math.min(timeSec.length - 1, i + 1);
    const spanSec = (timeSec[after] ?? 0) - (timeSec[before] ?? 0);
    indices.forEach((index, joint) => {
      const curve = positions[index];
      const actual = curve?.[i] ?? null;
      const plan = wanted?.positions[joint] ?? null;
      const moved = (curve?.[after] ?? 0) - (curve?.[before] ?? 0);
      row[`a${joint + 1}`] = actual;
      row[`p${joint + 1}`] = plan;
      row[`v${joint + 1}`] = curve && spanSec > 0 ? moved / spanSec : null;
      row[`e${joint + 1}`] = actual === null || plan === null ? null : actual - plan;
    });
    rows.push(row);
  }
  return rows;
}
