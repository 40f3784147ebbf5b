import type { Pose } from '../../../../shared/geometry/pose';
import { interpolatePose } from './interpolatePose';

/** So much of the past is kept of each frame. */
export const historySec = 10;
/** Between two transforms further apart than this, where the frame was is a guess. */
export const longestGapSec = 0.25;
/** A stamp this much older than the newest one is a clock that was set back, not a late message. */
const clockBackSec = 1;
const mostKept = 10_000;

export type PoseAt =
  | { readonly pose: Pose }
  /** `later`: it may be there in a moment, because the newest is older than what was asked for. */
  | { readonly missing: string; readonly later: boolean };

interface Stamped {
  readonly stampSec: number;
  readonly pose: Pose;
}

/** Where one frame was in its parent over the last seconds, ordered by stamp. */
export function createFrameHistory() {
  let poses: Stamped[] = [];

  /** Number of poses with a stamp before or at `stampSec`. */
  function countUntil(stampSec: number): number {
    let [low, high] = [0, poses.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (poses[middle]!.stampSec <= stampSec) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    add(stampSec: number, pose: Pose): void {
      const newest = poses.at(-1);
      if (newest && newest.stampSec - stampSec > clockBackSec) poses = [];
      const index = countUntil(stampSec);
      const repeats = poses[index - 1]?.stampSec === stampSec;
      poses.splice(repeats ? index - 1 : index, repeats ? 1 : 0, { stampSec, pose });
      const oldest = (poses.at(-1)?.stampSec ?? stampSec) - historySec;
      let drop = Math.max(0, poses.length - mostKept);
      while (poses[drop]!.stampSec < oldest) drop++;
      if (drop > 0) poses.splice(0, drop);
    },
    newest: (): Stamped | undefined => poses.at(-1),
    /** Interpolated, never extrapolated. */
    at(stampSec: number): PoseAt {
      const after = countUntil(stampSec);
      const before = poses[after - 1];
      if (before && before.stampSec === stampSec) return { pose: before.pose };
      const next = poses[after];
      if (!before || !next) {
        const edge = before ?? next;
        if (!edge) return { missing: 'is not there', later: true };
        const off = Math.abs(stampSec - edge.stampSec).toFixed(2);
        return before
          ? { missing: `is stale: the newest is ${off} s older than the picture`, later: true }
          : { missing: `is too new: the oldest kept is ${off} s newer than the picture`, later: false };
      }
      const gap = next.stampSec - before.stampSec;
      if (gap > longestGapSec) {
        return { missing: `came only every ${gap.toFixed(2)} s around the picture`, later: false };
      }
      return { pose: interpolatePose(before.pose, next.pose, (stampSec - before.stampSec) / gap) };
    },
  };
}
export type FrameHistory = ReturnType<typeof createFrameHistory>;
