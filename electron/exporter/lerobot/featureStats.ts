/** Statistics of one feature as LeRobot keeps them; each value has one number a dimension. */
export interface FeatureStats {
  readonly min: readonly number[];
  readonly max: readonly number[];
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly q01: readonly number[];
  readonly q10: readonly number[];
  readonly q50: readonly number[];
  readonly q90: readonly number[];
  readonly q99: readonly number[];
  readonly count: number;
}

export const quantiles = { q01: 0.01, q10: 0.1, q50: 0.5, q90: 0.9, q99: 0.99 } as const;
export const statNames = ['min', 'max', 'mean', 'std', 'q01', 'q10', 'q50', 'q90', 'q99'] as const;
type StatName = (typeof statNames)[number];

/** Of rows of equal length, at least one. Quantiles are exact, linear between the two nearest values. */
export function vectorStats(rows: readonly (readonly number[])[]): FeatureStats {
  const dimensions = rows[0]?.length ?? 0;
  const each = Array.from({ length: dimensions }, (_, i) => scalarStats(rows.map((row) => row[i] ?? 0)));
  return collect(each, rows.length);
}

function scalarStats(values: readonly number[]): Record<StatName, number> {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  const at = (q: number) => {
    const place = q * (n - 1);
    const low = sorted[Math.floor(place)] ?? 0;
    return low + (place % 1) * ((sorted[Math.ceil(place)] ?? 0) - low);
  };
  return { min: at(0), max: at(1), mean, std: Math.sqrt(variance), ...quantilesBy(at) };
}

/** Counts the values of sampled pictures: 256 a channel, so that the statistics are those of all their pixels. */
export function createPictureStats() {
  const counts = [0, 1, 2].map(() => new Float64Array(256));
  let pictures = 0;
  return {
    /** Every `step`th pixel of a picture along both axes. */
    add({ width, height, rgba }: { width: number; height: number; rgba: Uint8Array }, step: number): void {
      pictures++;
      for (let y = 0; y < height; y += step) {
        for (let x = 0; x < width; x += step) {
          const at = (y * width + x) * 4;
          for (let channel = 0; channel < 3; channel++) {
            const bins = counts[channel];
            const value = rgba[at + channel] ?? 0;
            if (bins) bins[value] = (bins[value] ?? 0) + 1;
          }
        }
      }
    },
    /** Of values 0..1, one number a channel; `count` is the number of pictures. */
    stats: (): FeatureStats => collect(counts.map(binStats), pictures),
  };
}

function binStats(bins: Float64Array): Record<StatName, number> {
  const total = bins.reduce((sum, n) => sum + n, 0);
  const moment = (of: (value: number) => number) =>
    bins.reduce((sum, n, value) => sum + n * of(value / 255), 0) / total;
  const mean = moment((value) => value);
  const at = (q: number) => {
    let seen = 0;
    const value = bins.findIndex((n) => {
      seen += n;
      return n > 0 && seen >= q * total;
    });
    return (value < 0 ? 255 : value) / 255;
  };
  return {
    min: at(0),
    max: at(1),
    mean,
    std: Math.sqrt(Math.max(0, moment((value) => value * value) - mean * mean)),
    ...quantilesBy(at),
  };
}

const quantilesBy = (at: (q: number) => number) => ({
  q01: at(quantiles.q01),
  q10: at(quantiles.q10),
  q50: at(quantiles.q50),
  q90: at(quantiles.q90),
  q99: at(quantiles.q99),
});

function collect(each: readonly Record<StatName, number>[], count: number): FeatureStats {
  const of = (name: StatName) => each.map((stats) => stats[name]);
  return {
    min: of('min'),
    max: of('max'),
    mean: of('mean'),
    std: of('std'),
    q01: of('q01'),
    q10: of('q10'),
    q50: of('q50'),
    q90: of('q90'),
    q99: of('q99'),
    count,
  };
}

/**
 * Statistics over several lots: exact for least, most, mean and deviation; quantiles as LeRobot merges
 * them, weighted by count, because the values themselves are no longer there.
 */
export function mergeStats(lots: readonly FeatureStats[]): FeatureStats {
  const total = lots.reduce((sum, { count }) => sum + count, 0);
  const dimensions = lots[0]?.mean.length ?? 0;
  const over = (of: (lot: FeatureStats, i: number) => number, join: (values: number[]) => number) =>
    Array.from({ length: dimensions }, (_, i) => join(lots.map((lot) => of(lot, i))));
  const weighted = (values: number[]) =>
    values.reduce((sum, value, lot) => sum + value * (lots[lot]?.count ?? 0), 0) / total;
  const mean = over((lot, i) => lot.mean[i] ?? 0, weighted);
  const variance = over((lot, i) => {
    const off = (lot.mean[i] ?? 0) - (mean[i] ?? 0);
    return (lot.std[i] ?? 0) ** 2 + off * off;
  }, weighted);
  const quantile = (name: keyof typeof quantiles) => over((lot, i) => lot[name][i] ?? 0, weighted);
  return {
    min: over(
      (lot, i) => lot.min[i] ?? 0,
      (values) => Math.min(...values),
    ),
    max: over(
      (lot, i) => lot.max[i] ?? 0,
      (values) => Math.max(...values),
    ),
    mean,
    std: variance.map(Math.sqrt),
    q01: quantile('q01'),
    q10: quantile('q10'),
    q50: quantile('q50'),
    q90: quantile('q90'),
    q99: quantile('q99'),
    count: total,
  };
}
