import { useEffect, useState } from 'react';
import type { EpisodeDetail } from '../../shared/contract/recorderContract';
import { messageOf } from '../loop/faults';
import { useConsole } from '../ui/ConsoleContext';

export type OpenedEpisode =
  | { readonly state: 'reading' }
  | { readonly state: 'failed'; readonly problem: string }
  | { readonly state: 'read'; readonly detail: EpisodeDetail };

export function useEpisode(episodeId: string): OpenedEpisode {
  const { clients } = useConsole();
  const [opened, setOpened] = useState<OpenedEpisode>({ state: 'reading' });
  useEffect(() => {
    let wanted = true;
    const recorder = clients('recorder');
    if (!recorder) {
      setOpened({ state: 'failed', problem: 'The recorder is not connected.' });
      return;
    }
    recorder.request('openEpisode', { episodeId }, { timeoutMs: 60_000 }).then(
      (detail) => {
        if (wanted) setOpened({ state: 'read', detail });
      },
      (error: unknown) => {
        if (wanted) setOpened({ state: 'failed', problem: messageOf(error) });
      },
    );
    return () => {
      wanted = false;
    };
  }, [clients, episodeId]);
  return opened;
}
