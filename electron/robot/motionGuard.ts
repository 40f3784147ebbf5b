import type { MeasuredJoints } from './standstill';

/** rad/s: faster is motion; a joint that is held, or a noisy measurement, stays below. */
const movingVelocity = 0.05;
/** s: a push that a controller pulls back is shorter. */
const movingForSec = 0.2;
/** rad: so far an arm that stood may be moved, however slowly. */
const strayRad = 0.05;

/**
 * Notices an arm that moves although nothing approved moves it: a controller that said "done", "refused" or
 * "canceled" and goes on, a goal that arrived after its cancel, a brake that slips, somebody else. It judges
 * measured joint states only, and not before the arm has stood still, or been moved by an approval, once.
 */
export function createMotionGuard() {
  let armed = false;
  let stood: MeasuredJoints | undefined;
  let movingSinceSec: number | undefined;

  function startAnew(): void {
    armed = true;
    stood = undefined;
    movingSinceSec = undefined;
  }

  return {
    /** Another connection or world: an arm that moves then is not this program's to judge. */
    forget(): void {
      armed = false;
      stood = undefined;
      movingSinceSec = undefined;
    },
    /** Another world was loaded: the arm stands elsewhere by that alone, and is watched on. */
    otherWorld: startAnew,
    /**
     * Every measured joint state. `excused`: an execution runs, or a stop that is not over yet; `standing`:
     * measured standing still. Answers whether the arm moves and nothing may move it.
     */
    feed(joints: MeasuredJoints, excused: boolean, standing: boolean): boolean {
      if (excused) {
        startAnew();
        return false;
      }
      if (standing) {
        armed = true;
        stood ??= joints;
      }
      const moving = joints.velocities.some((v) => Math.abs(v) > movingVelocity);
      movingSinceSec = moving ? (movingSinceSec ?? joints.stampSec) : undefined;
      const from = stood?.positions;
      const strayed =
        from?.some((p, j) => !(Math.abs(p - (joints.positions[j] ?? Number.NaN)) <= strayRad)) ?? false;
      const movesOn = movingSinceSec !== undefined && joints.stampSec - movingSinceSec >= movingForSec - 1e-6;
      return armed && (strayed || movesOn);
    },
  };
}
