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

/** The same on the live picture, until the motion is over: then things lie elsewhere. */
export function proposedOnLive({ run, session }: Pick<LoopView, 'run' | 'session'>): Proposed {
  const over = run?.execution && session.state !== 'executing';
  return over ? nothingProposed : proposedBy(run);
}
