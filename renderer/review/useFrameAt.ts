import { useEffect, useMemo, useState } from 'react';
import type { Result } from '../../shared/contract/channel';
import type { recorderContract } from '../../shared/contract/recorderContract';
import { need } from '../loop/clients';
import { useConsole } from '../ui/ConsoleContext';
import { newestWins } from './newestWins';

type Frame = Result<typeof recorderContract, 'readFrame'>;

/** The recorded picture at or before a time (`topic`: of that camera); null while there is none. */
export function useFrameAt(
  episodeId: string,
  timeSec: number,
  which: 'live' | 'decision',
  topic?: string,
): Frame {
  const { clients } = useConsole();
  const [frame, setFrame] = useState<Frame>(null);
  const reader = useMemo(
    () =>
      newestWins<number, Frame>(
        async (time) =>
          need(clients, 'recorder').request(
            'readFrame',
            { episodeId, timeSec: time, which, topic },
            { timeoutMs: 15_000 },
          ),
        (found) => setFrame((before) => (before?.timeSec === found?.timeSec ? before : found)),
      ),
    [clients, episodeId, which, topic],
  );
  useEffect(() => reader.ask(timeSec), [reader, timeSec]);
  useEffect(() => reader.end, [reader]);
  return frame;
}
