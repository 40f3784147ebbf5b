import type { FaultText } from '../contract/common';
import type { Outcome } from '../contract/recorderContract';
import type { StopSource } from '../contract/robotContract';

/**
 * The loop of one task, as a pure state machine. It decides what the console shows and offers; it
 * does not decide what may move: that is the gate in the robot process, which trusts none of this.
 *
 * No state machine library is behind it. What one adds (actors, timers, effects, nested states) the loop
 * does elsewhere and this must not do; what matters here, that every state and event is dealt with and that
 * the whole space can be walked, the compiler and an exhaustive test give to one pure function.
 */
export const sessionStateNames = [
  'idle',
  'observing',
  'proposing',
  'awaitingAnswer',
  'planning',
  'awaitingApproval',
  'executing',
  'verifying',
  'stopping',
  'stopped',
] as const;
export type SessionStateName = (typeof sessionStateNames)[number];

/** A task goes through the whole loop; `home` is planned and approved, but not seen or proposed. */
export type Purpose = 'task' | 'home' | 'replay';

/** How a run ended, in words that the operator reads. */
export interface Ending {
  readonly outcome: Outcome;
  readonly text: string;
  /** Set when something failed: what happened, what the robot is doing, what to do next. */
  readonly fault: FaultText | null;
}

export type Session =
  | { readonly state: 'idle'; readonly ending: Ending | null }
  | { readonly state: 'observing' }
  | { readonly state: 'proposing' }
  /** The model asked back: the operator answers, or calls the run off. */
  | { readonly state: 'awaitingAnswer' }
  | { readonly state: 'planning'; readonly purpose: Purpose }
  | { readonly state: 'awaitingApproval'; readonly purpose: Purpose; readonly planHash: string }
  | { readonly state: 'executing'; readonly purpose: Purpose; readonly planHash: string }
  | { readonly state: 'verifying' }
  | { readonly state: 'stopping'; readonly source: StopSource; readonly interrupted: SessionStateName }
  | { readonly state: 'stopped'; readonly confirmed: boolean; readonly text: string };

export type SessionEvent =
  | { readonly type: 'begin'; readonly purpose: Purpose }
  | { readonly type: 'observed' }
  | { readonly type: 'proposed' }
  | { readonly type: 'asked' }
  /** The operator answers the model's question, or corrects the proposal whose plan waits; that plan is withdrawn. */
  | { readonly type: 'said' }
  | { readonly type: 'planned'; readonly planHash: string }
  /** The operator wants another plan for the same answers, or takes other ones of them; the plan that waits is withdrawn. */
  | { readonly type: 'replan' }
  /** The gate said yes to the operator's approval of exactly this plan. */
  | { readonly type: 'approved'; readonly planHash: string }
  /** The motion reached its end. The ending is shown when nothing is left to verify. */
  | { readonly type: 'executed'; readonly ending: Ending }
  /** The run is over: verified, refused, cancelled by the operator, or failed. */
  | { readonly type: 'ended'; readonly ending: Ending }
  | { readonly type: 'stop'; readonly source: StopSource }
  /** The stop is over, measured or not: an unanswered stop ends here too, unconfirmed. */
  | { readonly type: 'stopEnded'; readonly confirmed: boolean; readonly text: string }
  | { readonly type: 'reset' };

export const initialSession: Session = { state: 'idle', ending: null };

/** States in which a run is under way: it can end, and nothing else may begin. */
const running: ReadonlySet<SessionStateName> = new Set([
  'observing',
  'proposing',
  'awaitingAnswer',
  'planning',
  'awaitingApproval',
  'executing',
  'verifying',
]);

export function isRunning(session: Session): boolean {
  return running.has(session.state);
}

const cancellable: ReadonlySet<SessionStateName> = new Set([
  'observing',
  'proposing',
  'awaitingAnswer',
  'planning',
]);

/** Whether the operator may still call a run off without a stop: nothing has been approved yet. */
export function isCancellable(session: Session): boolean {
  return cancellable.has(session.state);
}

/**
 * The next state. An event that has no meaning in a state leaves it as it is (the same object):
 * answers that arrive after a stop or a refusal come too late and change nothing.
 */
export function advance(session: Session, event: SessionEvent): Session {
  switch (event.type) {
    case 'begin':
      if (session.state !== 'idle') return session;
      return event.purpose === 'task'
        ? { state: 'observing' }
        : { state: 'planning', purpose: event.purpose };
    case 'observed':
      return session.state === 'observing' ? { state: 'proposing' } : session;
    case 'proposed':
      return session.state === 'proposing' ? { state: 'planning', purpose: 'task' } : session;
    case 'asked':
      return session.state === 'proposing' ? { state: 'awaitingAnswer' } : session;
    case 'said':
      if (session.state === 'awaitingApproval')
        return session.purpose === 'task' ? { state: 'proposing' } : session;
      return session.state === 'awaitingAnswer' ? { state: 'proposing' } : session;
    case 'planned':
      if (session.state !== 'planning') return session;
      return { state: 'awaitingApproval', purpose: session.purpose, planHash: event.planHash };
    case 'replan':
      if (session.state === 'awaitingApproval' && session.purpose !== 'task') return session;
      if (session.state !== 'awaitingApproval' && session.state !== 'awaitingAnswer') return session;
      return { state: 'planning', purpose: 'task' };
    case 'approved':
      if (session.state !== 'awaitingApproval' || session.planHash !== event.planHash) return session;
      return { ...session, state: 'executing' };
    case 'executed':
      if (session.state !== 'executing') return session;
      return session.purpose === 'task' ? { state: 'verifying' } : { state: 'idle', ending: event.ending };
    case 'ended':
      return isRunning(session) ? { state: 'idle', ending: event.ending } : session;
    case 'stop':
      // A second stop while the first is under way changes nothing here; both have been sent.
      if (session.state === 'stopping') return session;
      return { state: 'stopping', source: event.source, interrupted: session.state };
    case 'stopEnded':
      if (session.state !== 'stopping') return session;
      return { state: 'stopped', confirmed: event.confirmed, text: event.text };
    case 'reset':
      return session.state === 'stopped' ? { state: 'idle', ending: null } : session;
  }
}
