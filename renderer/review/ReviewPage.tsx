import { useState } from 'react';
import { EpisodeList } from './EpisodeList';
import { Replay } from './Replay';
import styles from './ReviewPage.module.css';

/** Everything that was recorded, and one episode looked at again. */
export function ReviewPage() {
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <div className={styles.page}>
      <EpisodeList chosen={chosen} onChoose={setChosen} />
      {chosen ? (
        <Replay key={chosen} episodeId={chosen} />
      ) : (
        <p className={styles.empty}>Choose an episode to look at its picture, reasoning and motion again.</p>
      )}
    </div>
  );
}
