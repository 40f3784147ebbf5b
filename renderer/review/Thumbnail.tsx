import { useEffect, useRef, useState } from 'react';
import type { EpisodeSummary } from '../../shared/contract/recorderContract';
import { useConsole } from '../ui/ConsoleContext';
import { useImageUrl } from '../ui/useImageUrl';
import styles from './Thumbnail.module.css';
import { createTurns } from './turns';

/** The recorder has more important things to do than to read many pictures at once. */
const takeTurn = createTurns(2);

/** A picture out of the middle of an episode, read when its row comes into view. */
export function Thumbnail({ episode }: { readonly episode: EpisodeSummary }) {
  const { clients } = useConsole();
  const place = useRef<HTMLSpanElement>(null);
  const [picture, setPicture] = useState<Uint8Array<ArrayBuffer> | null>(null);
  const url = useImageUrl(picture, 'image/jpeg');
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
        const frame = await clients('recorder')
          ?.request(
            'readFrame',
            { episodeId, timeSec: durationSec / 2, which: 'live' },
            { timeoutMs: 15_000 },
          )
          .catch(() => null);
        if (wanted && frame) setPicture(frame.data);
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
      {url && <img src={url} alt="" />}
    </span>
  );
}
