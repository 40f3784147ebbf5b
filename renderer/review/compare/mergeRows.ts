import { type JointRow, lastAt } from '../jointRows';

/** A point of the chart of two episodes: time of the common axis, joints l1.. of the left and r1.. of the right (rad). */
export type MergedRow = Readonly<Record<string, number | null>> & { readonly timeSec: number };

/** An episode's curves, and where its zero lies on the common axis (s). */
export interface Placed {
  readonly rows: readonly JointRow[];
  readonly offsetSec: number;
}

/** The joints of two episodes on one axis of `count` even steps; where an episode has no sample nearby, none. */
export function mergeRows(
  left: Placed,
  right: Placed,
  joints: number,
  durationSec: number,
  count: number,
): readonly MergedRow[] {
  const sides = [
    ['l', left, left.rows.map(({ timeSec }) => timeSec)],
    ['r', right, right.rows.map(({ timeSec }) => timeSec)],
  ] as const;
  return Array.from({ length: count + 1 }, (_, i) => {
    const timeSec = (i / count) * durationSec;
    const row: Record<string, number | null> & { timeSec: number } = { timeSec };
    for (const [key, { rows, offsetSec }, times] of sides) {
      const place = lastAt(times, timeSec - offsetSec);
      const at =
        place >= 0 && timeSec - offsetSec - (times[place] ?? 0) <= durationSec / 50 ? rows[place] : undefined;
      for (let joint = 1; joint <= joints; joint++) row[`${key}${joint}`] = at?.[`a${joint}`] ?? null;
    }
    return row;
  });
}
