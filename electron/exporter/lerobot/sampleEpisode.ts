import type { ExportOrder } from '../../../shared/contract/exporterContract';
import { ExportProblem } from '../exportProblem';
import { type Command, readCommands } from '../source/commanded';
import { type BodyLayout, bodyAt, bodyLayout, type JointSeries } from '../source/jointSeries';
import type { EpisodeSource } from '../source/openSource';

/** Time kept before the first goal was sent and after the last word of it (s). */
const marginSec = 0.5;

/** An episode as rows at a steady rate. */
export interface SampledEpisode {
  readonly layout: BodyLayout;
  /** Seconds of the recording, one a row. */
  readonly times: readonly number[];
  /** Measured positions at the row's time. */
  readonly states: readonly (readonly number[])[];
  /**
   * Where the joints were told to be at the time of the next row: the trajectory that was being executed,
   * or the last target that is held; where nothing was commanded, where they were then.
   */
  readonly actions: readonly (readonly number[])[];
}

/** Throws ExportProblem when the episode has nothing to sample. `firstPictureSec` is when all cameras had begun. */
export async function sampleEpisode(
  source: EpisodeSource,
  order: Pick<ExportOrder, 'span'>,
  fps: number,
  firstPictureSec: number,
): Promise<SampledEpisode> {
  const series = await source.readJoints();
  const commands = readCommands(source.records, source.start.startedAtSec);
  const layout = bodyLayout(series.names);
  const first = Math.max(series.timeSec[0] ?? Number.POSITIVE_INFINITY, firstPictureSec);
  const last = series.timeSec.at(-1) ?? Number.NEGATIVE_INFINITY;
  const motion = order.span === 'motion' ? commands.span : null;
  const from = Math.max(first, motion ? motion.fromSec - marginSec : first);
  const to = Math.min(last, motion ? motion.toSec + marginSec : last);
  const count = Math.floor((to - from) * fps + 1e-9) + 1;
  if (!(count >= 2)) {
    throw new ExportProblem(
      'It has no time at which joint states and pictures of all cameras were recorded.',
    );
  }
  const at = (i: number) => from + i / fps;
  const times = Array.from({ length: count }, (_, i) => at(i));
  return {
    layout,
    times,
    states: times.map((time) => bodyAt(series, layout, time)),
    actions: times.map((_, i) => action(series, layout, commands.at(at(i + 1)), at(i + 1))),
  };
}

function action(
  series: JointSeries,
  layout: BodyLayout,
  { joints, width }: Command,
  timeSec: number,
): number[] {
  const measured = bodyAt(series, layout, timeSec);
  const arm = layout.armJoints.map((name, i) => joints.get(name) ?? measured[i] ?? 0);
  return layout.fingerJoints.length === 0 ? arm : [...arm, width ?? measured.at(-1) ?? 0];
}

/** The usual rate that is nearest to that of a stream of `count` pictures over `durationSec`. */
export function usualRate(count: number, durationSec: number): number {
  const rate = durationSec > 0 ? (count - 1) / durationSec : 0;
  const rates = [5, 10, 15, 20, 25, 30, 50, 60];
  return rates.reduce((best, each) => (Math.abs(each - rate) < Math.abs(best - rate) ? each : best));
}
