import type { cameraContract } from '../../shared/contract/cameraContract';
import type { Result } from '../../shared/contract/channel';

/** A picture on which a decision rests: colour and depth of one instant, and how to interpret them. */
export type DecisionFrame = Result<typeof cameraContract, 'getDecisionFrame'>;

export const decisionFramesKept = 8;

/** Keeps the newest few decision frames in memory; recording them is the recorder's business. */
export function createDecisionFrames(kept: number = decisionFramesKept) {
  const frames = new Map<string, DecisionFrame>();
  return {
    add(frame: DecisionFrame): void {
      frames.set(frame.observation.observationId, frame);
      for (const id of [...frames.keys()].slice(0, Math.max(0, frames.size - kept))) frames.delete(id);
    },
    /** Throws, in words, when the frame was never taken or is no longer kept. */
    get(observationId: string): DecisionFrame {
      const frame = frames.get(observationId);
      if (!frame) {
        throw new Error(
          `The camera does not hold the decision frame "${observationId}" (it keeps the last ${kept}). Take a new one.`,
        );
      }
      return frame;
    },
  };
}
export type DecisionFrames = ReturnType<typeof createDecisionFrames>;
