import { isRunning } from '../../shared/session/sessionMachine';
import { endEpisode } from './episode';
import { processFault } from './faults';
import type { LoopDeps } from './loopDeps';
import type { LoopStore } from './loopStore';
import type { Timeouts } from './runContext';

/** Before an episode is closed (ms): the last links of other processes may still be under way. */
const defaultSettleMs = 200;

/**
 * Ends a run's recording with the run, wherever and however that happens. A stop that follows the run's end
 * is its last word: it is waited for. The answer resolves when nothing is being closed (any more), so that
 * the next run does not open its recording before this one's is closed.
 */
export function closeWithRun(deps: LoopDeps, store: LoopStore, timeouts: Timeouts): () => Promise<void> {
  let closing = Promise.resolve();

  const stopEnded = () =>
    new Promise<void>((resolve) => {
      if (store.session().state !== 'stopping') return resolve();
      const endWatch = store.view.subscribe(({ session }) => {
        if (session.state === 'stopping') return;
        endWatch();
        resolve();
      });
    });

  store.view.subscribe((now, before) => {
    const over = isRunning(before.session) || before.session.state === 'stopping';
    const resting = now.session.state === 'idle' || now.session.state === 'stopped';
    if (!over || !resting || !now.run?.episodeId || now.session === before.session) return;
    // A motion that failed is stopped as well, and which of the two is heard first is chance.
    const failed = now.run.execution?.last.type === 'failed';
    const stopped = failed ? 'failed' : 'stopped';
    const outcome = now.session.state === 'idle' ? (now.session.ending?.outcome ?? 'failed') : stopped;
    closing = endEpisode(deps.clients, outcome, {
      settleMs: deps.settleMs ?? defaultSettleMs,
      stopEnded,
      timeoutMs: timeouts.record,
    }).catch((error: unknown) =>
      store.addFault(
        processFault(
          'recorder',
          'Closing the recording',
          error,
          deps.robotWords(),
          'What was written is kept: the episode is repaired when it is next opened.',
        ),
      ),
    );
    store.updateRun({ episodeId: null });
  });
  return () => closing;
}
