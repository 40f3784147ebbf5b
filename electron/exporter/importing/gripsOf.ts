/** A width that changes by less than this is the same target (m). */
const sameWidth = 0.002;
/** From row to row, a target that still moves this much is on its way (m). */
const moving = 0.0005;

export interface Grip {
  readonly timeSec: number;
  readonly width: number;
}

/**
 * When the gripper was told to go where, from the widths (m) that it was commanded to row by row: a target that
 * jumps is one command, and one that slides (a person held a trigger) is one to where it came to rest.
 */
export function gripsOf(times: readonly number[], widths: readonly number[]): Grip[] {
  const grips: Grip[] = [];
  let target = widths[0];
  if (target === undefined) return grips;
  for (let i = 1; i < widths.length; i++) {
    if (Math.abs(widths[i]! - target) <= sameWidth) continue;
    const timeSec = times[i]!;
    while (i + 1 < widths.length && Math.abs(widths[i + 1]! - widths[i]!) > moving) i++;
    target = Math.max(0, widths[i]!);
    grips.push({ timeSec, width: target });
  }
  return grips;
}
