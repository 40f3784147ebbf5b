import { useMemo, useState } from 'react';
import type { EpisodeDetail } from '../../shared/contract/recorderContract';
import { EventList } from './EventList';
import { JointChart } from './JointChart';
import styles from './Replay.module.css';
import { ReplayHead } from './ReplayHead';
import { ReplayPictures } from './ReplayPictures';
import { ReplayReasoning } from './ReplayReasoning';
import { ReplayRobot } from './ReplayRobot';
import { readEpisode } from './readEpisode';
import { TimeBar } from './TimeBar';
import { useEpisode } from './useEpisode';
import { usePlayback } from './usePlayback';
import { useReplayKeys } from './useReplayKeys';

/** Times of the episode are differences of doubles (s). */
const frameToleranceSec = 1e-4;

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
  const playback = usePlayback(durationSec, () => nouns.execution[0]?.timeSec ?? 0);
  const { timeSec, seek } = playback;
  const [camera, setCamera] = useState(detail.cameras[0]?.topic);

  /** To the picture before or after the one at the cursor. */
  function stepFrame(by: 1 | -1): void {
    const times = detail.cameras.find(({ topic }) => topic === camera)?.frameTimesSec ?? [];
    const next =
      by === 1
        ? times.find((time) => time > timeSec + frameToleranceSec)
        : times.findLast((time) => time < timeSec - frameToleranceSec);
    if (next !== undefined) seek(next);
  }

  useReplayKeys({ stepFrame, togglePlay: playback.togglePlay });

  return (
    <div className={styles.replay} data-testid="replay-view" data-episode={detail.summary.episodeId}>
      <ReplayHead detail={detail} />
      <div className={styles.views}>
        <ReplayPictures
          episodeId={detail.summary.episodeId}
          cameras={detail.cameras}
          camera={camera}
          onCamera={setCamera}
          nouns={nouns}
          timeSec={timeSec}
        />
        <ReplayRobot detail={detail} nouns={nouns} timeSec={timeSec} />
      </div>
      <JointChart detail={detail} nouns={nouns} timeSec={timeSec} onSeek={seek} />
      <div className={styles.right}>
        <ReplayReasoning nouns={nouns} timeSec={timeSec} />
        <EventList detail={detail} timeSec={timeSec} onSeek={seek} />
      </div>
      <TimeBar playback={playback} onStep={stepFrame} />
    </div>
  );
}
