/**
 * Squared distance between two straight segments in space, each given by its ends as three numbers at
 * an offset of an array (Ericson, Real-Time Collision Detection, 5.1.9: the closest points by clamping
 * one parameter after the other). Points count as segments of no length.
 */
export function segmentDistanceSquared(
  a: Float64Array,
  a0: number,
  a1: number,
  b: Float64Array,
  b0: number,
  b1: number,
): number {
  const [ux, uy, uz] = [a[a1]! - a[a0]!, a[a1 + 1]! - a[a0 + 1]!, a[a1 + 2]! - a[a0 + 2]!];
  const [vx, vy, vz] = [b[b1]! - b[b0]!, b[b1 + 1]! - b[b0 + 1]!, b[b1 + 2]! - b[b0 + 2]!];
  const [wx, wy, wz] = [a[a0]! - b[b0]!, a[a0 + 1]! - b[b0 + 1]!, a[a0 + 2]! - b[b0 + 2]!];
  const uu = ux * ux + uy * uy + uz * uz;
  const vv = vx * vx + vy * vy + vz * vz;
  const uv = ux * vx + uy * vy + uz * vz;
  const uw = ux * wx + uy * wy + uz * wz;
  const vw = vx * wx + vy * wy + vz * wz;
  const clamp = (t: number) => Math.min(1, Math.max(0, t));
  const tiny = 1e-18;
  let s = 0;
  let t = 0;
  if (uu <= tiny) {
    t = vv <= tiny ? 0 : clamp(vw / vv);
  } else if (vv <= tiny) {
    s = clamp(-uw / uu);
  } else {
    const denominator = uu * vv - uv * uv;
    s = denominator > tiny ? clamp((uv * vw - uw * vv) / denominator) : 0;
    t = (uv * s + vw) / vv;
    if (t < 0 || t > 1) {
      t = clamp(t);
      s = clamp((uv * t - uw) / uu);
    }
  }
  const dx = wx + s * ux - t * vx;
  const dy = wy + s * uy - t * vy;
  const dz = wz + s * uz - t * vz;
  return dx * dx + dy * dy + dz * dz;
}
