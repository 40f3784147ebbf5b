import { useDeferredValue, useMemo, useState } from 'react';
import { useConsole } from '../ui/ConsoleContext';
import { ComparePanel } from './compare/ComparePanel';
import { EpisodeList } from './EpisodeList';
import { ExportPanel } from './ExportPanel';
import { FiguresPanel } from './figures/FiguresPanel';
import { filterEpisodes, noFilter } from './filterEpisodes';
import { ImportPanel } from './ImportPanel';
import { Replay } from './Replay';
import styles from './ReviewPage.module.css';
import type { ReviewView } from './reviewView';
import { useEpisodes } from './useEpisodes';

const nothing: ReadonlySet<string> = new Set();

/** Everything that was recorded: one episode looked at again, two compared, all counted, or some handed on. */
export function ReviewPage() {
  const { nowSec } = useConsole();
  const listed = useEpisodes();
  const { episodes } = listed;
  const [filter, setFilter] = useState(noFilter);
  const wanted = useDeferredValue(filter);
  // The time is that of the last change: a list that changes by itself is hard to pick from.
  const shown = useMemo(() => filterEpisodes(episodes ?? [], wanted, nowSec()), [episodes, wanted, nowSec]);
  const [chosen, setChosen] = useState<string | null>(null);
  const [view, setView] = useState<ReviewView>('replay');
  const [picked, setPicked] = useState(nothing);

  function show(next: ReviewView): void {
    setPicked((next === 'export' || next === 'compare') && chosen !== null ? new Set([chosen]) : nothing);
    setView(next);
  }
  const back = () => show('replay');

  return (
    <div className={styles.page}>
      <EpisodeList
        listed={listed}
        shown={shown}
        filter={filter}
        onFilter={setFilter}
        chosen={chosen}
        onChoose={(episodeId) => {
          setChosen(episodeId);
          if (view === 'figures' || view === 'import') setView('replay');
        }}
        onFirst={setChosen}
        view={view}
        onView={show}
        picked={picked}
        onPick={setPicked}
      />
      {view === 'export' ? (
        <ExportPanel picked={picked} onClose={back} />
      ) : view === 'import' ? (
        <ImportPanel onImported={listed.reload} onClose={back} />
      ) : view === 'compare' ? (
        <ComparePanel picked={[...picked]} onClose={back} />
      ) : view === 'figures' ? (
        <FiguresPanel episodes={episodes && shown} onClose={back} />
      ) : chosen ? (
        <Replay key={chosen} episodeId={chosen} />
      ) : (
        <p className={styles.empty}>
          {episodes?.length === 0
            ? 'Every task is recorded. What was done is looked at again here.'
            : 'Choose an episode to look at its picture, reasoning and motion again.'}
        </p>
      )}
    </div>
  );
}
