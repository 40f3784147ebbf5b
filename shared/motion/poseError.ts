/**
 * What takes one frame to another, as the inverse kinematics wants it: out[0..2] the way from current
 * to target (m), out[3..5] the rotation vector (rad, base frame) of R_target R_current^T. Frames are
 * rows of [R | p] at an offset (see kinematics).
 */
export function poseError(
  target: Float64Array,
  targetOffset: number,
  current: Float64Array,
  currentOffset: number,
  out: Float64Array,
): void {
  const t = (i: number) => target[targetOffset + i]!;
  const c = (i: number) => current[currentOffset + i]!;
  out[0] = t(3) - c(3);
  out[1] = t(7) - c(7);
  out[2] = t(11) - c(11);
  // D = R_target R_current^T, entry by entry.
  const d = (r: number, s: number) =>
    t(4 * r) * c(4 * s) + t(4 * r + 1) * c(4 * s + 1) + t(4 * r + 2) * c(4 * s + 2);
  const [d00, d11, d22] = [d(0, 0), d(1, 1), d(2, 2)];
  const x = d(2, 1) - d(1, 2);
  const y = d(0, 2) - d(2, 0);
  const z = d(1, 0) - d(0, 1);
  const twoSin = Math.hypot(x, y, z);
  const cos = (d00 + d11 + d22 - 1) / 2;
  const angle = Math.atan2(twoSin / 2, cos);
  if (twoSin > 1e-9 || cos > 0) {
    const k = twoSin > 1e-9 ? angle / twoSin : 0.5;
    out[3] = k * x;
    out[4] = k * y;
    out[5] = k * z;
    return;
  }
  // Half a turn: the axis is the eigenvector of D, read from (D + I) / 2 = axis axis^T.
  const ax = Math.sqrt(Math.max(0, (d00 + 1) / 2));
  const ay = Math.sqrt(Math.max(0, (d11 + 1) / 2)) * (d(0, 1) < 0 ? -1 : 1);
  const az = Math.sqrt(Math.max(0, (d22 + 1) / 2)) * (d(0, 2) < 0 || (ax < 1e-6 && d(1, 2) < 0) ? -1 : 1);
  out[3] = Math.PI * ax;
  out[4] = Math.PI * ay;
  out[5] = Math.PI * az;
}
