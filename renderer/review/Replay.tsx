import { useEffect, useMemo, useState } from 'react';
import type { EpisodeDetail } from '../../shared/contract/recorderContract';
import { EventList } from './EventList';
import { JointChart } from './JointChart';
import styles from './Replay.module.css';
import { ReplayHead } from './ReplayHead';
import { ReplayPictures } from './ReplayPictures';
import { ReplayReasoning } from './ReplayReasoning';
import { readEpisode } from './readEpisode';
import { TimeBar } from './TimeBar';
import { useEpisode } from './useEpisode';
import { useReplayKeys } from './useReplayKeys';

/** Times of the episode are differences of doubles (s). */
const frameToleranceSec = 1e-4;
const stepMs = 100;

/** One episode on one time axis: the cursor is all the state there is. */
export function Replay({ episodeId }: { readonly episodeId: string }) {
  const opened = useEpisode(episodeId);
  if (opened.state === 'reading') return <p className={styles.words}>Reading the episode.</p>;
  if (opened.state === 'failed') {
    return (
      <p className={styles.words} role="alert">
        The episode cannot be read: {opened.problem} The file is left as it is.
      </p>
    );
  }
  return <OpenReplay detail={opened.detail} />;
}

function OpenReplay({ detail }: { readonly detail: EpisodeDetail }) {
  const nouns = useMemo(() => readEpisode(detail), [detail]);
  const { durationSec } = detail.summary;
  const [timeSec, setTimeSec] = useState(() => nouns.execution[0]?.timeSec ?? 0);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  const [camera, setCamera] = useState(detail.cameras[0]?.topic);

  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => {
      setTimeSec((time) => {
        const next = Math.min(durationSec, time + (speed * stepMs) / 1000);
        if (next >= durationSec) setPlaying(false);
        return next;
      });
    }, stepMs);
    return () => clearInterval(timer);
  }, [playing, durationSec, speed]);

  function seek(time: number): void {
    setPlaying(false);
    setTimeSec(Math.min(durationSec, Math.max(0, time)));
  }

  /** To the picture before or after the one at the cursor. */
  function stepFrame(by: 1 | -1): void {
    const times = detail.cameras.find(({ topic }) => topic === camera)?.frameTimesSec ?? [];
    const next =
      by === 1
        ? times.find((time) => time > timeSec + frameToleranceSec)
        : times.findLast((time) => time < timeSec - frameToleranceSec);
    if (next !== undefined) seek(next);
  }

  useReplayKeys({ stepFrame, togglePlay });

  function togglePlay(): void {
    if (!playing && timeSec >= durationSec - 0.01) setTimeSec(0);
    setPlaying(!playing);
  }

  return (
    <div className={styles.replay} data-testid="replay-view" data-episode={detail.summary.episodeId}>
      <ReplayHead detail={detail} />
      <div className={styles.left}>
        <ReplayPictures
          episodeId={detail.summary.episodeId}
          cameras={detail.cameras}
          camera={camera}
          onCamera={setCamera}
          nouns={nouns}
          timeSec={timeSec}
        />
        <JointChart detail={detail} nouns={nouns} timeSec={timeSec} onSeek={seek} />
      </div>
      <div className={styles.right}>
        <ReplayReasoning nouns={nouns} timeSec={timeSec} />
        <EventList detail={detail} timeSec={timeSec} onSeek={seek} />
      </div>
      <TimeBar
        timeSec={timeSec}
        durationSec={durationSec}
        playing={playing}
        speed={speed}
        onSpeed={setSpeed}
        onStep={stepFrame}
        onSeek={seek}
        onPlay={togglePlay}
      />
    </div>
  );
}
