/** Where time and joint values lie in a chart (CSS pixels). */
export interface ChartFrame {
  readonly left: number;
  readonly right: number;
  /** The lane of the phases is above `top`. */
  readonly top: number;
  readonly bottom: number;
  readonly x: (timeSec: number) => number;
  readonly y: (value: number) => number;
  readonly valueTicks: readonly number[];
}

export const laneHeight = 20;
export const gutter = 32;

export function chartFrame(
  width: number,
  height: number,
  durationSec: number,
  low: number,
  high: number,
): ChartFrame {
  const left = gutter;
  const right = Math.max(left + 1, width - 8);
  const top = laneHeight + 6;
  const bottom = Math.max(top + 1, height - 4);
  const step = (high - low) * 24 > (bottom - top) * 1 ? 2 : 1;
  const ticks: number[] = [];
  for (let value = Math.ceil(low); value <= high; value += step) ticks.push(value);
  return {
    left,
    right,
    top,
    bottom,
    x: (timeSec) => left + (timeSec / durationSec) * (right - left),
    y: (value) => bottom - ((value - low) / (high - low)) * (bottom - top),
    valueTicks: ticks,
  };
}
