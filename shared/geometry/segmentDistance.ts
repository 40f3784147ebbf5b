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
  const ux = a[a1]! - a[a0]!;
  const uy = a[a1 + 1]! - a[a0 + 1]!;
  const uz = a[a1 + 2]! - a[a0 + 2]!;
  const vx = b[b1]! - b[b0]!;
  const vy = b[b1 + 1]! - b[b0 + 1]!;
  const vz = b[b1 + 2]! - b[b0 + 2]!;
  const wx = a[a0]! - b[b0]!;
  const wy = a[a0 + 1]! - b[b0 + 1]!;
  const wz = a[a0 + 2]! - b[b0 + 2]!;
  const uu = ux * ux + uy * uy + uz * uz;
  const vv = vx * vx + vy * vy + vz * vz;
  const uv = ux * vx + uy * vy + uz * vz;
  const uw = ux * wx + uy * wy + uz * wz;
  const vw = vx * wx + vy * wy + vz * wz;
  let s = 0;
  let t = 0;
  if (uu <= tiny) {
    t = vv <= tiny ? 0 : share(vw / vv);
  } else if (vv <= tiny) {
    s = share(-uw / uu);
  } else {
    const denominator = uu * vv - uv * uv;
    s = denominator > tiny ? share((uv * vw - uw * vv) / denominator) : 0;
    t = (uv * s + vw) / vv;
    if (t < 0 || t > 1) {
      t = share(t);
      s = share((uv * t - uw) / uu);
    }
  }
  const dx = wx + s * ux - t * vx;
  const dy = wy + s * uy - t * vy;
  const dz = wz + s * uz - t * vz;
  return dx * dx + dy * dy + dz * dz;
}

const tiny = 1e-18;
const share = (t: number): number => Math.min(1, Math.max(0, t));
