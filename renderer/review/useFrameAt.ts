import { useEffect, useMemo, useState } from 'react';
import { type ClientTable, need } from '../loop/clients';
import { messageOf } from '../loop/faults';
import { useConsole } from '../ui/ConsoleContext';
import { newestWins } from './newestWins';
import { createRecordedVideo, type RecordedVideo } from './recordedVideo';

/** A recorded picture, ready to be shown. */
export type ShownFrame = { readonly timeSec: number } & (
  | { readonly type: 'image/jpeg' | 'image/png'; readonly data: Uint8Array<ArrayBuffer> }
  | { readonly type: 'bitmap'; readonly bitmap: ImageBitmap }
);

export interface FrameAt {
  readonly frame: ShownFrame | null;
  /** Why there is none, in words. */
  readonly problem: string | null;
}

interface Wanted {
  readonly episodeId: string;
  readonly timeSec: number;
  readonly which: 'live' | 'decision';
  readonly topic?: string | undefined;
  readonly keyOnly?: boolean;
}

/** Reads a picture, and decodes it if it is video. Null: there is none at that time. */
export async function readShown(
  recorder: ClientTable['recorder'],
  video: RecordedVideo,
  wanted: Wanted,
): Promise<ShownFrame | null> {
  const afterSec = video.stands();
  const frame = await recorder.request(
    'readFrame',
    { ...wanted, ...(afterSec !== undefined && { afterSec }) },
    { timeoutMs: 15_000 },
  );
  if (!frame) return null;
  const { timeSec } = frame;
  if ('data' in frame) {
    return {
      timeSec,
      type: frame.format === 'png' ? 'image/png' : 'image/jpeg',
      data: new Uint8Array(frame.data),
    };
  }
  return { timeSec, type: 'bitmap', bitmap: await video.show(frame) };
}

const isSame = (a: FrameAt, b: FrameAt) =>
  a.frame?.timeSec === b.frame?.timeSec && a.frame?.type === b.frame?.type && a.problem === b.problem;

/** The recorded picture at or before a time (`topic`: of that camera). */
export function useFrameAt(
  episodeId: string,
  timeSec: number,
  which: 'live' | 'decision',
  topic?: string,
): FrameAt {
  const { clients } = useConsole();
  const [found, setFound] = useState<FrameAt>({ frame: null, problem: null });
  const reader = useMemo(() => {
    const video = createRecordedVideo();
    const asking = newestWins<number, FrameAt>(
      async (time) => {
        try {
          const recorder = need(clients, 'recorder');
          const frame = await readShown(recorder, video, { episodeId, timeSec: time, which, topic });
          return { frame, problem: null };
        } catch (error) {
          return { frame: null, problem: messageOf(error) };
        }
      },
      (next) => setFound((before) => (isSame(before, next) ? before : next)),
    );
    return {
      ask: asking.ask,
      end(): void {
        asking.end();
        video.close();
      },
    };
  }, [clients, episodeId, which, topic]);
  useEffect(() => reader.ask(timeSec), [reader, timeSec]);
  useEffect(() => reader.end, [reader]);
  return found;
}
