import type { Push } from './commandOf';

type Pad = Pick<Gamepad, 'axes' | 'buttons'>;

/** Sticks at rest are never quite at zero. */
const deadZone = 0.15;
/** Buttons by the standard mapping. */
const button = { a: 0, b: 1, left: 4, right: 5 } as const;

const share = (value = 0) => {
  const size = Math.max(0, Math.abs(value) - deadZone) / (1 - deadZone);
  return Math.sign(value) * Math.min(1, size);
};

/**
 * What the sticks push, by name; nothing while the right shoulder button is not held: a stick that drifts, or a
 * pad that falls, moves nothing. The left stick goes along x and y, the right one up and down and about z; with
 * the left shoulder button held they turn about y, x and z.
 */
export function gamepadPushes(pad: Pad): Readonly<Record<string, Push>> {
  if (!pad.buttons[button.right]?.pressed) return {};
  const [lx, ly, rx, ry] = [0, 1, 2, 3].map((axis) => share(pad.axes[axis]));
  const turning = pad.buttons[button.left]?.pressed === true;
  const pushes: Record<string, Push> = turning
    ? {
        'pad:left:y': { axis: 'turnY', share: -(ly ?? 0) },
        'pad:left:x': { axis: 'turnX', share: lx ?? 0 },
        'pad:right:x': { axis: 'turnZ', share: -(rx ?? 0) },
      }
    : {
        'pad:left:y': { axis: 'x', share: -(ly ?? 0) },
        'pad:left:x': { axis: 'y', share: -(lx ?? 0) },
        'pad:right:y': { axis: 'z', share: -(ry ?? 0) },
        'pad:right:x': { axis: 'turnZ', share: -(rx ?? 0) },
      };
  return Object.fromEntries(Object.entries(pushes).filter(([, push]) => push.share !== 0));
}

/** Whether the gripper is asked to close or open by the pad. */
export const gamepadGrip = (pad: Pad): 'close' | 'open' | null =>
  pad.buttons[button.a]?.pressed ? 'close' : pad.buttons[button.b]?.pressed ? 'open' : null;
