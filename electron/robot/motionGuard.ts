import type { MeasuredJoints } from './standstill';

/** rad/s: faster is motion; a joint that is held, or a noisy measurement, stays below. */
const movingVelocity = 0.05;
/** s: a push that a controller pulls back is shorter. */
const movingForSec = 0.2;
/** rad: so far an arm that stood may be moved, however slowly. */
const strayRad = 0.05;

/** What moves the arm, as far as can be told: `found`: it has not been seen standing on this connection. */
export type UnapprovedMotion = 'began' | 'found';

/**
 * Notices an arm that moves although nothing approved moves it: a controller that said "done", "refused" or
 * "canceled" and goes on, a goal that arrived after its cancel, a brake that slips, somebody else, or what a
 * robot process that died has left running. It judges measured joint states only, from the first one on.
 */
export function createMotionGuard() {
  let stood: MeasuredJoints | undefined;
  let movingSinceSec: number | undefined;
  /** Seen standing, or moved by an approval, on this connection. */
  let known = false;

  function startAnew(): void {
    stood = undefined;
    movingSinceSec = undefined;
  }

  return {
    /** Another connection: the arm may move already. */
    forget(): void {
      startAnew();
      known = false;
    },
    /** Another world was loaded: the arm stands elsewhere by that alone. */
    otherWorld: startAnew,
    /**
     * Every measured joint state. `excused`: an execution runs, or a stop that is not over yet; `standing`:
     * measured standing still. Answers how the arm moves that nothing may move; null where it does not.
     */
    feed(joints: MeasuredJoints, excused: boolean, standing: boolean): UnapprovedMotion | null {
      if (excused) {
        startAnew();
        known = true;
        return null;
      }
      if (standing) {
        known = true;
        stood ??= joints;
      }
      const moving = joints.velocities.some((v) => Math.abs(v) > movingVelocity);
      // A clock that was set back must not make the motion younger than it is.
      movingSinceSec = moving ? Math.min(movingSinceSec ?? joints.stampSec, joints.stampSec) : undefined;
      const from = stood?.positions;
      const strayed =
        from?.some((p, j) => !(Math.abs(p - (joints.positions[j] ?? Number.NaN)) <= strayRad)) ?? false;
      const movesOn = movingSinceSec !== undefined && joints.stampSec - movingSinceSec >= movingForSec - 1e-6;
      if (!strayed && !movesOn) return null;
      return known ? 'began' : 'found';
    },
  };
}
