import type { Box, Generation, Proposal, ProposalKind } from '../../shared/contract/proposal';
import type { Vec2 } from '../../shared/geometry/pose';
import { nextSteps, PlanningError } from './planningError';

/** What a plan needs of a proposal: where the object is and the way it goes, both on the picture. */
export interface ReadProposal {
  readonly box: Box;
  readonly waypoints: readonly Vec2[];
}

const asked: Readonly<Record<ProposalKind, string>> = { affordance: 'box', trajectory: 'path' };

/** Takes box and path from the model's answers. Throws PlanningError in words when one is missing. */
export function readProposal(proposal: Proposal): ReadProposal {
  const { box } = usable(proposal, 'affordance');
  const { waypoints } = usable(proposal, 'trajectory');
  if (!box) throw missing('box');
  if (!waypoints || waypoints.length === 0) throw missing('path');
  return { box, waypoints };
}

function usable(proposal: Proposal, kind: ProposalKind): Generation {
  const what = asked[kind];
  const generation = proposal.generations.findLast((g) => g.kind === kind);
  if (!generation) throw missing(what);
  if (generation.outcome === 'nothingThere') {
    throw new PlanningError(
      'input',
      `The model says that what you asked for is not in view (it gave no ${what}).`,
      'Name an object that is on the picture, or put it there and take a new picture.',
    );
  }
  if (generation.outcome === 'asks') {
    throw new PlanningError(
      'input',
      `The model asks back: ${generation.question ?? ''}`,
      'Answer its question first; there is no plan before that.',
    );
  }
  if (generation.outcome === 'malformed') {
    throw new PlanningError(
      'input',
      `The model's ${what} could not be read${generation.problem ? `: ${generation.problem.slice(0, 300)}` : ''}.`,
      nextSteps.askAgain,
    );
  }
  return generation;
}

const missing = (what: string) =>
  new PlanningError('input', `The model's answer has no ${what}.`, nextSteps.askAgain);
