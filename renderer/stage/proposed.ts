import type { Box, Proposal } from '../../shared/contract/proposal';
import { distinctAnswers } from '../../shared/proposal/samples';
import type { LoopView, RunView } from '../loop/loopView';

/** One of several answers that is not the Proposal's, with the number that the cards give it. */
export interface AlternativeMark {
  readonly number: number;
  readonly box: Box | null;
  readonly waypoints: readonly (readonly [number, number])[];
}

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

/** The other answers of a Proposal that was asked for several times, without repetition; only usable ones. */
export function alternativesOf(proposal: Proposal | null | undefined): readonly AlternativeMark[] {
  return (proposal?.samples ?? []).flatMap((samples) =>
    distinctAnswers(samples)
      .filter(({ index, generation }) => index !== samples.chosen && generation.outcome === 'parsed')
      .map(({ index, generation }) => ({
        number: index + 1,
        box: generation.box ?? null,
        waypoints: generation.waypoints ?? [],
      })),
  );
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
