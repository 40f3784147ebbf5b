import { isRunning } from '../../shared/session/sessionMachine';
import { endEpisode } from './episode';
import { processFault } from './faults';
import type { LoopDeps } from './loopDeps';
import type { LoopStore } from './loopStore';
import type { Timeouts } from './runContext';

/** Before an episode is closed (ms): the last links of other processes may still be under way. */
const defaultSettleMs = 200;

/** Ends a run's recording with the run, wherever and however that happens. */
export function closeWithRun(deps: LoopDeps, store: LoopStore, timeouts: Timeouts): void {
  store.view.subscribe((now, before) => {
    const over = isRunning(before.session) || before.session.state === 'stopping';
    const resting = now.session.state === 'idle' || now.session.state === 'stopped';
    if (!over || !resting || !now.run?.episodeId || now.session === before.session) return;
    const outcome = now.session.state === 'idle' ? (now.session.ending?.outcome ?? 'failed') : 'stopped';
    endEpisode(deps.clients, outcome, {
      settleMs: deps.settleMs ?? defaultSettleMs,
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
}
