import { IconRefresh } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { EpisodeSummary } from '../../shared/contract/recorderContract';
import { outcomeWords } from '../operate/stateWords';
import { formatMoment, formatSec } from '../ui/format';
import { PushButton } from '../ui/PushButton';
import { StatusMark } from '../ui/StatusMark';
import styles from './EpisodeList.module.css';
import { useEpisodes } from './useEpisodes';

interface Props {
  readonly chosen: string | null;
  readonly onChoose: (episodeId: string) => void;
}

export function EpisodeList({ chosen, onChoose }: Props) {
  const { folder, episodes, problem, reload } = useEpisodes();
  const newest = episodes?.[0]?.episodeId;
  useEffect(() => {
    if (chosen === null && newest !== undefined) onChoose(newest);
  }, [chosen, newest, onChoose]);
  return (
    <section className={styles.list} aria-label="Episodes">
      <div className={styles.head}>
        <h2>Episodes{episodes ? `, ${episodes.length}` : ''}</h2>
        <PushButton look="quiet" label="Read the list again" onPress={reload}>
          <IconRefresh size={15} aria-hidden />
        </PushButton>
        <span title={folder}>{folder}</span>
      </div>
      {problem && (
        <p className={styles.problem} role="alert">
          <StatusMark status="bad" />
          The list cannot be read: {problem}
        </p>
      )}
      <div className={styles.rows}>
        {episodes?.map((episode) => (
          <EpisodeRow
            key={episode.episodeId}
            episode={episode}
            chosen={episode.episodeId === chosen}
            onChoose={onChoose}
          />
        ))}
        {episodes?.length === 0 && <p className={styles.none}>No episode has been recorded yet.</p>}
      </div>
    </section>
  );
}

interface RowProps {
  readonly episode: EpisodeSummary;
  readonly chosen: boolean;
  readonly onChoose: (episodeId: string) => void;
}

function EpisodeRow({ episode, chosen, onChoose }: RowProps) {
  const { episodeId, instruction, outcome, startedAtSec, durationSec, problem } = episode;
  const [status, word] = outcomeWords[outcome];
  return (
    <button
      type="button"
      className={styles.row}
      data-testid="episode-row"
      data-outcome={outcome}
      data-episode={episodeId}
      aria-pressed={chosen}
      onClick={() => onChoose(episodeId)}
    >
      <StatusMark status={status} />
      <span className={styles.instruction}>{instruction || episode.fileName}</span>
      <span className={styles.meta}>
        <b>{word}</b>
        <span>{formatMoment(startedAtSec)}</span>
        <span>{formatSec(durationSec)}</span>
      </span>
      {problem && <span className={styles.repaired}>{problem}</span>}
    </button>
  );
}
