import type { Comparison } from '../../../shared/contract/inferenceContract';
import type { DecisionFrame } from '../../loop/loopView';
import { Overlay } from '../../stage/Overlay';
import { formatBytes, formatMs } from '../../ui/format';
import { answerText, answerWords, figureWords } from '../../ui/generationWords';
import { StatusMark } from '../../ui/StatusMark';
import { useImageUrl } from '../../ui/useImageUrl';
import styles from './ComparePanel.module.css';

interface Props {
  readonly frame: DecisionFrame;
  readonly compared: Comparison['first'];
}

/** One of two models: its answers on the picture, its reasoning, and what it took. */
export function ComparedModel({ frame, compared: { proposal, loadMs, memoryBytes } }: Props) {
  const url = useImageUrl(frame.jpeg);
  const { width, height } = frame.observation.camera;
  const { model, generations } = proposal;
  return (
    <article className={styles.model} data-testid="compared-model">
      <h3>
        {model.name} {model.version}
      </h3>
      <div className={styles.picture} style={{ aspectRatio: `${width} / ${height}` }}>
        {url && <img src={url} alt="What both models answer on" />}
        <Overlay
          width={width}
          height={height}
          box={generations.find(({ box }) => box)?.box ?? null}
          waypoints={generations.find(({ waypoints }) => waypoints)?.waypoints ?? []}
          preview={false}
          testIds="compared-overlay"
        />
      </div>
      <p className={styles.figures}>
        {loadMs === null ? 'was loaded' : `loaded in ${formatMs(loadMs)}`}, process memory after it{' '}
        {formatBytes(memoryBytes)}
      </p>
      {generations.map((generation) => (
        <section key={generation.kind} data-outcome={generation.outcome}>
          <h4>
            {answerWords[generation.kind]}
            <span>{figureWords(generation)}</span>
          </h4>
          <p className={styles.reasoning}>{generation.reasoning}</p>
          {generation.outcome === 'parsed' && <p className="mono">{answerText(generation)}</p>}
          {generation.outcome === 'asks' && <p>asks: {generation.question}</p>}
          {generation.outcome === 'nothingThere' && <p>Sees nothing in view that fits the instruction.</p>}
          {generation.outcome === 'malformed' && (
            <p className={styles.problem}>
              <StatusMark status="bad" />
              {generation.problem}
            </p>
          )}
        </section>
      ))}
    </article>
  );
}
