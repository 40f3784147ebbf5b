import { useState } from 'react';
import { need } from '../loop/clients';
import { processFault } from '../loop/faults';
import { robotWords } from '../services/telemetry';
import { useConsole } from '../ui/ConsoleContext';

/** Verifying and opening a large pack takes minutes on a slow disk. */
const loadTimeoutMs = 300_000;

/** Has the inference process load a pack, the bundled one where no folder is given; what fails is told as a fault. */
export function useLoadPack() {
  const { clients, loop, telemetry } = useConsole();
  const [loading, setLoading] = useState(false);

  async function load(folder: string | undefined): Promise<void> {
    setLoading(true);
    try {
      await need(clients, 'inference').request('loadPack', folder === undefined ? {} : { folder }, {
        timeoutMs: loadTimeoutMs,
      });
    } catch (error) {
      loop.addFault(
        processFault(
          'inference',
          'Loading the model pack',
          error,
          robotWords(telemetry.getState()),
          'Check the folder, or load the bundled pack again.',
        ),
      );
    }
    setLoading(false);
  }

  return { loading, load };
}
