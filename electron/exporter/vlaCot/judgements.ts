import { z } from 'zod';
import { sha256Schema } from '../../../shared/contract/common';
import { type Proposal, proposalSchema } from '../../../shared/contract/proposal';
import { recordedPlanSchema } from '../../../shared/contract/recordedPlan';
import { approvalSchema } from '../../../shared/contract/robotContract';
import { type ChainedRecord, sha256 } from '../../episodes/format/hashChain';
import { parseJson } from '../source/parseJson';

/**
 * What the operator made of a proposal.
 * approved: as proposed; edited: approved after the operator had changed what follows from it (another grasp) or had
 * put an earlier answer on the same picture right; corrected: not what was meant, and the operator said what was;
 * refused: with the reason; noPlan: no motion could be planned from it; nothingInView: it said that there is nothing;
 * malformed: it could not be read; unjudged: none of these.
 */
export const judgementKinds = [
  'approved',
  'edited',
  'corrected',
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
  /** What the operator did before the approval, in the order in which it was done. */
  readonly edits: readonly string[];
  readonly operator: string | null;
}

const refusalSchema = z.looseObject({ planHash: z.string(), operator: z.string(), text: z.string() });
const instructionSchema = z.looseObject({ text: z.string(), corrects: sha256Schema.nullish() });
/** A note that another grasp was asked for. */
const regraspSchema = z.looseObject({ withdrew: sha256Schema });
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

  /** What the operator has said about this picture so far. */
  function editsOf(proposalId: string | undefined): readonly string[] {
    return judged.find(({ proposal }) => proposal.proposalId === proposalId)?.edits ?? [];
  }

  for (const { kind, json } of records) {
    const content = parseJson(json);
    if (kind === 'proposal') {
      const proposal = proposalSchema.safeParse(content).data;
      const before = judged.at(-1);
      // Another answer on the same picture stands for all that was said before it.
      const goesOn = proposal && proposal.observationId === before?.proposal.observationId;
      if (proposal) judged.push({ ...unjudged(proposal), edits: goesOn ? before.edits : [] });
    } else if (kind === 'instruction') {
      const said = instructionSchema.safeParse(content).data;
      const proposalId = said?.corrects ? planOf.get(said.corrects) : undefined;
      if (said && proposalId) {
        const edits = [...editsOf(proposalId), `said: ${said.text}`];
        judge(proposalId, { judgement: 'corrected', reason: said.text, edits });
      }
    } else if (kind === 'note') {
      const regrasp = regraspSchema.safeParse(content).data;
      const proposalId = regrasp && planOf.get(regrasp.withdrew);
      if (proposalId) judge(proposalId, { edits: [...editsOf(proposalId), 'another grasp'] });
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
        const proposalId = planOf.get(approval.planHash);
        const judgement = editsOf(proposalId).length > 0 ? 'edited' : 'approved';
        judge(proposalId, { judgement, operator: approval.operator });
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
  return { proposal, judgement, reason: null, operator: null, edits: [] };
}

/** Two answers to one question about one picture, of which the operator approved one and put the other right. */
export interface Preference {
  readonly chosen: JudgedProposal;
  readonly rejected: JudgedProposal;
}

/** Each corrected proposal with the one that was approved in its place. */
export function preferences(judged: readonly JudgedProposal[]): Preference[] {
  const taskOf = ({ proposal }: JudgedProposal) => proposal.earlier[0]?.said ?? proposal.instruction;
  return judged.flatMap((rejected, place) => {
    if (rejected.judgement !== 'corrected') return [];
    const chosen = judged
      .slice(place + 1)
      .find(
        (each) =>
          each.judgement === 'edited' &&
          each.proposal.observationId === rejected.proposal.observationId &&
          taskOf(each) === taskOf(rejected),
      );
    return chosen ? [{ chosen, rejected }] : [];
  });
}
