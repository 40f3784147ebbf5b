import type { Box } from '../../shared/contract/proposal';
import type { LoopView, RunView } from '../loop/loopView';

export interface Proposed {
  readonly box: Box | null;
  readonly waypoints: readonly (readonly [number, number])[];
  readonly preview: boolean;
}

export const nothingProposed: Proposed = { box: null, waypoints: [], preview: false };

/**
 * What is drawn of the model's answer: the Proposal once it is there, before it what has been parsed of
 * the stream. Nothing at all of a proposal in which any answer cannot be used.
 */
export function proposedBy(run: RunView | null): Proposed {
  if (!run) return nothingProposed;
  const { proposal, streams } = run;
  if (proposal) {
    if (proposal.generations.some(({ outcome }) => outcome !== 'parsed')) return nothingProposed;
    return {
      box: proposal.generations.find(({ box }) => box)?.box ?? null,
      waypoints: proposal.generations.find(({ waypoints }) => waypoints)?.waypoints ?? [],
      preview: false,
    };
  }
  return {
    box: streams.affordance?.progress.answer?.box ?? null,
    waypoints: streams.trajectory?.progress.answer?.waypoints ?? [],
    preview: true,
  };
}

/**
 * The same on the live picture of a camera, until the motion is over: then things lie elsewhere. Nothing if
 * the answer was given on another camera's picture.
 */
export function proposedOnLive(
  { run, session }: Pick<LoopView, 'run' | 'session'>,
  cameraName: string | null,
): Proposed {
  const over = run?.execution && session.state !== 'executing';
  const frame = run?.frame;
  const elsewhere = frame && cameraName !== null && frame.observation.cameraName !== cameraName;
  return over || elsewhere ? nothingProposed : proposedBy(run);
}
