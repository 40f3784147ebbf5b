import { useEffect, useRef } from 'react';
import { isDoubtful, type ProposalKind } from '../../../shared/contract/proposal';
import { type StreamView, tokensPerSecond } from '../../loop/streamView';
import { useLoop } from '../../ui/ConsoleContext';
import { answerText, answerWords, figureWords } from '../../ui/generationWords';
import { StatusMark } from '../../ui/StatusMark';
import card from './card.module.css';
import styles from './GenerationView.module.css';

/** One question to the model: its reasoning, its answer, its figures. */
export function GenerationView({ kind }: { readonly kind: ProposalKind }) {
  const stream = useLoop(({ run }) => run?.streams[kind] ?? null);
  const done = useLoop(({ run }) => run?.proposal?.generations.find((each) => each.kind === kind) ?? null);
  const streaming = useLoop(({ session }) => session.state === 'proposing') && !done;
  const end = useRef<HTMLSpanElement>(null);
  const reasoning = done?.reasoning ?? stream?.progress.reasoning ?? '';
  useEffect(() => {
    if (streaming && reasoning !== '') end.current?.scrollIntoView({ block: 'nearest' });
  }, [reasoning, streaming]);
  if (!stream && !done) return null;
  const problem = done?.outcome === 'malformed' ? done.problem : done ? undefined : stream?.progress.problem;
  return (
    <section
      className={card.section}
      data-testid={`generation-${kind}`}
      data-outcome={done?.outcome}
      data-first-token-ms={done?.firstTokenMs}
      data-total-ms={done?.totalMs}
      data-tokens={done?.tokens ?? undefined}
    >
      <h3>
        {answerWords[kind]}
        <span>{done ? figureWords(done) : stream && streamFigures(stream)}</span>
      </h3>
      <p className={styles.reasoning}>
        {reasoning}
        {streaming && stream?.progress.stage !== 'done' && <span className={styles.caret} ref={end} />}
      </p>
      {done?.outcome === 'parsed' && <p className={`${styles.answer} mono`}>{answerText(done)}</p>}
      {done && isDoubtful(done) && (
        <p className={card.problem} data-testid="doubtful">
          <StatusMark status="warn" />
          Too doubtful to be used.
        </p>
      )}
      {done?.outcome === 'asks' && <p className={styles.answer}>asks: {done.question}</p>}
      {done?.outcome === 'nothingThere' && (
        <p className={card.problem}>
          <StatusMark status="bad" />
          Nothing in view fits the instruction.
        </p>
      )}
      {problem && (
        <p className={card.problem} data-testid="answer-problem">
          <StatusMark status="bad" />
          {problem}
        </p>
      )}
    </section>
  );
}

function streamFigures(stream: StreamView): string {
  const speed = tokensPerSecond(stream);
  const which = stream.samples > 1 ? `answer ${stream.sample + 1} of ${stream.samples}, ` : '';
  return `${which}${stream.tokens} tokens${speed === null ? '' : `, ${speed.toFixed(0)}/s`}`;
}
