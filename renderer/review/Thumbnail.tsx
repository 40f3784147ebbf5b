import { useEffect, useRef, useState } from 'react';
import type { EpisodeSummary } from '../../shared/contract/recorderContract';
import { need } from '../loop/clients';
import { useConsole } from '../ui/ConsoleContext';
import { RecordedPicture } from './RecordedPicture';
import { createRecordedVideo } from './recordedVideo';
import styles from './Thumbnail.module.css';
import { createTurns } from './turns';
import { readShown, type ShownFrame } from './useFrameAt';

/** The recorder has more important things to do than to read many pictures at once. */
const takeTurn = createTurns(2);

/** A picture out of the middle of an episode, read when its row comes into view. */
export function Thumbnail({ episode }: { readonly episode: EpisodeSummary }) {
  const { clients } = useConsole();
  const place = useRef<HTMLSpanElement>(null);
  const [frame, setFrame] = useState<ShownFrame | null>(null);
  const { episodeId, durationSec } = episode;
  useEffect(() => {
    const element = place.current;
    if (!element || durationSec <= 0) return;
    let wanted = true;
    const observer = new IntersectionObserver(([seen]) => {
      if (!seen?.isIntersecting) return;
      observer.disconnect();
      void takeTurn(async () => {
        if (!wanted) return;
        const video = createRecordedVideo();
        const timeSec = durationSec / 2;
        const found = await readShown(need(clients, 'recorder'), video, {
          episodeId,
          timeSec,
          which: 'live',
          keyOnly: true,
        }).catch(() => null);
        video.close();
        if (wanted) setFrame(found);
      });
    });
    observer.observe(element);
    return () => {
      wanted = false;
      observer.disconnect();
    };
  }, [clients, episodeId, durationSec]);
  return (
    <span className={styles.thumbnail} ref={place} aria-hidden>
      {frame && <RecordedPicture frame={frame} alt="" />}
    </span>
  );
}
