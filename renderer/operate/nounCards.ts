import type { SessionStateName } from '../../shared/session/sessionMachine';
import type { LoopView, RunView } from '../loop/loopView';
import { formatMillimetres, formatMs, formatPercent, formatSec } from '../ui/format';
import type { Status } from '../ui/StatusMark';

/** The nouns of the loop, one card each, in the order in which they come about. */
export const nouns = [
  'instruction',
  'observation',
  'proposal',
  'plan',
  'approval',
  'execution',
  'verification',
] as const;
export type Noun = (typeof nouns)[number];

export const nounWords: Readonly<Record<Noun, string>> = {
  instruction: 'Instruction',
  observation: 'Observation',
  proposal: 'Proposal',
  plan: 'Plan',
  approval: 'Approval',
  execution: 'Execution',
  verification: 'Verification',
};

export interface NounCard {
  readonly status: Status;
  /** What came of it, in a few words; empty while nothing has. */
  readonly summary: string;
}

const madeIn: Readonly<Record<Exclude<Noun, 'instruction'>, SessionStateName>> = {
  observation: 'observing',
  proposal: 'proposing',
  plan: 'planning',
  approval: 'awaitingApproval',
  execution: 'executing',
  verification: 'verifying',
};

const notNeededWithoutModel: ReadonlySet<Noun> = new Set(['observation', 'proposal', 'verification']);

/** The noun that is being made now; the instruction while nothing runs. */
export function currentNoun({ session }: LoopView): Noun {
  for (const noun of nouns) {
    if (noun !== 'instruction' && madeIn[noun] === session.state) return noun;
  }
  if (session.state === 'awaitingAnswer') {
    return 'proposal';
  }
  return 'instruction';
}

/** The cards that open by themselves: the current one, and at the end the one that tells how it ended. */
export function nounsToOpen(view: LoopView): readonly Noun[] {
  const current = currentNoun(view);
  if (view.session.state === 'stopping') return ['execution'];
  if (view.session.state === 'stopped') return [];
  if (view.session.state !== 'idle' || !view.run) return [current];
  if (view.run.verification) return [current, 'verification'];
  return [current];
}

/** How far a noun has come. */
export function nounCard(noun: Noun, view: LoopView): NounCard {
  const { session, run } = view;
  if (noun === 'instruction') {
    if (!run) return { status: 'needsYou', summary: '' };
    return { status: 'ok', summary: run.instruction };
  }
  if (!run) return { status: 'todo', summary: '' };
  if (run.purpose !== 'task' && notNeededWithoutModel.has(noun))
    return { status: 'off', summary: 'not needed' };
  const made = summaryOf(noun, run);
  if (noun === 'proposal' && session.state === 'awaitingAnswer') {
    return { status: 'needsYou', summary: 'needs your answer' };
  }
  if (session.state === madeIn[noun]) {
    return { status: noun === 'approval' ? 'needsYou' : 'busy', summary: made?.summary ?? '' };
  }
  if (noun === 'execution' && made?.status === 'busy' && session.state !== 'stopping') {
    return { status: 'stopped', summary: `broken off at ${made.summary}` };
  }
  if (made) return made;
  // The run ended while this was being made: the first noun that is missing is where it broke off.
  const ended = session.state === 'idle' || session.state === 'stopped';
  const broken = ended && firstMissing(run) === noun;
  return broken ? { status: 'bad', summary: 'did not come about' } : { status: 'todo', summary: '' };
}

function firstMissing(run: RunView): Noun | undefined {
  return nouns.find((noun) => {
    if (noun === 'instruction' || (run.purpose !== 'task' && notNeededWithoutModel.has(noun))) return false;
    const status = summaryOf(noun, run)?.status;
    return status !== 'ok' && status !== 'warn';
  });
}

const unusableWords = {
  parsed: '',
  asks: 'asked back',
  nothingThere: 'nothing in view',
  malformed: 'malformed',
} as const;

function summaryOf(noun: Exclude<Noun, 'instruction'>, run: RunView): NounCard | null {
  switch (noun) {
    case 'observation': {
      if (!run.frame) return null;
      const { camera, hasDepth } = run.frame.observation;
      return {
        status: 'ok',
        summary: `${camera.width} \u00d7 ${camera.height}${hasDepth ? ', with depth' : ', no depth'}`,
      };
    }
    case 'proposal': {
      if (!run.proposal) return null;
      const bad = run.proposal.generations.find(({ outcome }) => outcome !== 'parsed');
      if (bad) {
        return { status: 'bad', summary: unusableWords[bad.outcome] };
      }
      const points = run.proposal.generations.find(({ waypoints }) => waypoints)?.waypoints?.length ?? 0;
      const of = run.proposal.samples?.[0]?.answers.length ?? 1;
      const which = of === 1 ? '' : `, ${run.proposal.chosenFrom ? 'your choice' : 'medoid'} of ${of}`;
      return { status: 'ok', summary: `box and ${points} waypoints${which}` };
    }
    case 'plan':
      if (run.failures.length > 0) return { status: 'bad', summary: 'no plan' };
      return run.plan
        ? {
            status: 'ok',
            summary: `${formatSec(run.plan.plan.durationSec)}, found in ${formatMs(run.plan.planningMs)}`,
          }
        : null;
    case 'approval':
      if (run.gateRefusals.length > 0) return { status: 'bad', summary: 'refused by the gate' };
      return run.approval ? { status: 'ok', summary: `by ${run.approval.operator}` } : null;
    case 'execution': {
      if (!run.execution || !run.plan) return null;
      const { last } = run.execution;
      if (last.type === 'failed') return { status: 'bad', summary: `failed: ${last.phase}` };
      if (last.type === 'stopped') return { status: 'stopped', summary: 'stopped' };
      if (last.type === 'succeeded') return { status: 'ok', summary: formatSec(last.planTimeSec) };
      return { status: 'busy', summary: formatPercent(last.planTimeSec / run.plan.plan.durationSec) };
    }
    case 'verification': {
      if (!run.verification) return null;
      const { outcome, distance } = run.verification;
      const off = distance === null ? '' : `, ${formatMillimetres(distance)} off`;
      if (outcome === 'there') return { status: 'ok', summary: `in its place${off}` };
      if (outcome === 'notThere') return { status: 'bad', summary: `not in its place${off}` };
      return { status: 'warn', summary: 'cannot tell' };
    }
  }
}
