import { z } from 'zod';
import { type Proposal, proposalSchema } from '../../../shared/contract/proposal';
import { recordedPlanSchema } from '../../../shared/contract/recordedPlan';
import { approvalSchema } from '../../../shared/contract/robotContract';
import { type ChainedRecord, sha256 } from '../../episodes/format/hashChain';
import { parseJson } from '../source/parseJson';

/**
 * What the operator made of a proposal.
 * approved: as proposed; edited: another answer on the same picture and question was approved after this
 * one; refused: with the reason; noPlan: no motion could be planned from it; nothingInView: it said that
 * there is nothing; malformed: it could not be read; unjudged: none of these.
 */
export const judgementKinds = [
  'approved',
  'refused',
  'noPlan',
  'nothingInView',
  'malformed',
  'unjudged',
] as const;
export type JudgementKind = (typeof judgementKinds)[number];

export interface JudgedProposal {
  readonly proposal: Proposal;
  readonly judgement: JudgementKind;
  /** The operator's or the planner's words. */
  readonly reason: string | null;
  readonly operator: string | null;
}

const refusalSchema = z.looseObject({ planHash: z.string(), operator: z.string(), text: z.string() });
const failureSchema = z.looseObject({
  text: z.string().optional(),
  failures: z.array(z.looseObject({ text: z.string() })).optional(),
});

/** Every proposal of an episode with what became of it, in the order in which they were made. */
export function judgedProposals(records: readonly ChainedRecord[]): JudgedProposal[] {
  const judged: JudgedProposal[] = [];
  const planOf = new Map<string, string>();

  function judge(proposalId: string | undefined, change: Partial<JudgedProposal>): void {
    const place = judged.findLastIndex(({ proposal }) => proposal.proposalId === proposalId);
    const found = judged[place];
    if (found) judged[place] = { ...found, ...change };
  }

  for (const { kind, json } of records) {
    const content = parseJson(json);
    if (kind === 'proposal') {
      const proposal = proposalSchema.safeParse(content).data;
      if (proposal) judged.push(unjudged(proposal));
    } else if (kind === 'plan') {
      const proposalId = recordedPlanSchema.safeParse(content).data?.proposalId;
      if (proposalId) planOf.set(sha256(json), proposalId);
    } else if (kind === 'planFailure') {
      const failure = failureSchema.safeParse(content).data;
      const words = failure?.text ?? failure?.failures?.map(({ text }) => text).join(' ');
      const latest = judged.at(-1);
      if (latest?.judgement === 'unjudged') {
        judge(latest.proposal.proposalId, { judgement: 'noPlan', reason: words ?? null });
      }
    } else if (kind === 'approval') {
      const approval = approvalSchema.safeParse(content).data;
      if (approval) {
        judge(planOf.get(approval.planHash), { judgement: 'approved', operator: approval.operator });
      }
    } else if (kind === 'refusal') {
      const refusal = refusalSchema.safeParse(content).data;
      if (refusal) {
        judge(planOf.get(refusal.planHash), {
          judgement: 'refused',
          reason: refusal.text,
          operator: refusal.operator,
        });
      }
    }
  }
  return judged;
}

function unjudged(proposal: Proposal): JudgedProposal {
  const outcomes = proposal.generations.map(({ outcome }) => outcome);
  const judgement = outcomes.includes('malformed')
    ? 'malformed'
    : outcomes.includes('nothingThere')
      ? 'nothingInView'
      : 'unjudged';
  return { proposal, judgement, reason: null, operator: null };
}
