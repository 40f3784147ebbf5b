import styles from './KindMark.module.css';

/** SIMULATOR or REAL; a real one that its profile calls simulated keeps the mark and gets the word. */
export function KindMark({
  real,
  active,
  simulated = false,
}: {
  readonly real: boolean;
  /** The colour of the real belongs to a robot that is connected, and to nothing else. */
  readonly active: boolean;
  readonly simulated?: boolean;
}) {
  return (
    <>
      <span className={styles.mark} data-real={real && active}>
        {real ? 'REAL' : 'SIMULATOR'}
      </span>
      {simulated && (
        <span className={styles.word} title="The profile says so; the console cannot know">
          said to be simulated
        </span>
      )}
    </>
  );
}
