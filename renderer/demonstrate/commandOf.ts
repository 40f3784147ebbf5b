import type { JogCommand } from '../../shared/contract/jog';

export type JogSpace = JogCommand['space'];

/** One way in which the arm can be jogged: along or about an axis, or a joint by its number. */
export type Axis = 'x' | 'y' | 'z' | 'turnX' | 'turnY' | 'turnZ' | number;

/** What one key, button or stick asks for; -1 .. 1. */
export interface Push {
  readonly axis: Axis;
  readonly share: number;
}

const linear = ['x', 'y', 'z'] as const;
const angular = ['turnX', 'turnY', 'turnZ'] as const;

/** All pushes together as one command; null when they come to nothing, or are not of this space. */
export function commandOf(
  space: JogSpace,
  joints: number,
  pushes: readonly Push[],
  speed: number,
): JogCommand | null {
  const total = (axis: Axis) => {
    const sum = pushes.reduce((all, push) => all + (push.axis === axis ? push.share : 0), 0);
    return Math.max(-1, Math.min(1, sum)) * speed;
  };
  if (space === 'joints') {
    const velocities = Array.from({ length: joints }, (_, j) => total(j));
    return velocities.some((v) => v !== 0) ? { space, velocities } : null;
  }
  const [l, a] = [linear, angular].map((axes) => axes.map(total) as [number, number, number]);
  return [...l!, ...a!].some((v) => v !== 0) ? { space, linear: l!, angular: a! } : null;
}
