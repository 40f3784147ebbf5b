import type { Pose, Quat } from '../geometry/pose';

/**
 * Poses as 12 numbers, the rows of [R | p], one after the other in one array: for inner loops.
 */

/** Writes the rows [R | p] of a pose at an offset. */
export function writeFrame(pose: Pose, out: Float64Array, offset: number): void {
  const [x, y, z, w] = pose.orientation;
  const [px, py, pz] = pose.position;
  out[offset] = 1 - 2 * (y * y + z * z);
  out[offset + 1] = 2 * (x * y - z * w);
  out[offset + 2] = 2 * (x * z + y * w);
  out[offset + 3] = px;
  out[offset + 4] = 2 * (x * y + z * w);
  out[offset + 5] = 1 - 2 * (x * x + z * z);
  out[offset + 6] = 2 * (y * z - x * w);
  out[offset + 7] = py;
  out[offset + 8] = 2 * (x * z - y * w);
  out[offset + 9] = 2 * (y * z + x * w);
  out[offset + 10] = 1 - 2 * (x * x + y * y);
  out[offset + 11] = pz;
}

/** The pose of a frame (rotation matrix to quaternion by Shepperd's method). */
export function readFrame(frames: Float64Array, offset: number): Pose {
  const m = (i: number) => frames[offset + i]!;
  const trace = [
    1 + m(0) - m(5) - m(10),
    1 - m(0) + m(5) - m(10),
    1 - m(0) - m(5) + m(10),
    1 + m(0) + m(5) + m(10),
  ];
  const largest = trace.indexOf(Math.max(...trace));
  const s = 0.5 / Math.sqrt(trace[largest]!);
  const [xy, xz, yz] = [m(1) + m(4), m(2) + m(8), m(6) + m(9)];
  const [wx, wy, wz] = [m(9) - m(6), m(2) - m(8), m(4) - m(1)];
  const rows: readonly Quat[] = [
    [trace[0]!, xy, xz, wx],
    [xy, trace[1]!, yz, wy],
    [xz, yz, trace[2]!, wz],
    [wx, wy, wz, trace[3]!],
  ];
  const q = rows[largest]!;
  return {
    position: [m(3), m(7), m(11)],
    orientation: [q[0] * s, q[1] * s, q[2] * s, q[3] * s],
  };
}

/** out = a b for frames at offsets; `out` must not be an input. */
export function composeFrames(
  a: Float64Array,
  ao: number,
  b: Float64Array,
  bo: number,
  out: Float64Array,
  oo: number,
): void {
  for (let r = 0; r < 12; r += 4) {
    const a0 = a[ao + r]!;
    const a1 = a[ao + r + 1]!;
    const a2 = a[ao + r + 2]!;
    out[oo + r] = a0 * b[bo]! + a1 * b[bo + 4]! + a2 * b[bo + 8]!;
    out[oo + r + 1] = a0 * b[bo + 1]! + a1 * b[bo + 5]! + a2 * b[bo + 9]!;
    out[oo + r + 2] = a0 * b[bo + 2]! + a1 * b[bo + 6]! + a2 * b[bo + 10]!;
    out[oo + r + 3] = a0 * b[bo + 3]! + a1 * b[bo + 7]! + a2 * b[bo + 11]! + a[ao + r + 3]!;
  }
}
