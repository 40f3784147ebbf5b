import { useEffect, useRef } from 'react';
import type { EpisodeDetail, RecordKind } from '../../shared/contract/recorderContract';
import { Pane } from '../stage/Pane';
import { describeRecord } from './describeRecord';
import styles from './EventList.module.css';
import { episodeTime } from './readEpisode';

const kindWords: Readonly<Record<RecordKind, string>> = {
  instruction: 'Instruction',
  observation: 'Observation',
  proposal: 'Proposal',
  plan: 'Plan',
  planFailure: 'No plan',
  refusal: 'Refusal',
  approval: 'Approval',
  execution: 'Execution',
  stop: 'Stop',
  verification: 'Verification',
  fault: 'Fault',
  note: 'Note',
  robotModel: 'Robot',
  fences: 'Fences',
  imported: 'Imported',
  jog: 'By hand',
};

/** Feedback while a segment runs: the chart shows it better than a list. */
function isProgress({ kind, json }: EpisodeDetail['records'][number]): boolean {
  if (kind === 'jog') return json.includes('"renewal":true');
  return kind === 'execution' && json.includes('"type":"progress"');
}

interface Props {
  readonly detail: EpisodeDetail;
  readonly timeSec: number;
  readonly onSeek: (timeSec: number) => void;
}

/** The records of the chain in order, progress aside; pressing one puts the cursor there. */
export function EventList({ detail, timeSec, onSeek }: Props) {
  const listed = detail.records.filter((link) => !isProgress(link));
  const current = listed.findLast((link) => episodeTime(detail, link) <= timeSec)?.index ?? -1;
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-index="${current}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <Pane
      title="Records"
      note={
        <span>
          {detail.records.length} in the chain, {listed.length} listed
        </span>
      }
    >
      <ol className={styles.list} ref={list}>
        {listed.map((link) => {
          const time = episodeTime(detail, link);
          const what = describeRecord(link);
          return (
            <li
              key={link.index}
              data-index={link.index}
              data-kind={link.kind}
              data-current={link.index === current}
            >
              <button
                type="button"
                onClick={() => onSeek(time)}
                title={`${what}\n${link.source}, ${link.hash}`}
              >
                <span className={styles.time}>{time.toFixed(2)}</span>
                <b>{kindWords[link.kind]}</b>
                <span className={styles.what}>{what}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </Pane>
  );
}
