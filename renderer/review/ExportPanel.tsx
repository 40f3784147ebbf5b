import { IconFolder, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { ExportOrder } from '../../shared/contract/exporterContract';
import { useConsole, useSettings, useTelemetry } from '../ui/ConsoleContext';
import { PushButton } from '../ui/PushButton';
import { StatusMark } from '../ui/StatusMark';
import styles from './ExportPanel.module.css';
import { ExportProgress } from './ExportProgress';
import { exportFormats } from './exportFormats';
import { HideRegions } from './HideRegions';
import { useExport } from './useExport';

interface Props {
  readonly picked: ReadonlySet<string>;
  readonly onClose: () => void;
}

type Options = Omit<ExportOrder, 'episodeIds' | 'folder'>;

const first: Options = {
  format: 'lerobot',
  name: 'r1-episodes',
  append: true,
  fps: null,
  span: 'motion',
  pictures: 'video',
  dropCameras: [],
  hide: [],
  crop: [],
};

/** Where picked episodes go, as what, and what of them stays here. */
export function ExportPanel({ picked, onClose }: Props) {
  const { bridge } = useConsole();
  const dataFolder = useSettings(({ appInfo }) => appInfo?.dataFolder ?? '');
  const connected = useTelemetry(({ connected }) => connected.exporter);
  const [options, setOptions] = useState(first);
  const [chosenFolder, setChosenFolder] = useState<string | null>(null);
  const { status, problem, start, cancel } = useExport();
  const cameras = useCameras(picked);
  const folder = chosenFolder ?? (dataFolder && `${dataFolder}/exports`);
  const change = (part: Partial<Options>) => setOptions((before) => ({ ...before, ...part }));
  const running = status?.state === 'running';
  const { format } = options;
  const count = picked.size;

  return (
    <section className={styles.panel} aria-label="Export" data-testid="export-panel">
      <div className={styles.head}>
        <h2>
          {count === 0
            ? 'Pick episodes in the list'
            : `Export ${count} ${count === 1 ? 'episode' : 'episodes'}`}
        </h2>
        <PushButton look="quiet" label="Back to the replay" onPress={onClose}>
          <IconX size={16} aria-hidden />
        </PushButton>
      </div>
      <div className={styles.body}>
        <fieldset className={styles.formats}>
          <legend>As</legend>
          {exportFormats.map(({ id, title, text }) => (
            <label key={id} data-chosen={format === id}>
              <input
                type="radio"
                name="format"
                data-testid={`export-format-${id}`}
                checked={format === id}
                onChange={() => change({ format: id })}
              />
              <b>{title}</b>
              <span>{text}</span>
            </label>
          ))}
        </fieldset>

        <fieldset className={styles.fields}>
          <legend>Where</legend>
          <label htmlFor="export-folder">Folder</label>
          <span className={styles.folder}>
            <span className="mono" id="export-folder" title={folder}>
              {folder}
            </span>
            <PushButton
              testId="export-folder"
              onPress={() =>
                void bridge.chooseFolder('export').then(
                  (picked) => picked && setChosenFolder(picked),
                  () => undefined,
                )
              }
            >
              <IconFolder size={15} aria-hidden />
              Choose
            </PushButton>
          </span>
          <label htmlFor="export-name">Name</label>
          <input
            id="export-name"
            type="text"
            data-testid="export-name"
            maxLength={100}
            value={options.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          {format === 'lerobot' && (
            <>
              <span />
              <label className={styles.check}>
                <input
                  type="checkbox"
                  data-testid="export-append"
                  checked={options.append}
                  onChange={(event) => change({ append: event.currentTarget.checked })}
                />
                Add to the data set of that name, if there is one
              </label>
            </>
          )}
        </fieldset>

        {format === 'lerobot' && <LeRobotFields options={options} onChange={change} />}

        <fieldset className={styles.fields}>
          <legend>What stays here</legend>
          {cameras.length === 0 && <p className={styles.wide}>The picked episodes have no camera.</p>}
          {cameras.length > 0 && <span>Cameras</span>}
          {cameras.length > 0 && (
            <span className={styles.cameras}>
              {cameras.map(({ name, episodes }) => (
                <label key={name} className={styles.check}>
                  <input
                    type="checkbox"
                    checked={!options.dropCameras.includes(name)}
                    onChange={(event) =>
                      change({
                        dropCameras: event.currentTarget.checked
                          ? options.dropCameras.filter((each) => each !== name)
                          : [...options.dropCameras, name],
                      })
                    }
                  />
                  <span className="mono">{name}</span>
                  <span className={styles.faint}>
                    {episodes === count ? 'in all' : `in ${episodes} of ${count}`}
                  </span>
                </label>
              ))}
            </span>
          )}
          {cameras.length > 0 && count > 0 && (
            <HideRegions
              episodeId={[...picked][0] ?? ''}
              camera={cameras.find(({ name }) => !options.dropCameras.includes(name))?.name ?? ''}
              regions={options.hide}
              onChange={(hide) => change({ hide: [...hide] })}
            />
          )}
        </fieldset>
      </div>

      <div className={styles.foot}>
        {problem && (
          <p role="alert" data-testid="export-problem">
            <StatusMark status="bad" /> {problem}
          </p>
        )}
        {!connected && (
          <p role="alert">
            <StatusMark status="warn" /> The exporter is not connected: wait until it has been started again.
          </p>
        )}
        {status && <ExportProgress status={status} onCancel={cancel} />}
        {!running && (
          <PushButton
            look="primary"
            testId="export-start"
            disabled={count === 0 || !connected || options.name.trim() === ''}
            onPress={() =>
              start({
                ...options,
                name: options.name.trim(),
                append: format === 'lerobot' && options.append,
                folder,
                episodeIds: [...picked],
              })
            }
          >
            Export
          </PushButton>
        )}
      </div>
    </section>
  );
}

interface FieldsProps {
  readonly options: Options;
  readonly onChange: (part: Partial<Options>) => void;
}

function LeRobotFields({ options, onChange }: FieldsProps) {
  return (
    <fieldset className={styles.fields}>
      <legend>How</legend>
      <label htmlFor="export-pictures">Pictures</label>
      <select
        id="export-pictures"
        data-testid="export-pictures"
        value={options.pictures}
        onChange={(event) =>
          onChange({ pictures: event.currentTarget.value === 'images' ? 'images' : 'video' })
        }
      >
        <option value="video">Video (MP4): small</option>
        <option value="images">Every picture by itself: as recorded, larger</option>
      </select>
      <label htmlFor="export-span">Time</label>
      <select
        id="export-span"
        value={options.span}
        onChange={(event) => onChange({ span: event.currentTarget.value === 'whole' ? 'whole' : 'motion' })}
      >
        <option value="motion">While the arm was sent somewhere, half a second around it</option>
        <option value="whole">Everything, with the waiting for approval</option>
      </select>
      <label htmlFor="export-fps">Samples a second</label>
      <select
        id="export-fps"
        value={options.fps ?? ''}
        onChange={(event) =>
          onChange({ fps: event.currentTarget.value ? Number(event.currentTarget.value) : null })
        }
      >
        <option value="">As the pictures came</option>
        {[5, 10, 15, 20, 30, 50].map((fps) => (
          <option key={fps} value={fps}>
            {fps}
          </option>
        ))}
      </select>
    </fieldset>
  );
}

/** The cameras of the picked episodes. */
function useCameras(picked: ReadonlySet<string>): readonly { name: string; episodes: number }[] {
  const { clients } = useConsole();
  const connected = useTelemetry(({ connected }) => connected.exporter);
  const [cameras, setCameras] = useState<readonly { name: string; episodes: number }[]>([]);
  useEffect(() => {
    const exporter = connected ? clients('exporter') : undefined;
    if (!exporter || picked.size === 0) return setCameras([]);
    let wanted = true;
    exporter.request('describeSelection', { episodeIds: [...picked] }, { timeoutMs: 60_000 }).then(
      ({ cameras }) => wanted && setCameras(cameras),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [clients, connected, picked]);
  return cameras;
}
