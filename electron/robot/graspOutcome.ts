import type { GripperSegment } from '../../shared/contract/plan';
import type { GripperEnd } from './driver';

const mm = (metres: number) => `${(metres * 1000).toFixed(1)} mm`;

/**
 * Whether a gripper goal did what the plan needs, judged by the measured opening; null if it did, else
 * words. Holding an object means having stalled on it within its expected width.
 */
export function graspProblem(segment: GripperSegment, end: GripperEnd): string | null {
  if (end.status !== 'succeeded' && !end.stalled && !end.reachedGoal) {
    return `The gripper did not do it (${end.status})${end.text ? `: ${end.text}` : ''}.`;
  }
  const object = segment.expectObject;
  if (!object) {
    return end.reachedGoal
      ? null
      : `The gripper got stuck at ${mm(end.width)} on its way to ${mm(segment.width)}.`;
  }
  if (!end.stalled || end.width < object.minWidth) {
    return `The gripper closed on nothing: it stands at ${mm(end.width)}, the object is ${mm(object.minWidth)} or wider.`;
  }
  // Written so that NaN is no grasp.
  if (!(end.width <= object.maxWidth)) {
    return `The gripper holds something else: it stands at ${mm(end.width)}, the object is ${mm(object.maxWidth)} at most.`;
  }
  return null;
}
