import type { Plan } from '../../shared/contract/plan';
import type { EpisodeDetail } from '../../shared/contract/recorderContract';
import type { ExecutionEvent } from '../../shared/contract/robotContract';
import { segmentSpans } from '../plan/planClock';
import { samplePlan } from '../plan/samplePlan';
import type { At, EpisodeNouns } from './readEpisode';

/** A point of the chart: episode time, actual joints a1.., planned joints p1.. (rad). */
export type JointRow = Readonly<Record<string, number | null>> & { readonly timeSec: number };

/** What the plan wanted at a time of the episode, or null when nothing was being executed. */
type Planned = (timeSec: number) => readonly number[] | null;

function plannedBy(plan: Plan, execution: readonly At<ExecutionEvent>[]): Planned {
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
    return samplePlan(plan, spans, planTime).positions;
  };
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
  const plan = nouns.plans.at(-1)?.value;
  const planned: Planned = plan ? plannedBy(plan, nouns.execution) : () => null;
  const step = Math.max(1, Math.ceil(timeSec.length / count));
  const rows: JointRow[] = [];
  for (let i = 0; i < timeSec.length; i += step) {
    const time = timeSec[i] ?? 0;
    const wanted = planned(time);
    const row: Record<string, number | null> & { timeSec: number } = { timeSec: time };
    indices.forEach((index, joint) => {
      row[`a${joint + 1}`] = positions[index]?.[i] ?? null;
      row[`p${joint + 1}`] = wanted?.[joint] ?? null;
    });
    rows.push(row);
  }
  return rows;
}
