import type { Outcome } from '../../shared/contract/recorderContract';
import { type Clients, need } from './clients';
import { failure, processFault } from './faults';
import { ask, type RunContext, record } from './runContext';

/** Opens the recording. Nothing goes on without one: the gate needs it, and so does whoever looks back. */
export async function startEpisode(
  context: RunContext,
  instruction: string,
  robot: string,
  model: string,
): Promise<string> {
  const { episodeId } = await ask(context, 'recorder', 'Starting the recording', async (recorder) => {
    try {
      const started = await recorder.request(
        'startEpisode',
        { instruction, robot, model },
        { timeoutMs: context.timeouts.record },
      );
      // Stopped or called off in the meantime: nobody else would close it.
      if (!context.alive()) recorder.request('endEpisode', { outcome: 'stopped' }).catch(() => undefined);
      return started;
    } catch (error) {
      throw failure(
        'failed',
        processFault(
          'recorder',
          'Starting the recording',
          error,
          context.robotWords(),
          'Nothing moves without a recording. Free disk space, or look at the episodes folder, then try again.',
        ),
      );
    }
  });
  record(context, 'instruction', { text: instruction });
  return episodeId;
}

/** Closes the recording; the last links of other processes get `settleMs` to arrive first, those of a stop until it has ended. */
export async function endEpisode(
  clients: Clients,
  outcome: Outcome,
  options: {
    readonly settleMs: number;
    readonly stopEnded: () => Promise<void>;
    readonly timeoutMs: number;
  },
): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, options.settleMs));
  await options.stopEnded();
  await need(clients, 'recorder').request('endEpisode', { outcome }, { timeoutMs: options.timeoutMs });
}
