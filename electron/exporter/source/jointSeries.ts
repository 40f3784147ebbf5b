/** What the joints did: one row of positions (rad; fingers m) a time, in the order of `names`. */
export interface JointSeries {
  readonly names: readonly string[];
  /** Rising. */
  readonly timeSec: readonly number[];
  readonly rows: readonly Float64Array[];
}

/** How joint states become a vector: the arm's joints as they come, the fingers as one width. */
export interface BodyLayout {
  readonly armJoints: readonly string[];
  readonly fingerJoints: readonly string[];
  /** Of each element of the vector. */
  readonly names: readonly string[];
}

const fingerName = /finger|gripper|knuckle|jaw/i;

export function bodyLayout(names: readonly string[]): BodyLayout {
  const fingerJoints = names.filter((name) => fingerName.test(name));
  const armJoints = names.filter((name) => !fingerName.test(name));
  const gripper = fingerJoints.length > 0 ? ['gripper.width'] : [];
  return { armJoints, fingerJoints, names: [...armJoints.map((name) => `${name}.pos`), ...gripper] };
}

/** Arm positions, then the opening between the fingertips (m), at a time; linear between samples. */
export function bodyAt(series: JointSeries, layout: BodyLayout, timeSec: number): number[] {
  const { timeSec: times, rows } = series;
  const after = firstAfter(times, timeSec);
  const a = rows[Math.max(0, after - 1)];
  const b = rows[Math.min(rows.length - 1, after)];
  if (!a || !b) throw new RangeError('There are no joint states.');
  const from = times[Math.max(0, after - 1)] ?? 0;
  const to = times[Math.min(rows.length - 1, after)] ?? 0;
  const share = to > from ? Math.min(1, Math.max(0, (timeSec - from) / (to - from))) : 0;
  const value = (name: string) => {
    const i = series.names.indexOf(name);
    return (a[i] ?? 0) + share * ((b[i] ?? 0) - (a[i] ?? 0));
  };
  const arm = layout.armJoints.map(value);
  if (layout.fingerJoints.length === 0) return arm;
  return [...arm, layout.fingerJoints.reduce((sum, name) => sum + value(name), 0)];
}

/** Index of the first time that is later than `timeSec`; the length if none is. */
export function firstAfter(times: readonly number[], timeSec: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) > timeSec) high = middle;
    else low = middle + 1;
  }
  return low;
}
