import type { Vec2, Vec3 } from './pose';
import { solveSymmetric } from './solveSymmetric';

export interface RoundFit<P> {
  readonly center: P;
  readonly radius: number;
  /** Root mean square distance of the points from the circle or sphere (m). */
  readonly rms: number;
}

/**
 * Least-squares circle or sphere through points of `d` coordinates (Kasa 1976): |p|^2 = 2 c.p + k is
 * linear in the centre c and in k = r^2 - |c|^2. Undefined when the points do not determine one.
 */
function fitRound(points: readonly (readonly number[])[], d: 2 | 3): RoundFit<readonly number[]> | undefined {
  const n = d + 1;
  if (points.length < n) return undefined;
  // About the mean, where the numbers are small.
  const mean = Array.from({ length: d }, (_, k) => points.reduce((sum, p) => sum + p[k]!, 0) / points.length);
  const A = new Float64Array(n * n);
  const b = new Float64Array(n);
  const row = new Float64Array(n);
  for (const p of points) {
    let square = 0;
    for (let k = 0; k < d; k++) {
      const v = p[k]! - mean[k]!;
      row[k] = 2 * v;
      square += v * v;
    }
    row[d] = 1;
    for (let i = 0; i < n; i++) {
      b[i]! += row[i]! * square;
      for (let j = 0; j < n; j++) A[i * n + j]! += row[i]! * row[j]!;
    }
  }
  if (!solveSymmetric(A, b, n)) return undefined;
  const squared = b.slice(0, d).reduce((sum, c) => sum + c * c, b[d]!);
  if (!(squared > 0)) return undefined;
  const radius = Math.sqrt(squared);
  const center = mean.map((m, k) => m + b[k]!);
  const sum = points.reduce((total, p) => {
    const off = Math.hypot(...center.map((c, k) => p[k]! - c)) - radius;
    return total + off * off;
  }, 0);
  return { center, radius, rms: Math.sqrt(sum / points.length) };
}

export function fitCircle(points: readonly Vec2[]): RoundFit<Vec2> | undefined {
  const fit = fitRound(points, 2);
  return fit && { ...fit, center: [fit.center[0]!, fit.center[1]!] };
}

export function fitSphere(points: readonly Vec3[]): RoundFit<Vec3> | undefined {
  const fit = fitRound(points, 3);
  return fit && { ...fit, center: [fit.center[0]!, fit.center[1]!, fit.center[2]!] };
}
