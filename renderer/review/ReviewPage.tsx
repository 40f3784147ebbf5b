import { useState } from 'react';
import { EpisodeList } from './EpisodeList';
import { ExportPanel } from './ExportPanel';
import { Replay } from './Replay';
import styles from './ReviewPage.module.css';

/** Everything that was recorded: one episode looked at again, or several handed on. */
export function ReviewPage() {
  const [chosen, setChosen] = useState<string | null>(null);
  const [picked, setPicked] = useState<ReadonlySet<string> | null>(null);
  return (
    <div className={styles.page}>
      <EpisodeList chosen={chosen} onChoose={setChosen} picked={picked} onPick={setPicked} />
      {picked ? (
        <ExportPanel picked={picked} onClose={() => setPicked(null)} />
      ) : chosen ? (
        <Replay key={chosen} episodeId={chosen} />
      ) : (
        <p className={styles.empty}>Choose an episode to look at its picture, reasoning and motion again.</p>
      )}
    </div>
  );
}
