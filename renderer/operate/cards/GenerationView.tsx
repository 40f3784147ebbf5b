import { useEffect, useRef } from 'react';
import { type Generation, isDoubtful, type ProposalKind } from '../../../shared/contract/proposal';
import { type StreamView, tokensPerSecond } from '../../loop/streamView';
import { useLoop } from '../../ui/ConsoleContext';
import { formatMs, formatPercent } from '../../ui/format';
import { StatusMark } from '../../ui/StatusMark';
import card from './card.module.css';
import styles from './GenerationView.module.css';

const kindWords: Readonly<Record<ProposalKind, string>> = {
  affordance: 'Where is the object?',
  trajectory: 'Which way should the gripper go?',
};

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
        {kindWords[kind]}
        <span>{done ? doneFigures(done) : stream && streamFigures(stream)}</span>
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

function doneFigures({ tokens, firstTokenMs, totalMs, meanLogProb }: Generation): string {
  const certainty = `certainty ${meanLogProb === null ? 'not told' : formatPercent(Math.exp(meanLogProb))}`;
  // A server that does not count its tokens: when the answer was there is all that is known.
  if (tokens === null) return `after ${formatMs(totalMs)}, ${certainty}`;
  const decodeSec = (totalMs - firstTokenMs) / 1000;
  const speed = decodeSec > 0 && tokens > 1 ? `, ${((tokens - 1) / decodeSec).toFixed(0)}/s` : '';
  return `${tokens} tokens${speed}, first ${formatMs(firstTokenMs)}, ${certainty}`;
}

function answerText({ box, waypoints }: Generation): string {
  if (box) {
    const { xMin, yMin, xMax, yMax } = box;
    return `box ${[xMin, yMin, xMax, yMax].map((value) => value.toFixed(3)).join('  ')}`;
  }
  return `path ${(waypoints ?? []).map(([x, y]) => `(${x.toFixed(3)}, ${y.toFixed(3)})`).join(' ')}`;
}
