import { type Generation, isDoubtful, type Proposal } from '../../shared/contract/proposal';
import type { Ending } from '../../shared/session/sessionMachine';
import { objectQuestion } from './dialogue';
import type { ShownPlan, VerificationView } from './loopView';
import { observe } from './observeStage';
import { propose } from './proposeStage';
import { ask, type RunContext, record } from './runContext';

/**
 * Looks whether the object is where it should be: a new picture, the model's box on it, and the
 * planner's measurement of what lies in the box against the plan's place point.
 */
export async function verify(
  context: RunContext,
  proposals: readonly Proposal[],
  { plan }: ShownPlan,
): Promise<VerificationView> {
  const placePoint = plan.grounding?.placePoint;
  const radius = plan.grounding?.placeRadius;
  if (!placePoint || radius === undefined) {
    return finished(context, null, null, {
      outcome: 'cannotTell',
      measured: null,
      distance: null,
      text: 'The plan names no place to put the object down, so there is nothing to compare with.',
    });
  }
  const frame = await observe(context);
  const proposal = await propose(context, {
    observationId: frame.observation.observationId,
    ...objectQuestion(proposals),
    kinds: ['affordance'],
    samples: 1,
    onStream: () => undefined,
  });
  const seen = proposal.generations.find(({ kind }) => kind === 'affordance');
  const unusable = seen && whyUnusable(seen);
  if (unusable) {
    return finished(context, frame, null, {
      outcome: 'cannotTell',
      measured: null,
      distance: null,
      text: unusable,
    });
  }
  const box = seen?.box ?? null;
  const verdict = await ask(context, 'planner', 'Comparing the places', (planner) =>
    planner.request(
      'verifyPlacement',
      {
        observationId: frame.observation.observationId,
        box,
        expected: [...placePoint] as [number, number, number],
        radius,
      },
      { timeoutMs: context.timeouts.verify },
    ),
  );
  return finished(context, frame, box, verdict);
}

function whyUnusable(seen: Generation): string | undefined {
  if (seen.outcome === 'malformed') {
    return `The model's answer on the new picture cannot be used. ${seen.problem ?? ''}`.trim();
  }
  if (seen.outcome === 'asks') return `On the new picture the model asks back: ${seen.question ?? ''}`.trim();
  return isDoubtful(seen) ? 'The model is not sure where the object is now.' : undefined;
}

function finished(
  context: RunContext,
  frame: VerificationView['frame'],
  box: VerificationView['box'],
  verdict: Pick<VerificationView, 'outcome' | 'measured' | 'distance' | 'text'>,
): VerificationView {
  record(context, 'verification', {
    ...verdict,
    box,
    observationId: frame?.observation.observationId ?? null,
  });
  return { ...verdict, frame, box };
}

/** How a run ends whose motion succeeded and which was then looked at. */
export function endingOf({ outcome, text }: VerificationView): Ending {
  switch (outcome) {
    case 'there':
      return { outcome: 'succeeded', text, fault: null };
    case 'notThere':
      return {
        outcome: 'notThere',
        text,
        fault: {
          code: 'verification.notThere',
          happened: `The motion ended well, but the object is not where it should be. ${text}`.slice(0, 2000),
          robotIs: 'The robot stands still at the end of its motion.',
          next: 'Look at the table, then repeat the task from a new picture.',
        },
      };
    case 'cannotTell':
      return { outcome: 'unverified', text, fault: null };
  }
}
