import type { Outcome } from '../../shared/contract/recorderContract';
import type { Session } from '../../shared/session/sessionMachine';
import type { Status } from '../ui/StatusMark';

export interface StateWords {
  readonly status: Status;
  readonly word: string;
  readonly text: string;
}

export const outcomeWords: Readonly<Record<Outcome, readonly [Status, string]>> = {
  succeeded: ['ok', 'Done'],
  notThere: ['bad', 'Not in its place'],
  unverified: ['warn', 'Done, not verified'],
  refused: ['off', 'Refused'],
  nothingInView: ['bad', 'Nothing in view'],
  planFailed: ['bad', 'No plan'],
  failed: ['bad', 'Failed'],
  stopped: ['stopped', 'Stopped'],
  interrupted: ['warn', 'Interrupted'],
};

/** The state of the loop in one word and one sentence. */
export function stateWords(session: Session): StateWords {
  switch (session.state) {
    case 'idle': {
      if (!session.ending) return { status: 'needsYou', word: 'Ready', text: 'Say what to do.' };
      const [status, word] = outcomeWords[session.ending.outcome];
      return { status, word, text: session.ending.text };
    }
    case 'observing':
      return { status: 'busy', word: 'Observing', text: 'A picture is being frozen.' };
    case 'proposing':
      return { status: 'busy', word: 'Proposing', text: 'The model answers on the frozen picture.' };
    case 'awaitingAnswer':
      return {
        status: 'needsYou',
        word: 'Your answer',
        text: 'Nothing is planned before you answer: below, or by a click in the decision frame.',
      };
    case 'planning':
      return { status: 'busy', word: 'Planning', text: 'The way is being solved, timed and checked.' };
    case 'awaitingApproval':
      return {
        status: 'needsYou',
        word: 'Your approval',
        text: 'Nothing moves until you approve this plan.',
      };
    case 'executing':
      return { status: 'busy', word: 'Moving', text: 'The approved plan is being executed.' };
    case 'verifying':
      return { status: 'busy', word: 'Verifying', text: 'A new picture shows where the object is.' };
    case 'stopping':
      return { status: 'warn', word: 'Stopping', text: 'Waiting until the joints stand still.' };
    case 'stopped':
      return session.confirmed
        ? { status: 'stopped', word: 'Stopped', text: session.text }
        : { status: 'bad', word: 'Stop NOT confirmed', text: session.text };
  }
}
