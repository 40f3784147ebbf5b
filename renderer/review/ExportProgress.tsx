import { IconFolderOpen } from '@tabler/icons-react';
import type { ExportStatus } from '../../shared/contract/exporterContract';
import { useConsole } from '../ui/ConsoleContext';
import { PushButton } from '../ui/PushButton';
import { type Status, StatusMark } from '../ui/StatusMark';
import styles from './ExportProgress.module.css';

const marks: Readonly<Record<ExportStatus['state'], readonly [Status, string]>> = {
  running: ['busy', 'Exporting'],
  done: ['ok', 'Exported'],
  failed: ['bad', 'Not exported'],
  cancelled: ['off', 'Called off'],
};

interface Props {
  readonly status: ExportStatus;
  readonly onCancel: () => void;
}

/** How an export stands, and what came of it. */
export function ExportProgress({ status, onCancel }: Props) {
  const { bridge } = useConsole();
  const [mark, word] = marks[status.state];
  const percent = Math.round(status.fraction * 100);
  const { path } = status;
  return (
    <div className={styles.progress} data-testid="export-status" data-state={status.state} role="status">
      <div className={styles.line}>
        <StatusMark status={mark} />
        <p>
          <b>{word}</b> {status.text}
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
        <progress className={styles.bar} max={100} value={percent} aria-label="Export" />
      )}
      {status.skipped.length > 0 && (
        <details className={styles.skipped}>
          <summary>
            {status.skipped.length} {status.skipped.length === 1 ? 'episode is' : 'episodes are'} not in it
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
