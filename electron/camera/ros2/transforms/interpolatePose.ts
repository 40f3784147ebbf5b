import type { Pose, Quat } from '../../../../shared/geometry/pose';

/** Between two poses: the place straight, the turn by slerp the short way; share 0 is `a`, 1 is `b`. */
export function interpolatePose(a: Pose, b: Pose, share: number): Pose {
  const mix = (i: 0 | 1 | 2) => a.position[i] + (b.position[i] - a.position[i]) * share;
  return { position: [mix(0), mix(1), mix(2)], orientation: slerp(a.orientation, b.orientation, share) };
}

function slerp(a: Quat, b: Quat, share: number): Quat {
  const dot = a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3];
  const angle = Math.acos(Math.min(1, Math.abs(dot)));
  // For nearly equal turns the sine vanishes, and the straight line is the arc.
  const straight = angle < 1e-6;
  const wa = straight ? 1 - share : Math.sin((1 - share) * angle) / Math.sin(angle);
  const wb = (straight ? share : Math.sin(share * angle) / Math.sin(angle)) * (dot < 0 ? -1 : 1);
  const at = (i: 0 | 1 | 2 | 3) => a[i] * wa + b[i] * wb;
  const q: Quat = [at(0), at(1), at(2), at(3)];
  const norm = Math.hypot(...q);
  return [q[0] / norm, q[1] / norm, q[2] / norm, q[3] / norm];
}
