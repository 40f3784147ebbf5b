import { IconFolder, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { DatasetDescription, ImportOrder } from '../../shared/contract/exporterContract';
import { type BundledRobotName, bundledRobotNames, bundledRobots } from '../../shared/robot/bundledRobots';
import { need } from '../loop/clients';
import { messageOf } from '../loop/faults';
import { useConsole, useTelemetry } from '../ui/ConsoleContext';
import { PushButton } from '../ui/PushButton';
import { StatusMark } from '../ui/StatusMark';
import styles from './ExportPanel.module.css';
import { ExportProgress } from './ExportProgress';
import { useExport } from './useExport';

interface Props {
  /** Episodes came into the library. */
  readonly onImported: () => void;
  readonly onClose: () => void;
}

type Options = Omit<ImportOrder, 'folder' | 'joints'>;

function firstOptions({ robot, episodes, stateLength }: DatasetDescription): Options {
  return {
    fromEpisode: 0,
    toEpisode: Math.max(0, episodes - 1),
    robot:
      robot ??
      bundledRobotNames.find((name) => bundledRobots[name].armJointNames.length <= stateLength) ??
      'fr3',
    unit: 'rad',
    dropCameras: [],
  };
}

/** Episodes of a LeRobot data set into the library: to look at, and to run again under approval. */
export function ImportPanel({ onImported, onClose }: Props) {
  const { bridge, clients } = useConsole();
  const connected = useTelemetry(({ connected }) => connected.exporter);
  const [dataset, setDataset] = useState<DatasetDescription | null>(null);
  const [options, setOptions] = useState<Options | null>(null);
  const [refusal, setRefusal] = useState('');
  const [reading, setReading] = useState(false);
  const { status, problem, startImport, cancel } = useExport();
  const own = status?.job === 'import' ? status : null;
  const running = status?.state === 'running';
  const ended = own && !running ? own.exportId : null;
  useEffect(() => {
    if (ended) onImported();
  }, [ended, onImported]);

  async function choose(): Promise<void> {
    const folder = await bridge.chooseFolder('dataset');
    if (!folder) return;
    setReading(true);
    setRefusal('');
    setDataset(null);
    try {
      const found = await need(clients, 'exporter').request(
        'describeDataset',
        { folder },
        { timeoutMs: 60_000 },
      );
      setDataset(found);
      setOptions(firstOptions(found));
    } catch (error) {
      setRefusal(messageOf(error));
    } finally {
      setReading(false);
    }
  }
  const change = (part: Partial<Options>) => setOptions((before) => before && { ...before, ...part });

  return (
    <section className={styles.panel} aria-label="Import" data-testid="import-panel">
      <div className={styles.head}>
        <h2>Import a LeRobot data set</h2>
        <PushButton look="quiet" label="Back to the replay" onPress={onClose}>
          <IconX size={16} aria-hidden />
        </PushButton>
      </div>
      <div className={styles.body}>
        <fieldset className={styles.fields}>
          <legend>From</legend>
          <span>Folder</span>
          <span className={styles.folder}>
            {dataset ? (
              <span className="mono" title={dataset.folder}>
                {dataset.folder}
              </span>
            ) : (
              <span>the one that has “meta” in it</span>
            )}
            <PushButton
              look={dataset ? 'plain' : 'primary'}
              testId="import-folder"
              busy={reading}
              disabled={!connected}
              onPress={() => void choose().catch((error: unknown) => setRefusal(messageOf(error)))}
            >
              <IconFolder size={15} aria-hidden />
              {reading ? 'Reading' : 'Choose'}
            </PushButton>
          </span>
          {dataset && <Contents dataset={dataset} />}
          {refusal && (
            <p className={styles.refused} role="alert" data-testid="import-refusal">
              <StatusMark status="bad" /> {refusal}
            </p>
          )}
        </fieldset>
        {dataset && options && (
          <>
            <JointFields dataset={dataset} options={options} onChange={change} />
            <WhichFields dataset={dataset} options={options} onChange={change} />
          </>
        )}
        {!dataset && (
          <p className={styles.aside}>
            Each episode becomes one of the library, with the robot's joints, its pictures and its task. On
            Demonstrate it can be run again: planned anew, checked, and approved like any other motion.
          </p>
        )}
      </div>

      <div className={styles.foot}>
        {problem && (
          <p role="alert" data-testid="import-problem">
            <StatusMark status="bad" /> {problem}
          </p>
        )}
        {status && (own || running) && <ExportProgress status={status} onCancel={cancel} />}
        {!running && dataset && options && (
          <PushButton
            look="primary"
            testId="import-start"
            disabled={!connected || options.toEpisode < options.fromEpisode}
            onPress={() =>
              startImport({
                ...options,
                folder: dataset.folder,
                joints: dataset.robot === options.robot ? 'byName' : 'inOrder',
              })
            }
          >
            {`Import ${count(Math.max(0, options.toEpisode - options.fromEpisode + 1), 'episode')}`}
          </PushButton>
        )}
      </div>
    </section>
  );
}

const count = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;

function Contents({ dataset }: { readonly dataset: DatasetDescription }) {
  const { episodes, fps, tasks, cameras, robotType } = dataset;
  return (
    <>
      <span className={styles.label}>What it is</span>
      <span>
        {count(episodes, 'episode')}, {fps} samples a second, {count(cameras.length, 'camera')}
        {robotType ? `, of the robot "${robotType}"` : ''}
      </span>
      <span className={styles.label}>{tasks.length === 1 ? 'Task' : 'Tasks'}</span>
      <span className={styles.clipped} title={tasks.join('\n')}>
        {tasks.join('; ') || 'not told'}
      </span>
    </>
  );
}

interface FieldsProps {
  readonly dataset: DatasetDescription;
  readonly options: Options;
  readonly onChange: (part: Partial<Options>) => void;
}

function JointFields({ dataset, options, onChange }: FieldsProps) {
  const byName = dataset.robot === options.robot;
  const joints = bundledRobots[options.robot].armJointNames;
  return (
    <fieldset className={styles.fields}>
      <legend>Joints</legend>
      {dataset.mismatch && (
        <p className={styles.refused} data-testid="import-mismatch">
          <StatusMark status="warn" /> {dataset.mismatch} If they are the joints of one of these all the same,
          say which.
        </p>
      )}
      <label htmlFor="import-robot">Robot</label>
      <select
        id="import-robot"
        data-testid="import-robot"
        value={options.robot}
        onChange={(event) => onChange({ robot: event.currentTarget.value as BundledRobotName })}
      >
        {bundledRobotNames.map((name) => (
          <option key={name} value={name}>
            {name}
            {name === dataset.robot ? ': the joints bear its names' : ''}
          </option>
        ))}
      </select>
      <span className={styles.label}>Taken</span>
      <span>
        {byName
          ? 'by their names'
          : `in their order: the first ${joints.length} values are ${joints[0]} to ${joints.at(-1)}, the gripper's are left out`}
      </span>
      {!byName && (
        <>
          <label htmlFor="import-unit">Angles are in</label>
          <select
            id="import-unit"
            data-testid="import-unit"
            value={options.unit}
            onChange={(event) => onChange({ unit: event.currentTarget.value === 'deg' ? 'deg' : 'rad' })}
          >
            <option value="rad">radians</option>
            <option value="deg">degrees</option>
          </select>
        </>
      )}
    </fieldset>
  );
}

function WhichFields({ dataset, options, onChange }: FieldsProps) {
  const { cameras, episodes, leftOut } = dataset;
  const number = (text: string) => Math.min(episodes - 1, Math.max(0, Math.round(Number(text) || 0)));
  return (
    <fieldset className={styles.fields}>
      <legend>What of it</legend>
      <label htmlFor="import-from">Episodes</label>
      <span className={styles.range}>
        <input
          id="import-from"
          type="number"
          min={0}
          max={episodes - 1}
          value={options.fromEpisode}
          onChange={(event) => onChange({ fromEpisode: number(event.currentTarget.value) })}
        />
        to
        <input
          aria-label="Last episode"
          type="number"
          min={0}
          max={episodes - 1}
          value={options.toEpisode}
          onChange={(event) => onChange({ toEpisode: number(event.currentTarget.value) })}
        />
      </span>
      {cameras.length > 0 && <span className={styles.label}>Cameras</span>}
      {cameras.length > 0 && (
        <span className={styles.cameras}>
          {cameras.map(({ name, width, height }) => (
            <label key={name} className={styles.check}>
              <input
                type="checkbox"
                checked={!options.dropCameras.includes(name)}
                onChange={(event) =>
                  onChange({
                    dropCameras: event.currentTarget.checked
                      ? options.dropCameras.filter((each) => each !== name)
                      : [...options.dropCameras, name],
                  })
                }
              />
              <span className="mono">{name}</span>
              <span className={styles.faint}>
                {width} × {height}
              </span>
            </label>
          ))}
        </span>
      )}
      {leftOut.length > 0 && <p className={styles.wide}>Stays there: {leftOut.join(' ')}</p>}
    </fieldset>
  );
}
