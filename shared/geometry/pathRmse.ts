import type { Vec2 } from './pose';
import { resamplePath } from './resamplePath';

/** Points that both paths are resampled to before they are compared (ManipLVM-R1's evaluation). */
export const rmseSamples = 20;

/** Root mean square distance of two paths after resampling both to 20 points by arc length. */
export function pathRmse(a: readonly Vec2[], b: readonly Vec2[]): number {
  const p = resamplePath(a, rmseSamples);
  const q = resamplePath(b, rmseSamples);
  const sum = p.reduce((total, point, i) => {
    const dx = point[0] - q[i]![0];
    const dy = point[1] - q[i]![1];
    return total + dx * dx + dy * dy;
  }, 0);
  return Math.sqrt(sum / rmseSamples);
}
