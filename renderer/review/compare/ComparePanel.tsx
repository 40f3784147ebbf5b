import { IconX } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { EpisodeDetail } from '../../../shared/contract/recorderContract';
import { outcomeWords } from '../../operate/stateWords';
import { Pane } from '../../stage/Pane';
import { Picture } from '../../stage/Picture';
import { formatMoment, formatSec } from '../../ui/format';
import { PushButton } from '../../ui/PushButton';
import { StatusMark } from '../../ui/StatusMark';
import { jointRows } from '../jointRows';
import { RecordedPicture } from '../RecordedPicture';
import { armJointsOf, latestAt, readEpisode } from '../readEpisode';
import { TimeBar } from '../TimeBar';
import { useEpisode } from '../useEpisode';
import { useFrameAt } from '../useFrameAt';
import { usePlayback } from '../usePlayback';
import { useReplayKeys } from '../useReplayKeys';
import { CompareChart } from './CompareChart';
import styles from './ComparePanel.module.css';
import { compareFacts, motionStart, type Side } from './compareFacts';

interface Props {
  /** At most two. */
  readonly picked: readonly string[];
  readonly onClose: () => void;
}

/** Two episodes on one time axis. */
export function ComparePanel({ picked, onClose }: Props) {
  const [left, right] = picked;
  return (
    <section className={styles.panel} aria-label="Compare" data-testid="compare-panel">
      {left !== undefined && right !== undefined ? (
        <Opening key={`${left} ${right}`} left={left} right={right} onClose={onClose} />
      ) : (
        <>
          <Head onClose={onClose} />
          <p className={styles.words}>
            {left === undefined
              ? 'Pick two episodes in the list to see them side by side.'
              : 'Pick one more episode in the list.'}
          </p>
        </>
      )}
    </section>
  );
}

function Head({ onClose, children }: { readonly onClose: () => void; readonly children?: React.ReactNode }) {
  return (
    <div className={styles.head}>
      <h2>Compare</h2>
      {children}
      <span className={styles.rest} />
      <PushButton look="quiet" label="Back to the replay" onPress={onClose}>
        <IconX size={16} aria-hidden />
      </PushButton>
    </div>
  );
}

function Opening({
  left,
  right,
  onClose,
}: {
  readonly left: string;
  readonly right: string;
  readonly onClose: () => void;
}) {
  const first = useEpisode(left);
  const second = useEpisode(right);
  for (const opened of [first, second]) {
    if (opened.state !== 'failed') continue;
    return (
      <>
        <Head onClose={onClose} />
        <p className={styles.words} role="alert">
          One of the two cannot be read: {opened.problem} Pick another one.
        </p>
      </>
    );
  }
  if (first.state !== 'read' || second.state !== 'read') {
    return (
      <>
        <Head onClose={onClose} />
        <p className={styles.words}>Reading the episodes.</p>
      </>
    );
  }
  return <Compared left={first.detail} right={second.detail} onClose={onClose} />;
}

const rowsShown = 320;

function sideOf(detail: EpisodeDetail): Side {
  const nouns = readEpisode(detail);
  return { detail, nouns, rows: jointRows(detail, nouns, armJointsOf(nouns, detail), rowsShown) };
}

