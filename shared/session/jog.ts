import type { JogApproval } from '../contract/jog';
import type { MotionLimits } from '../motion/limits';

/** Speeds and times of jogging; the operator reads the same figures on the page. */
export const jogLimits = {
  /** rad/s, m/s, rad/s at full jog speed: any joint, the tool point, its direction. */
  jointSpeed: 0.5,
  tipSpeed: 0.15,
  turnSpeed: 0.6,
  /** m/s: the tool point is never jogged faster, joint by joint neither (the figure of ISO 10218's reduced speed). */
  tipSpeedAtMost: 0.25,
  /** Each jog approval is void after so long (s), and after so long without a hold. */
  lifetimeSec: 600,
  idleSec: 120,
  /** The page says so often (ms) that a key is held; a silence this long (ms) lets it go for good. */
  holdEveryMs: 50,
  holdSilenceMs: 250,
} as const;

/**
 * The speeds that a jog approval is given for. Reversing at once uses twice the speed's acceleration, and that
 * has to fit into the joints' own.
 */
export function jogSpeeds(
  limits: MotionLimits,
  speed: number,
  rampSec: number,
): Pick<JogApproval, 'jointSpeed' | 'tipSpeed' | 'turnSpeed'> {
  const bearable = Math.min(
    ...limits.velocity.map((v, j) => Math.min(0.5 * v, 0.45 * limits.acceleration[j]! * rampSec)),
  );
  return {
    jointSpeed: speed * Math.min(jogLimits.jointSpeed, bearable),
    tipSpeed: speed * jogLimits.tipSpeed,
    turnSpeed: speed * jogLimits.turnSpeed,
  };
}
