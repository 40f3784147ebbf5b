import type { PlanFailure } from '../../shared/contract/plannerContract';

/**
 * Why there is no plan, in the operator's words. Thrown where the reason is found and caught once, at
 * the planner's border, where it becomes the answer; it never reaches the operator as an exception.
 */
export class PlanningError extends Error {
  constructor(
    readonly stage: PlanFailure['stage'],
    text: string,
    readonly next: string,
  ) {
    super(text);
    this.name = 'PlanningError';
  }

  toFailure(): PlanFailure {
    return { stage: this.stage, text: this.message.slice(0, 600), next: this.next.slice(0, 600) };
  }
}

/** What an operator can do next, where several reasons share it. */
export const nextSteps = {
  askAgain: 'Take a new picture and ask the model again; name the object more exactly if it chose another.',
  otherObject: 'Ask for an object that the gripper can hold.',
  moveObject: 'Move the object or what stands in the way, take a new picture and ask again.',
  otherPlace: 'Put the object or its target elsewhere on the table, take a new picture and ask again.',
  otherFences:
    'Choose an object and a place inside the fences, or change the fences (Models, Fences); then plan again.',
  freeByHand: "Free the arm by hand (guiding mode) or with the robot's own controls, then plan again.",
  otherRecording: 'Choose another recording, or record it again.',
  calibrate: 'Calibrate the camera anew, or put it back where it was; then take a new picture.',
  checkCamera: 'Check that nothing covers the camera and that its depth is live, then take a new picture.',
  stateSizes:
    'State the height of the surface and the sizes of object and target (below the instruction), then try again.',
  correctSizes:
    'Correct the sizes below the instruction, then try again. If they are right, the box marks something else: ask again.',
  seeBetter:
    'Move the camera nearer, or use one that has depth, or a smaller object; then take a new picture and ask again.',
} as const;

/** "(0.512, -0.104, 0.022) m" */
export const point = (p: readonly number[]): string => `(${p.map((v) => v.toFixed(3)).join(', ')}) m`;
