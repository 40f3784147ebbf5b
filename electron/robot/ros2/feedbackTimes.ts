import { secondsOf } from '../../ros2/rosTime';

/** s: by how much the two clocks of a feedback may part between two messages, and still be believed. */
const apartSec = 0.03;

interface TrajectoryFeedback {
  readonly header: { readonly stamp: { readonly sec: number; readonly nanosec: number } };
  readonly desired: { readonly time_from_start: { readonly sec: number; readonly nanosec: number } };
}

/**
 * Reads when the controller began from FollowJointTrajectory feedback. Not every controller fills in the
 * times: they are believed only where, from one message to the next, the time from the start goes on as the
 * stamp does. Null otherwise, and for the first.
 */
export function createFeedbackTimes() {
  let last: { readonly stampSec: number; readonly timeFromStart: number } | undefined;
  return (message: Readonly<Record<string, unknown>>) => {
    const feedback = message as unknown as TrajectoryFeedback;
    const now = {
      stampSec: secondsOf(feedback.header.stamp),
      timeFromStart: secondsOf(feedback.desired.time_from_start),
    };
    const before = last;
    last = now;
    if (!before || now.stampSec <= before.stampSec || now.timeFromStart <= before.timeFromStart) return null;
    const drift = now.stampSec - before.stampSec - (now.timeFromStart - before.timeFromStart);
    return Math.abs(drift) <= apartSec ? now : null;
  };
}