function Compared({
  left,
  right,
  onClose,
}: {
  readonly left: EpisodeDetail;
  readonly right: EpisodeDetail;
  readonly onClose: () => void;
}) {
  const a = useMemo(() => sideOf(left), [left]);
  const b = useMemo(() => sideOf(right), [right]);
  const [starts] = useState(() => [motionStart(a.nouns), motionStart(b.nouns)] as const);
  const bothMove = starts[0] !== null && starts[1] !== null;
  const [align, setAlign] = useState<'start' | 'motion'>(bothMove ? 'motion' : 'start');
  const later = Math.max(starts[0] ?? 0, starts[1] ?? 0);
  const offsets =
    align === 'motion' ? ([later - (starts[0] ?? 0), later - (starts[1] ?? 0)] as const) : ([0, 0] as const);
  const durationSec = Math.max(left.summary.durationSec + offsets[0], right.summary.durationSec + offsets[1]);
  const playback = usePlayback(durationSec, () => (bothMove ? later : 0));
  const { timeSec, seek } = playback;
  const facts = useMemo(() => compareFacts(a, b), [a, b]);

  function stepFrame(by: 1 | -1): void {
    const times = [a, b]
      .flatMap(({ detail }, i) =>
        (detail.cameras[0]?.frameTimesSec ?? []).map((time) => time + (offsets[i] ?? 0)),
      )
      .sort((x, y) => x - y);
    const next =
      by === 1
        ? times.find((time) => time > timeSec + 1e-4)
        : times.findLast((time) => time < timeSec - 1e-4);
    if (next !== undefined) seek(next);
  }
  useReplayKeys({ stepFrame, togglePlay: playback.togglePlay });

  return (
    <>
      <Head onClose={onClose}>
        <fieldset className={styles.align} disabled={!bothMove}>
          <legend>Together at</legend>
          {(
            [
              ['start', 'their beginning'],
              ['motion', 'the first motion'],
            ] as const
          ).map(([which, word]) => (
            <PushButton
              key={which}
              look="quiet"
              testId={`compare-align-${which}`}
              pressed={align === which}
              disabled={!bothMove}
              onPress={() => setAlign(which)}
            >
              {word}
            </PushButton>
          ))}
        </fieldset>
      </Head>
      <div className={styles.grid}>
        <SideView side={a} name="A" timeSec={timeSec - offsets[0]} />
        <SideView side={b} name="B" timeSec={timeSec - offsets[1]} />
        <CompareChart
          left={a}
          right={b}
          offsets={offsets}
          durationSec={durationSec}
          timeSec={timeSec}
          onSeek={seek}
        />
        <Pane title="What differs">
          <table className={styles.facts}>
            <thead>
              <tr>
                <td />
                <th scope="col">A</th>
                <th scope="col">B</th>
              </tr>
            </thead>
            <tbody>
              {facts.map(({ name, values, differs }) => (
                <tr key={name} data-differs={differs}>
                  <th scope="row">{name}</th>
                  <td>{values[0]}</td>
                  <td>{values[1]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Pane>
      </div>
      <div className={styles.foot}>
        <TimeBar playback={playback} onStep={stepFrame} />
      </div>
    </>
  );
}

const fallbackSize = { width: 640, height: 480 };

function SideView({
  side,
  name,
  timeSec,
}: {
  readonly side: Side;
  readonly name: string;
  readonly timeSec: number;
}) {
  const { detail, nouns } = side;
  const { summary } = detail;
  const { frame, problem } = useFrameAt(summary.episodeId, timeSec, 'live', detail.cameras[0]?.topic);
  const [status, word] = outcomeWords[summary.outcome];
  const size = latestAt(nouns.observations, timeSec)?.value.camera ?? fallbackSize;
  const proposal = latestAt(nouns.proposals, timeSec)?.value;
  return (
    <div className={styles.side} data-testid={`compare-${name}`}>
      <div className={styles.sideHead}>
        <b className={styles.name}>{name}</b>
        <span className={styles.what}>
          <b>{summary.instruction || summary.fileName}</b>
          <span>
            <StatusMark status={status} size={13} /> {word}
            <span>{formatMoment(summary.startedAtSec)}</span>
            <span>{summary.model}</span>
          </span>
        </span>
      </div>
      <Pane title="Camera" note={<span>at {formatSec(Math.max(0, timeSec))}</span>}>
        {frame ? (
          <Picture size={size}>
            <RecordedPicture frame={frame} alt={`Camera of ${name} at the cursor`} />
          </Picture>
        ) : (
          <p className={styles.none}>{problem ?? 'No picture at this time.'}</p>
        )}
      </Pane>
      <p className={styles.reasoning}>
        {proposal
          ? proposal.generations.map(({ reasoning }) => reasoning).join(' ')
          : 'The model was not asked in this episode.'}
      </p>
    </div>
  );
}
