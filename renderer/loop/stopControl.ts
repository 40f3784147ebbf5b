import type { RobotState, StopReport, StopSource } from '../../shared/contract/robotContract';
import { type Clients, need } from './clients';
import { messageOf, processFault } from './faults';
import type { LoopStore } from './loopStore';

const stoppedEarlier = 'A stop stands from before; it holds until it is reset.';
const notConfirmed =
  'Stop NOT confirmed: the robot process gave no word that the arm stands still. Use the hardware emergency stop if it moves.';

export interface StopControl {
  /** The operator's stop: sent on both lines before anything else is done. */
  stop(source: StopSource, reason: string): void;
  /** Somebody else (main, the watchdog) has asked for a stop; the robot's report will follow. */
  stopSeen(source: StopSource): void;
  reported(report: StopReport): void;
  /**
   * A latched stop that this page has not seen begin: the robot process stopped by itself a moment ago, and its
   * report follows when the arm stands; or the page was reloaded meanwhile.
   */
  stateSeen(state: RobotState): void;
  reset(): Promise<void>;
}

export interface StopDeps {
  readonly clients: Clients;
  /** The second line, through main. */
  readonly stopByMain: (source: StopSource, reason: string) => void;
  readonly store: LoopStore;
  readonly answerWithinMs: number;
  readonly robotWords: () => string;
}

/** Brings the session to stopping and, with the robot's report or without, to stopped. */
export function createStopControl(deps: StopDeps): StopControl {
  const { store } = deps;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function begin(source: StopSource): void {
    store.beginStop();
    store.dispatch({ type: 'stop', source });
    clearTimeout(timer);
    timer = setTimeout(() => end(false, notConfirmed), deps.answerWithinMs);
  }

  function end(confirmed: boolean, text: string): void {
    clearTimeout(timer);
    store.dispatch({ type: 'stopEnded', confirmed, text });
  }

  function settled(): boolean {
    const { state } = store.session();
    return state === 'stopping' || state === 'stopped';
  }

  function reported(report: StopReport): void {
    if (!settled()) begin(report.source);
    // A stop is sent on two lines: the second report, of an arm that already stands, says less.
    const isEcho = store.session().state === 'stopped' && !report.wasMoving && report.confirmed;
    if (!isEcho) store.reportStop(report);
    end(report.confirmed, report.text);
  }

  return {
    stop(source, reason) {
      const answer = deps
        .clients('robot')
        ?.request('stop', { source, reason }, { timeoutMs: deps.answerWithinMs });
      deps.stopByMain(source, reason);
      begin(source);
      if (!answer) return end(false, notConfirmed);
      answer.then(reported, (error: unknown) => {
        if (store.session().state === 'stopping') end(false, `${notConfirmed} (${messageOf(error)})`);
      });
    },
    stopSeen(source) {
      if (!settled()) begin(source);
    },
    reported,
    stateSeen(state) {
      if (!state.stopLatched || settled()) return;
      begin('main');
      if (state.mode === 'stopped') end(true, stoppedEarlier);
    },
    async reset() {
      try {
        await need(deps.clients, 'robot').request('resetStop', {}, { timeoutMs: deps.answerWithinMs });
        store.dispatch({ type: 'reset' });
      } catch (error) {
        store.addFault(processFault('robot', 'Resetting the stop', error, deps.robotWords()));
      }
    },
  };
}
