import { IconPhoto, IconTable, IconX } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import type { EpisodeSummary } from '../../../shared/contract/recorderContract';
import { messageOf } from '../../loop/faults';
import { usePalette } from '../../theme/usePalette';
import { useConsole } from '../../ui/ConsoleContext';
import { formatPercent, formatSec, none } from '../../ui/format';
import { PushButton } from '../../ui/PushButton';
import { StatusMark } from '../../ui/StatusMark';
import styles from './FiguresPanel.module.css';
import {
  countable,
  type Figures,
  figuresCsv,
  figuresOf,
  figuresOverTime,
  type Grouping,
  groupedFigures,
  groupOf,
} from './figures';
import { GroupChart } from './GroupChart';
import { pictureOf } from './pictureOf';
import { OutcomeChart, RateChart } from './TimeCharts';

interface Props {
  /** Those that the list shows. */
  readonly episodes: readonly EpisodeSummary[];
  readonly onClose: () => void;
}

const groupings: readonly (readonly [Grouping, string])[] = [
  ['model', 'Model'],
  ['task', 'Task'],
  ['robot', 'Robot'],
];

/** How well it goes: by model, task and robot, and over time. */
export function FiguresPanel({ episodes, onClose }: Props) {
  const palette = usePalette();
  const { bridge } = useConsole();
  const [by, setBy] = useState<Grouping>('model');
  const [task, setTask] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const charts = useRef<HTMLDivElement>(null);
  const counted = useMemo(() => episodes.filter(countable), [episodes]);
  const tasks = useMemo(() => groupedFigures(counted, 'task').map(({ name }) => name), [counted]);
  const chosen = tasks.includes(task) ? task : '';
  const wanted = useMemo(
    () => (chosen === '' ? counted : counted.filter((episode) => groupOf(episode, 'task') === chosen)),
    [counted, chosen],
  );
  const all = useMemo(() => figuresOf('all', wanted), [wanted]);
  const groups = useMemo(() => groupedFigures(wanted, by), [wanted, by]);
  const { period, periods } = useMemo(
    () => figuresOverTime(wanted, -new Date().getTimezoneOffset() * 60),
    [wanted],
  );
  const left = episodes.length - counted.length;

  function save(kind: 'csv' | 'png', make: () => Promise<Uint8Array> | Uint8Array): void {
    setProblem(null);
    void (async () => bridge.saveFile(kind, 'r1-figures', await make()))().catch((error: unknown) =>
      setProblem(messageOf(error)),
    );
  }
  const csv = () =>
    new TextEncoder().encode(
      figuresCsv([
        { kind: 'all', rows: [all] },
        { kind: by, rows: groups },
        { kind: period, rows: periods },
      ]),
    );

  return (
    <section className={styles.panel} aria-label="Figures" data-testid="figures-panel">
      <div className={styles.head}>
        <h2>Figures</h2>
        <fieldset className={styles.by}>
          <legend className="visually-hidden">Put together by</legend>
          {groupings.map(([name, word]) => (
            <PushButton
              key={name}
              look="quiet"
              testId={`figures-by-${name}`}
              pressed={by === name}
              onPress={() => setBy(name)}
            >
              {word}
            </PushButton>
          ))}
        </fieldset>
        {tasks.length > 1 && (
          <select
            aria-label="Task"
            data-testid="figures-task"
            value={chosen}
            onChange={(event) => setTask(event.currentTarget.value)}
          >
            <option value="">All {tasks.length} tasks</option>
            {tasks.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        )}
        <span className={styles.rest} />
        <PushButton
          testId="figures-csv"
          hint="The table, as CSV"
          disabled={all.episodes === 0}
          onPress={() => save('csv', csv)}
        >
          <IconTable size={15} aria-hidden />
          CSV
        </PushButton>
        <PushButton
          testId="figures-png"
          hint="What is shown, as PNG"
          disabled={all.episodes === 0}
          onPress={() =>
            save('png', () => {
              if (!charts.current) throw new Error('There is nothing to save.');
              return pictureOf(charts.current, palette.ground);
            })
          }
        >
          <IconPhoto size={15} aria-hidden />
          PNG
        </PushButton>
        <PushButton look="quiet" label="Back to the replay" onPress={onClose}>
          <IconX size={16} aria-hidden />
        </PushButton>
      </div>
      {problem && (
        <p className={styles.problem} role="alert">
          <StatusMark status="bad" /> The file could not be saved: {problem}
        </p>
      )}
      {all.episodes === 0 ? (
        <p className={styles.empty}>
          Nothing to count here yet. Figures are of episodes that a console recorded: run a task, or choose
          others in the list.
        </p>
      ) : (
        <div className={styles.body} ref={charts}>
          <Tiles all={all} />
          <div className={styles.charts}>
            <figure className={styles.wide}>
              <figcaption data-picture-text>Outcomes a {period}</figcaption>
              <OutcomeChart episodes={wanted} periods={periods} />
            </figure>
            <figure>
              <figcaption data-picture-text>A person had to act, times an episode</figcaption>
              <RateChart periods={periods} />
            </figure>
            <figure>
              <figcaption data-picture-text>Success by {by}, with its 95 % interval</figcaption>
              <GroupChart groups={groups} />
            </figure>
          </div>
          <FiguresTable by={by} groups={groups} />
          <p className={styles.note}>
            Success: the task was seen to come out right, of the episodes that were judged. Intervened: a
            person stopped, refused or corrected. Times are of what succeeded.
            {left > 0 && ` Not counted: ${left} from elsewhere or not readable.`}
          </p>
        </div>
      )}
    </section>
  );
}

const percent = (rate: number | null): string => (rate === null ? none : formatPercent(rate));

function Tiles({ all }: { readonly all: Figures }) {
  const range = all.successRange;
  const tiles: readonly (readonly [string, string, string])[] = [
    [
      'Success',
      percent(all.successRate),
      range
        ? `${all.succeeded} of ${all.judged}; ${percent(range[0])} to ${percent(range[1])}`
        : 'none was judged',
    ],
    [
      'Intervened',
      percent(all.interventionRate),
      `${all.stops} stops, ${all.refusals} refusals, ${all.corrections} corrections`,
    ],
    ['Time, median', formatSec(all.medianSec), `nine of ten within ${formatSec(all.p90Sec)}`],
    ['Episodes', String(all.episodes), `${all.noPlans} times no plan was found`],
  ];
  return (
    <dl className={styles.tiles}>
      {tiles.map(([name, value, words]) => (
        <div key={name}>
          <dt data-picture-text>{name}</dt>
          <dd data-picture-text data-testid={`figure-${name.split(',')[0]?.toLowerCase()}`}>
            {value}
          </dd>
          <dd className={styles.words} data-picture-text>
            {words}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function FiguresTable({ by, groups }: { readonly by: Grouping; readonly groups: readonly Figures[] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          {[
            by === 'model' ? 'Model' : by === 'task' ? 'Task' : 'Robot',
            'Episodes',
            'Success',
            '95 %',
            'Intervened',
            'Stops',
            'Refusals',
            'Corrections',
            'Median',
            '90 %',
          ].map((word) => (
            <th key={word} scope="col" data-picture-text>
              {word}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <tr key={group.name} data-testid="figures-row">
            <th scope="row" title={group.name} data-picture-text>
              {group.name}
            </th>
            {[
              String(group.episodes),
              percent(group.successRate),
              group.successRange ? group.successRange.map(percent).join(' to ') : none,
              percent(group.interventionRate),
              String(group.stops),
              String(group.refusals),
              String(group.corrections),
              formatSec(group.medianSec),
              formatSec(group.p90Sec),
            ].map((value, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the columns are always the same
              <td key={i} data-picture-text>
                {value}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
