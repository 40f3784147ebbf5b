import { z } from 'zod';

/** How the robot of the tests behaves; a test changes it as it goes. */
export const peerMannersSchema = z.object({
  /** No joint states are published. */
  silent: z.boolean().default(false),
  /** Added to every stamp (s): the robot's clock jumps when this changes. */
  stampOffsetSec: z.number().default(0),
  /** What is wrong with the joint states. */
  joints: z
    .enum(['shuffled', 'nan', 'noVelocities', 'jointMissing', 'beyondLimits', 'effort', 'unstamped'])
    .default('shuffled'),
  /** `lies`: says canceled, and goes on moving. `deaf`: refuses to cancel. */
  cancel: z.enum(['obeys', 'lies', 'deaf']).default('obeys'),
  /** ms from a goal's arrival until it is answered. */
  answerDelayMs: z.number().default(0),
  /** Goals are taken, and no feedback comes. */
  noFeedback: z.boolean().default(false),
});
export type PeerManners = z.infer<typeof peerMannersSchema>;

/** What the robot of the tests tells: times are of the machine's monotonic clock (ns), the same everywhere. */
export type PeerNews =
  | { readonly type: 'ready' }
  | { readonly type: 'cancel'; readonly atNs: string }
  | { readonly type: 'goal'; readonly atNs: string; readonly points: number };
