import { useCallback, useEffect, useState } from 'react';
import type { EpisodeSummary } from '../../shared/contract/recorderContract';
import { messageOf } from '../loop/faults';
import { useConsole, useTelemetry } from '../ui/ConsoleContext';

export interface Episodes {
  readonly folder: string;
  /** Newest first; null until the recorder has answered. */
  readonly episodes: readonly EpisodeSummary[] | null;
  readonly problem: string | null;
  readonly reload: () => void;
}

/** The recorded episodes; read anew when one has ended. */
export function useEpisodes(): Episodes {
  const { clients } = useConsole();
  const connected = useTelemetry(({ connected }) => connected.recorder);
  const recording = useTelemetry(({ recorder }) => recorder?.state === 'recording');
  const [list, setList] = useState<Omit<Episodes, 'reload'>>({ folder: '', episodes: null, problem: null });
  const reload = useCallback(() => {
    const recorder = clients('recorder');
    if (!recorder) {
      setList((before) => ({ ...before, problem: 'The recorder is not connected.' }));
      return;
    }
    recorder.request('listEpisodes', {}, { timeoutMs: 30_000 }).then(
      ({ folder, episodes }) =>
        setList({
          folder,
          episodes: [...episodes].sort((a, b) => b.startedAtSec - a.startedAtSec),
          problem: null,
        }),
      (error: unknown) => setList((before) => ({ ...before, problem: messageOf(error) })),
    );
  }, [clients]);
  useEffect(() => {
    if (connected && !recording) reload();
  }, [connected, recording, reload]);
  return { ...list, reload };
}
