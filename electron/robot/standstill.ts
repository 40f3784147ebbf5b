/** One measured state of the arm, in arm joint order. */
export interface MeasuredJoints {
  /** Robot's clock (s). */
  readonly stampSec: number;
  /** Own monotonic clock (ms). */
  readonly receivedAtMs: number;
  readonly positions: readonly number[];
  readonly velocities: readonly number[];
  /** Opening between the fingertips (m). */
  readonly gripperWidth: number;
  /** N m, where the robot tells them. */
  readonly efforts?: readonly number[];
}

/** rad/s: every joint below this stands still. */
const stillVelocity = 0.01;
/** s: for so long, by the stamps. */
const stillForSec = 0.1;
/** s: a longer gap between two states proves nothing about the time between them. */
const longestGapSec = 0.05;
/** rad: how far a joint that stands still may have got, whatever its velocity says. */
const stillDrift = 0.002;

/**
 * Tells from measured joint states, and from nothing else, whether the arm stands still: all velocities
 * under the threshold for 100 ms without a gap, and the positions agree. Feed it every state once.
 */
export function createStandstillMeter() {
  let since: MeasuredJoints | undefined;
  let last: MeasuredJoints | undefined;

  const still = (joints: MeasuredJoints) => joints.velocities.every((v) => Math.abs(v) < stillVelocity);
  const stayed = (from: MeasuredJoints, to: MeasuredJoints) =>
    to.positions.every((p, j) => Math.abs(p - (from.positions[j] ?? Number.NaN)) <= stillDrift);

  return {
    feed(joints: MeasuredJoints): void {
      const gapSec = last === undefined ? Number.NaN : joints.stampSec - last.stampSec;
      // A clock that was set back says nothing about how long the arm has stood: it is counted anew.
      const unbroken = gapSec >= 0 && gapSec <= longestGapSec;
      last = joints;
      if (!still(joints)) since = undefined;
      else if (since === undefined || !unbroken || !stayed(since, joints)) since = joints;
    },
    /** The first state of the standstill, once it has lasted long enough. */
    standingSince(): MeasuredJoints | undefined {
      if (!since || !last) return undefined;
      return last.stampSec - since.stampSec >= stillForSec - 1e-6 ? since : undefined;
    },
  };
}
