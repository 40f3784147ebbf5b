import {
  IconChartBar,
  IconCheck,
  IconColumns2,
  IconPackageExport,
  IconPackageImport,
  IconRefresh,
} from '@tabler/icons-react';
import { useEffect } from 'react';
import type { EpisodeSummary } from '../../shared/contract/recorderContract';
import { outcomeWords } from '../operate/stateWords';
import choice from '../ui/choiceRow.module.css';
import { formatMoment, formatSec } from '../ui/format';
import { PushButton } from '../ui/PushButton';
import { StatusMark } from '../ui/StatusMark';
import styles from './EpisodeList.module.css';
import { FilterBar } from './FilterBar';
import { type EpisodeFilter, filters } from './filterEpisodes';
import type { ReviewView } from './reviewView';
import { Thumbnail } from './Thumbnail';
import type { Episodes } from './useEpisodes';

interface Props {
  readonly listed: Episodes;
  /** Those that fit the filter. */
  readonly shown: readonly EpisodeSummary[];
  readonly filter: EpisodeFilter;
  readonly onFilter: (filter: EpisodeFilter) => void;
  readonly chosen: string | null;
  readonly onChoose: (episodeId: string) => void;
  /** The newest episode, when none was chosen yet. */
  readonly onFirst: (episodeId: string) => void;
  readonly view: ReviewView;
  readonly onView: (view: ReviewView) => void;
  /** The episodes that are to be handed on or compared. */
  readonly picked: ReadonlySet<string>;
  readonly onPick: (picked: ReadonlySet<string>) => void;
}

const views = [
  ['figures', 'Figures', 'Success, interventions and times of the episodes that are shown', IconChartBar],
  ['compare', 'Compare', 'Two episodes side by side', IconColumns2],
  ['export', 'Export', 'Hand episodes on: to train with, or to open elsewhere', IconPackageExport],
] as const;

/** Everything that was recorded: to look at one, to count them, or to pick some to compare or hand on. */
export function EpisodeList(props: Props) {
  const { listed, shown, filter, onFilter, chosen, onChoose, onFirst, view, onView, picked, onPick } = props;
  const { folder, episodes, problem, reload } = listed;
  const newest = episodes?.[0]?.episodeId;
  useEffect(() => {
    if (chosen === null && newest !== undefined) onFirst(newest);
  }, [chosen, newest, onFirst]);
  const picking = view === 'export' || view === 'compare';

  function pick(episodeId: string): void {
    const next = new Set(picked);
    if (!next.delete(episodeId)) next.add(episodeId);
    // Of two at most, the one picked last but one makes room.
    onPick(view === 'compare' ? new Set([...next].slice(-2)) : next);
  }

  return (
    <section className={styles.list} aria-label="Episodes">
      <div className={styles.head}>
        <h2>{headline(episodes?.length, shown.length, filters(filter))}</h2>
        <div className={styles.tools}>
          <PushButton
            look="quiet"
            testId="import-open"
            label="Import a LeRobot data set"
            hint="Import a LeRobot data set"
            pressed={view === 'import'}
            onPress={() => onView(view === 'import' ? 'replay' : 'import')}
          >
            <IconPackageImport size={15} aria-hidden />
          </PushButton>
          <PushButton look="quiet" label="Read the list again" hint="Read the list again" onPress={reload}>
            <IconRefresh size={15} aria-hidden />
          </PushButton>
        </div>
        <span title={folder}>{folder}</span>
        <div className={styles.views}>
          {views.map(([name, word, hint, Icon]) => (
            <PushButton
              key={name}
              look="quiet"
              testId={`${name}-open`}
              pressed={view === name}
              hint={hint}
              onPress={() => onView(view === name ? 'replay' : name)}
            >
              <Icon size={15} aria-hidden />
              {word}
            </PushButton>
          ))}
        </div>
      </div>
      {episodes && <FilterBar episodes={episodes} filter={filter} onChange={onFilter} />}
      {view === 'export' && (
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
            chosen={picking ? picked.has(episode.episodeId) : episode.episodeId === chosen}
            mark={view === 'compare' ? 'AB'[[...picked].indexOf(episode.episodeId)] : undefined}
            picking={picking}
            onPress={picking ? pick : onChoose}
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
  /** By which letter it is known beside the list. */
  readonly mark: string | undefined;
  readonly onPress: (episodeId: string) => void;
}

function EpisodeRow({ episode, chosen, picking, mark, onPress }: RowProps) {
  const { episodeId, instruction, outcome, startedAtSec, durationSec, problem, origin } = episode;
  const [status, word] = origin ? (['off', 'From elsewhere'] as const) : outcomeWords[outcome];
  return (
    <button
      type="button"
      className={`${choice.row} ${styles.row}`}
      data-testid="episode-row"
      data-outcome={outcome}
      data-episode={episodeId}
      data-picking={picking}
      aria-pressed={chosen}
      onClick={() => onPress(episodeId)}
    >
      {picking && (
        <i className={styles.box} data-checked={chosen} aria-hidden>
          {chosen && (mark ?? <IconCheck size={12} stroke={3.5} />)}
        </i>
      )}
      <Thumbnail episode={episode} />
      <span className={styles.words}>
        <span className={styles.instruction}>{instruction || episode.fileName}</span>
        <span className={styles.meta}>
          <StatusMark status={status} size={13} />
          <b>{word}</b>
          <span>{formatMoment(startedAtSec)}</span>
          <span>{formatSec(durationSec)}</span>
        </span>
        {problem && (
          <span className={styles.repaired} title={problem}>
            {problem}
          </span>
        )}
        {origin && <span className={styles.origin}>{origin}</span>}
      </span>
    </button>
  );
}
