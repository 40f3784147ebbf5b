import { CdrReader } from '@foxglove/cdr';
import type { GoalId } from './goalIds';

/** action_msgs/GoalStatus */
export const goalStatus = {
  ACCEPTED: 1,
  EXECUTING: 2,
  CANCELING: 3,
  SUCCEEDED: 4,
  CANCELED: 5,
  ABORTED: 6,
} as const;

/** The goals that an action server has accepted and not ended, from a serialized GoalStatusArray (CDR). */
export function activeGoals(bytes: Uint8Array): readonly GoalId[] {
  const reader = new CdrReader(bytes);
  const active: GoalId[] = [];
  for (let left = reader.sequenceLength(); left > 0; left--) {
    const id = reader.uint8Array(16).slice();
    reader.int32();
    reader.uint32();
    const status = reader.int8();
    if (status >= goalStatus.ACCEPTED && status <= goalStatus.CANCELING) active.push(id);
  }
  return active;
}
