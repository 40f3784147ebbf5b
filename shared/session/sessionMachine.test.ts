import { describe, expect, it } from 'vitest';
import {
  advance,
  type Ending,
  initialSession,
  isCancellable,
  isRunning,
  type Session,
  type SessionEvent,
  sessionStateNames,
} from './sessionMachine';

const planHash = 'a'.repeat(64);
const otherHash = 'b'.repeat(64);
const failed: Ending = {
  outcome: 'failed',
  text: 'It failed.',
  fault: { code: 'x', happened: 'It failed.', robotIs: 'The robot stands still.', next: 'Try again.' },
};

const events: readonly SessionEvent[] = [
  { type: 'begin', purpose: 'task' },
  { type: 'begin', purpose: 'home' },
  { type: 'begin', purpose: 'replay' },
  { type: 'observed' },
  { type: 'proposed' },
  { type: 'asked' },
  { type: 'said' },
  { type: 'planned', planHash },
  { type: 'planned', planHash: otherHash },
  { type: 'replan' },
  { type: 'approved', planHash },
  { type: 'approved', planHash: otherHash },
  { type: 'executed', ending: { outcome: 'succeeded', text: 'Done.', fault: null } },
  { type: 'ended', ending: failed },
  { type: 'stop', source: 'button' },
  { type: 'stopEnded', confirmed: true, text: 'Stands still.' },
  { type: 'stopEnded', confirmed: false, text: 'Stop NOT confirmed.' },
  { type: 'reset' },
];

interface Edge {
  readonly from: Session;
  readonly event: SessionEvent;
  readonly to: Session;
}

/** Every state that can be reached at all, and every transition between them. */
function explore(): { readonly sessions: readonly Session[]; readonly edges: readonly Edge[] } {
  const seen = new Map<string, Session>([[JSON.stringify(initialSession), initialSession]]);
  const edges: Edge[] = [];
  for (const from of seen.values()) {
    for (const event of events) {
      const to = advance(from, event);
      edges.push({ from, event, to });
      const key = JSON.stringify(to);
      if (!seen.has(key)) seen.set(key, to);
    }
  }
  return { sessions: [...seen.values()], edges };
}

const { sessions, edges } = explore();

describe('sessionMachine, explored exhaustively', () => {
  it('reaches every state', () => {
    expect(new Set(sessions.map((session) => session.state))).toEqual(new Set(sessionStateNames));
  });

  it.each(sessions.map((session) => [JSON.stringify(session), session] as const))(
    'Stop leads from %s to stopping, then stopped',
    (_name, session) => {
      const stopping = advance(session, { type: 'stop', source: 'space' });
      expect(stopping.state).toBe('stopping');
      for (const confirmed of [true, false]) {
        const stopped = advance(stopping, { type: 'stopEnded', confirmed, text: 'words' });
        expect(stopped).toEqual({ state: 'stopped', confirmed, text: 'words' });
      }
    },
  );

  it('leaves stopping only to stopped, and stopped only by reset or another stop', () => {
    for (const { from, event, to } of edges) {
      if (from.state === 'stopping') expect(['stopping', 'stopped']).toContain(to.state);
      if (from.state === 'stopped' && to !== from) expect(['reset', 'stop']).toContain(event.type);
    }
  });

  it('executes only from awaitingApproval, by approved, with the very hash that was shown', () => {
    const entries = edges.filter((edge) => edge.to.state === 'executing' && edge.from.state !== 'executing');
    expect(entries.length).toBeGreaterThan(0);
    for (const { from, event, to } of entries) {
      expect(from.state).toBe('awaitingApproval');
      expect(event.type).toBe('approved');
      if (from.state !== 'awaitingApproval' || to.state !== 'executing' || event.type !== 'approved')
        continue;
      expect(event.planHash).toBe(from.planHash);
      expect(to.planHash).toBe(from.planHash);
    }
  });

  it('keeps, through an execution, the hash that was approved: nothing but its end or a stop leaves it', () => {
    const leaving = edges.filter(({ from, to }) => from.state === 'executing' && to !== from);
    expect(new Set(leaving.map(({ event }) => event.type))).toEqual(new Set(['executed', 'ended', 'stop']));
    for (const { to } of leaving) expect(to.state).not.toBe('executing');
  });

  it('has on every way to executing a plan and then its approval, whatever else came between', () => {
    // Every word of up to five events after every state that is not executing: the space is closed long before.
    const walk = (session: Session, planned: string | null, left: number): void => {
      if (left === 0) return;
      for (const event of events) {
        const next = advance(session, event);
        const shown = event.type === 'planned' && next !== session ? event.planHash : planned;
        if (next.state === 'executing' && session.state !== 'executing') {
          expect(event.type === 'approved' && event.planHash).toBe(shown);
          expect(next.planHash).toBe(shown);
        }
        if (next !== session) walk(next, shown, left - 1);
      }
    };
    for (const session of sessions) {
      if (session.state !== 'executing') {
        walk(session, session.state === 'awaitingApproval' ? session.planHash : null, 5);
      }
    }
  });

  it('ends in idle, with its words, whatever fails in whatever running state', () => {
    for (const session of sessions.filter(isRunning)) {
      expect(advance(session, { type: 'ended', ending: failed })).toEqual({ state: 'idle', ending: failed });
    }
  });

  it('does not let a late failure or answer move a stopped or resting session', () => {
    for (const session of sessions.filter((each) => !isRunning(each))) {
      expect(advance(session, { type: 'ended', ending: failed })).toBe(session);
      expect(advance(session, { type: 'planned', planHash })).toBe(session);
      expect(advance(session, { type: 'approved', planHash })).toBe(session);
    }
  });

  it('begins only from idle', () => {
    for (const { from, event, to } of edges) {
      if (event.type === 'begin' && from.state !== 'idle') expect(to).toBe(from);
    }
  });

  it('calls nothing cancellable in which the robot may move', () => {
    for (const session of sessions.filter(isCancellable)) {
      expect(['observing', 'proposing', 'awaitingAnswer', 'planning']).toContain(session.state);
    }
  });

  it('verifies a task and not a way home', () => {
    const executed: SessionEvent = { type: 'executed', ending: failed };
    expect(advance({ state: 'executing', purpose: 'task', planHash }, executed).state).toBe('verifying');
    expect(advance({ state: 'executing', purpose: 'home', planHash }, executed)).toEqual({
      state: 'idle',
      ending: failed,
    });
  });

  it('goes the whole way', () => {
    const way: readonly SessionEvent[] = [
      { type: 'begin', purpose: 'task' },
      { type: 'observed' },
      { type: 'asked' },
      { type: 'said' },
      { type: 'proposed' },
      { type: 'planned', planHash },
      { type: 'approved', planHash },
      { type: 'executed', ending: failed },
      { type: 'ended', ending: failed },
    ];
    const states: string[] = [];
    way.reduce((session, event) => {
      const next = advance(session, event);
      states.push(next.state);
      return next;
    }, initialSession);
    expect(states).toEqual([
      'observing',
      'proposing',
      'awaitingAnswer',
      'proposing',
      'planning',
      'awaitingApproval',
      'executing',
      'verifying',
      'idle',
    ]);
  });
});
