import { IconPackageExport, IconRefresh } from '@tabler/icons-react';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { EpisodeSummary } from '../../shared/contract/recorderContract';
import { outcomeWords } from '../operate/stateWords';
import { useConsole } from '../ui/ConsoleContext';
import { formatMoment, formatSec } from '../ui/format';
import { PushButton } from '../ui/PushButton';
import { StatusMark } from '../ui/StatusMark';
import styles from './EpisodeList.module.css';
import { FilterBar } from './FilterBar';
import { filterEpisodes, filters, noFilter } from './filterEpisodes';
import { Thumbnail } from './Thumbnail';
import { useEpisodes } from './useEpisodes';

interface Props {
  readonly chosen: string | null;
  readonly onChoose: (episodeId: string) => void;
  /** The episodes that are to be handed on; null while nothing is. */
  readonly picked: ReadonlySet<string> | null;
  readonly onPick: (picked: ReadonlySet<string> | null) => void;
}

/** Everything that was recorded: to look at one, or to pick several to hand on. */
export function EpisodeList({ chosen, onChoose, picked, onPick }: Props) {
  const { nowSec } = useConsole();
  const { folder, episodes, problem, reload } = useEpisodes();
  const [filter, setFilter] = useState(noFilter);
  const wanted = useDeferredValue(filter);
  // The time is that of the last change: a list that changes by itself is hard to pick from.
  const shown = useMemo(() => filterEpisodes(episodes ?? [], wanted, nowSec()), [episodes, wanted, nowSec]);
  const newest = episodes?.[0]?.episodeId;
  useEffect(() => {
    if (chosen === null && newest !== undefined) onChoose(newest);
  }, [chosen, newest, onChoose]);

  function pick(episodeId: string): void {
    const next = new Set(picked);
    if (!next.delete(episodeId)) next.add(episodeId);
    onPick(next);
  }

  return (
    <section className={styles.list} aria-label="Episodes">
      <div className={styles.head}>
        <h2>{headline(episodes?.length, shown.length, filters(filter))}</h2>
        <div className={styles.tools}>
          <PushButton
            look="quiet"
            testId="export-open"
            pressed={picked !== null}
            hint="Hand episodes on: to train with, or to open elsewhere"
            onPress={() => onPick(picked ? null : new Set(chosen ? [chosen] : []))}
          >
            <IconPackageExport size={15} aria-hidden />
            Export
          </PushButton>
          <PushButton look="quiet" label="Read the list again" onPress={reload}>
            <IconRefresh size={15} aria-hidden />
          </PushButton>
        </div>
        <span title={folder}>{folder}</span>
      </div>
      {episodes && <FilterBar episodes={episodes} filter={filter} onChange={setFilter} />}
      {picked && (
        <div className={styles.picking}>
          <span>{picked.size} picked</span>
          <PushButton
            look="quiet"
            testId="pick-all"
            onPress={() => onPick(new Set([...picked, ...shown.map(({ episodeId }) => episodeId)]))}
          >
            All {shown.length} shown
          </PushButton>
          <PushButton look="quiet" onPress={() => onPick(new Set())}>
            None
          </PushButton>
        </div>
      )}
      {problem && (
        <p className={styles.problem} role="alert">
          <StatusMark status="bad" />
          The list cannot be read: {problem}
        </p>
      )}
      <div className={styles.rows}>
        {shown.map((episode) => (
          <EpisodeRow
            key={episode.episodeId}
            episode={episode}
            chosen={picked ? picked.has(episode.episodeId) : episode.episodeId === chosen}
            picking={picked !== null}
            onPress={picked ? pick : onChoose}
          />
        ))}
        {episodes?.length === 0 && <p className={styles.none}>No episode has been recorded yet.</p>}
        {episodes && episodes.length > 0 && shown.length === 0 && (
          <p className={styles.none}>No episode fits.</p>
        )}
      </div>
    </section>
  );
}

function headline(all: number | undefined, shown: number, filtered: boolean): string {
  if (all === undefined) return 'Episodes';
  return filtered ? `Episodes, ${shown} of ${all}` : `Episodes, ${all}`;
}

interface RowProps {
  readonly episode: EpisodeSummary;
  readonly chosen: boolean;
  readonly picking: boolean;
  readonly onPress: (episodeId: string) => void;
}

function EpisodeRow({ episode, chosen, picking, onPress }: RowProps) {
  const { episodeId, instruction, outcome, startedAtSec, durationSec, problem } = episode;
  const [status, word] = outcomeWords[outcome];
  return (
    <button
      type="button"
      className={styles.row}
      data-testid="episode-row"
      data-outcome={outcome}
      data-episode={episodeId}
      data-picking={picking}
      aria-pressed={chosen}
      onClick={() => onPress(episodeId)}
    >
      {picking && <i className={styles.box} data-checked={chosen} aria-hidden />}
      <Thumbnail episode={episode} />
      <span className={styles.words}>
        <span className={styles.instruction}>{instruction || episode.fileName}</span>
        <span className={styles.meta}>
          <StatusMark status={status} size={13} />
          <b>{word}</b>
          <span>{formatMoment(startedAtSec)}</span>
          <span>{formatSec(durationSec)}</span>
        </span>
        {problem && <span className={styles.repaired}>{problem}</span>}
      </span>
    </button>
  );
}
