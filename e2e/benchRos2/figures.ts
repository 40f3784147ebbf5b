/** Of values in any order; NaN when there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Slope of the line of least squares through (x, y), and its standard error. */
export function slope(points: readonly (readonly [number, number])[]): {
  readonly slope: number;
  readonly error: number;
} {
  const n = points.length;
  const mean = (i: 0 | 1) => points.reduce((sum, point) => sum + point[i], 0) / n;
  const [mx, my] = [mean(0), mean(1)];
  const sxx = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  const sxy = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  const b = sxy / sxx;
  const rest = points.reduce((sum, [x, y]) => sum + (y - my - b * (x - mx)) ** 2, 0);
  return { slope: b, error: Math.sqrt(rest / (n - 2) / sxx) };
}

/** How many of a steady stream are missing, by its stamps (s, rising): where there is room for more, those were lost. */
export function lostBetween(stamps: readonly number[]): number {
  const intervals = stamps.slice(1).map((stamp, i) => stamp - stamps[i]!);
  const usual = percentile(intervals, 0.5);
  return intervals.reduce((lost, interval) => lost + Math.max(0, Math.round(interval / usual) - 1), 0);
}
