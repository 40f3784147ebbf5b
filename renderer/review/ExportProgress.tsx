import { IconFolderOpen } from '@tabler/icons-react';
import type { ExportStatus } from '../../shared/contract/exporterContract';
import { useConsole } from '../ui/ConsoleContext';
import { PushButton } from '../ui/PushButton';
import { type Status, StatusMark } from '../ui/StatusMark';
import styles from './ExportProgress.module.css';

const marks: Readonly<Record<ExportStatus['state'], Status>> = {
  running: 'busy',
  done: 'ok',
  failed: 'bad',
  cancelled: 'off',
};
const words: Readonly<Record<ExportStatus['job'], Readonly<Record<ExportStatus['state'], string>>>> = {
  export: { running: 'Exporting', done: 'Exported', failed: 'Not exported', cancelled: 'Export' },
  import: { running: 'Importing', done: 'Imported', failed: 'Not imported', cancelled: 'Import' },
};

interface Props {
  readonly status: ExportStatus;
  readonly onCancel: () => void;
}

/** How an export or import stands, and what came of it. */
export function ExportProgress({ status, onCancel }: Props) {
  const { bridge } = useConsole();
  const percent = Math.round(status.fraction * 100);
  const { path } = status;
  return (
    <div
      className={styles.progress}
      data-testid="export-status"
      data-export={status.exportId}
      data-state={status.state}
      role="status"
    >
      <div className={styles.line}>
        <StatusMark status={marks[status.state]} />
        <p>
          <b>{words[status.job][status.state]}</b> {status.text}
          {path && <span className="mono">{path}</span>}
        </p>
        {status.state === 'running' && (
          <>
            <output>{percent} %</output>
            <PushButton testId="export-cancel" onPress={onCancel}>
              Cancel
            </PushButton>
          </>
        )}
        {path && (
          <PushButton onPress={() => void bridge.showInFolder(path).catch(() => undefined)}>
            <IconFolderOpen size={15} aria-hidden />
            Show
          </PushButton>
        )}
      </div>
      {status.state === 'running' && (
        <progress className={styles.bar} max={100} value={percent} aria-label={words[status.job].running} />
      )}
      {status.skipped.length > 0 && (
        <details className={styles.skipped}>
          <summary>
            {status.skipped.length} {status.skipped.length === 1 ? 'episode' : 'episodes'} left out
          </summary>
          <ul>
            {status.skipped.map(({ episodeId, why }) => (
              <li key={episodeId}>
                <b>{episodeId}</b> {why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
