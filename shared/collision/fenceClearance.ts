import type { BoxExtent, Fences } from '../contract/fences';
import type { PrimitiveShape } from '../robot/robotModel';
import { halfExtent } from './bodies';
import type { Capsule } from './capsules';

/** m: kept from every fence by every part of the robot and by what it holds: control error. */
export const fenceMargin = 0.005;
/** Steps of the search along a capsule: the rest of its length is then below a ten-thousandth. */
const searchSteps = 20;
const golden = (Math.sqrt(5) - 1) / 2;

export interface FenceClearance {
  /** m to the nearest fence; negative where it is passed. */
  readonly distance: number;
  /** The fence, as an operator calls it. */
  readonly fence: string;
}

/**
 * How far a body is from the fences. The workspace is judged by the body's exact extents; a keep-out box by the
 * capsules that hold the body (in its link's frame, which is `link` at `linkOffset`), once its extents come near.
 */
export function fenceClearance(
  fences: Fences,
  shape: PrimitiveShape,
  frame: Float64Array,
  capsules: readonly Capsule[],
  link: Float64Array,
  linkOffset: number,
  horizon: number,
): FenceClearance {
  let distance = Number.POSITIVE_INFINITY;
  let fence = 'the workspace fence';
  const half = [halfExtent(shape, frame, 0), halfExtent(shape, frame, 1), halfExtent(shape, frame, 2)];
  const { min, max } = fences.workspace;
  for (let k = 0; k < 3; k++) {
    const at = frame[k * 4 + 3]!;
    distance = Math.min(distance, at - half[k]! - min[k]!, max[k]! - at - half[k]!);
  }
  for (const box of fences.keepOut) {
    let apart = 0;
    for (let k = 0; k < 3; k++) {
      const at = frame[k * 4 + 3]!;
      const gap = Math.max(0, box.min[k]! - at - half[k]!, at - half[k]! - box.max[k]!);
      apart = Math.hypot(apart, gap);
    }
    let near = apart;
    if (apart < Math.min(distance, horizon)) {
      near = Number.POSITIVE_INFINITY;
      for (const capsule of capsules) near = Math.min(near, capsuleToBox(capsule, link, linkOffset, box));
    }
    if (near < distance) {
      distance = near;
      fence = `the keep-out box "${box.name}"`;
    }
  }
  return { distance, fence };
}

/** Never more than the distance (m) of a capsule from an upright box; negative where they overlap. */
export function capsuleToBox(
  { from, to, radius }: Capsule,
  m: Float64Array,
  o: number,
  { min, max }: BoxExtent,
): number {
  const row = (p: readonly number[], k: number) =>
    m[o + k * 4]! * p[0]! + m[o + k * 4 + 1]! * p[1]! + m[o + k * 4 + 2]! * p[2]! + m[o + k * 4 + 3]!;
  const start = [row(from, 0), row(from, 1), row(from, 2)];
  const way = [row(to, 0) - start[0]!, row(to, 1) - start[1]!, row(to, 2) - start[2]!];
  // A box is convex, so that along a segment the signed distance has one minimum.
  const at = (t: number): number => {
    let squared = 0;
    let inside = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < 3; k++) {
      const p = start[k]! + t * way[k]!;
      const past = Math.max(min[k]! - p, p - max[k]!);
      inside = Math.max(inside, past);
      if (past > 0) squared += past * past;
    }
    return squared > 0 ? Math.sqrt(squared) : inside;
  };
  const length = Math.hypot(way[0]!, way[1]!, way[2]!);
  if (length === 0) return at(0) - radius;
  let [low, high] = [0, 1];
  let a = high - golden;
  let b = low + golden;
  let [da, db] = [at(a), at(b)];
  let best = Math.min(at(0), at(1), da, db);
  for (let step = 0; step < searchSteps; step++) {
    if (da < db) {
      [high, b, db] = [b, a, da];
      a = high - golden * (high - low);
      da = at(a);
    } else {
      [low, a, da] = [a, b, db];
      b = low + golden * (high - low);
      db = at(b);
    }
    best = Math.min(best, da, db);
  }
  // Distance changes no faster than the way: what the search left open is taken off.
  return best - radius - (high - low) * length;
}
