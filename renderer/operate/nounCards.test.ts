import { describe, expect, it } from 'vitest';
import type { ExecutionEvent } from '../../shared/contract/robotContract';
import type { Session } from '../../shared/session/sessionMachine';
import { model, observation, plan } from '../loop/loopTestNouns';
import { type LoopView, newRun, type RunView } from '../loop/loopView';
import { currentNoun, type Noun, nounCard, nouns, nounsToOpen } from './nounCards';

const view = (session: Session, run: RunView | null): LoopView => ({
  session,
  stateSinceSec: 0,
  run,
  lastStop: null,
  currentStop: null,
  faults: [],
});
const started = newRun('run', 'task', 'put it there', 0);
const observed: RunView = { ...started, frame: { observation, jpeg: new Uint8Array() } };
const proposed: RunView = {
  ...observed,
  proposal: { proposalId: 'p', observationId: 'o', instruction: 'x', earlier: [], model, generations: [] },
};
const planned: RunView = { ...proposed, plan: { plan, planHash: 'h', planningMs: 1 } };
const event: ExecutionEvent = {
  executionId: 'e',
  planHash: 'a'.repeat(64),
  type: 'progress',
  stampSec: 0,
  segmentIndex: 0,
  segmentCount: 1,
  phase: 'approach',
  planTimeSec: 1,
  text: '',
};
const moving: RunView = {
  ...planned,
  approval: {
    approvalId: 'a',
    planHash: 'a'.repeat(64),
    epoch: 'e',
    operator: 'Ada',
    approvedAtSec: 0,
    expiresAtSec: 1,
  },
  execution: { executionId: 'e', last: event, worstErrorRad: 0 },
};
const idle: Session = { state: 'idle', ending: null };
const statuses = (of: LoopView) => Object.fromEntries(nouns.map((noun) => [noun, nounCard(noun, of).status]));

describe('nounCard', () => {
  it('needs only the instruction at first', () => {
    expect(statuses(view(idle, null))).toEqual({
      instruction: 'needsYou',
      observation: 'todo',
      proposal: 'todo',
      plan: 'todo',
      approval: 'todo',
      execution: 'todo',
      verification: 'todo',
    });
  });

  it('shows what is made, what is being made and what needs the operator', () => {
    expect(statuses(view({ state: 'proposing' }, observed))).toMatchObject({
      observation: 'ok',
      proposal: 'busy',
      plan: 'todo',
    });
    const waiting = view({ state: 'awaitingApproval', purpose: 'task', planHash: 'h' }, planned);
    expect(statuses(waiting)).toMatchObject({ plan: 'ok', approval: 'needsYou', execution: 'todo' });
  });

  it('marks where a run broke off, and only there', () => {
    expect(statuses(view(idle, observed))).toMatchObject({
      observation: 'ok',
      proposal: 'bad',
      plan: 'todo',
    });
    const failures = [{ stage: 'path' as const, text: 'no', next: 'yes' }];
    expect(statuses(view(idle, { ...proposed, failures }))).toMatchObject({ plan: 'bad', approval: 'todo' });
  });

  it('says how far a stopped motion had come', () => {
    const stopped = view({ state: 'stopped', confirmed: true, text: '' }, moving);
    expect(nounCard('execution', stopped)).toEqual({
      status: 'stopped',
      summary: 'broken off at 50\u202f%',
    });
    expect(nounCard('verification', stopped).status).toBe('todo');
  });

  it('does not ask for what a way home has not', () => {
    const home = view({ state: 'planning', purpose: 'home' }, newRun('run', 'home', 'home', 0));
    expect(statuses(home)).toMatchObject({
      observation: 'off',
      proposal: 'off',
      plan: 'busy',
      verification: 'off',
    });
  });
});

describe('nounsToOpen', () => {
  it.each<[Session, Noun]>([
    [{ state: 'observing' }, 'observation'],
    [{ state: 'proposing' }, 'proposal'],
    [{ state: 'planning', purpose: 'task' }, 'plan'],
    [{ state: 'awaitingApproval', purpose: 'task', planHash: 'h' }, 'approval'],
    [{ state: 'executing', purpose: 'task', planHash: 'h' }, 'execution'],
    [{ state: 'verifying' }, 'verification'],
  ])('opens the one card that is current in %j', (session, noun) => {
    expect(currentNoun(view(session, moving))).toBe(noun);
    expect(nounsToOpen(view(session, moving))).toEqual([noun]);
  });

  it('opens the result beside the next instruction', () => {
    const verification = {
      frame: null,
      box: null,
      outcome: 'there' as const,
      measured: null,
      distance: null,
      text: '',
    };
    expect(nounsToOpen(view(idle, { ...moving, verification }))).toEqual(['instruction', 'verification']);
  });
});
