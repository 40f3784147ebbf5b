import { useCallback, useEffect, useState } from 'react';
import type { Download, PackOnDisk } from '../../shared/contract/inferenceContract';
import { need } from '../loop/clients';
import { useConsole, useLoop, useTelemetry } from '../ui/ConsoleContext';
import { formatBytes } from '../ui/format';
import { PushButton } from '../ui/PushButton';
import { DownloadForm } from './DownloadForm';
import styles from './ModelsPage.module.css';
import packs from './PacksPanel.module.css';
import { useLoadPack } from './useLoadPack';

/** A pack may have many gigabytes, and the line be slow. */
const downloadTimeoutMs = 24 * 3600 * 1000;

/** The packs on this machine, and how another one comes here. */
export function PacksPanel() {
  const { clients } = useConsole();
  const { loading, load } = useLoadPack();
  const connected = useTelemetry(({ inference }) => inference !== null);
  const loaded = useTelemetry(({ inference }) => inference?.model?.packHash ?? null);
  const idle = useLoop(({ session }) => session.state === 'idle' || session.state === 'stopped');
  const [found, setFound] = useState<readonly PackOnDisk[]>([]);
  const [download, setDownload] = useState<Download | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const look = useCallback(async () => {
    try {
      setFound((await need(clients, 'inference').request('listPacks', {})).packs);
    } catch {
      setFound([]);
    }
  }, [clients]);

  // The list is read anew when the process comes, and when another pack has been loaded.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `loaded` is what it follows
  useEffect(() => {
    if (connected) void look();
  }, [connected, loaded, look]);

  async function begin(manifestUrl: string, manifestHash: string): Promise<void> {
    setProblem(null);
    setDownload({ doneBytes: 0, totalBytes: 0 });
    const inference = need(clients, 'inference');
    const stopListening = inference.on('download', setDownload);
    try {
      await inference.request(
        'downloadPack',
        { manifestUrl, manifestHash },
        { timeoutMs: downloadTimeoutMs },
      );
      await look();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      stopListening();
      setDownload(null);
    }
  }

  return (
    <section className={styles.panel} aria-label="Model packs" data-testid="packs-panel">
      <h2>Model packs on this machine</h2>
      <ul className={packs.list}>
        {found.map(({ folder, bundled, name, version, bytes, packHash, problem: bad }) => (
          <li key={folder} data-testid="pack-on-disk">
            <div>
              <b>{bad === null ? `${name} ${version}` : folder.split(/[/\\]/).at(-1)}</b>
              <span title={folder}>
                {bad ??
                  `${formatBytes(bytes)}, ${bundled ? 'comes with the console' : 'downloaded'}${packHash === loaded ? ', loaded now' : ''}`}
              </span>
            </div>
            <PushButton
              disabled={!idle || bad !== null}
              busy={loading}
              onPress={() => void load(bundled ? undefined : folder)}
            >
              Load
            </PushButton>
          </li>
        ))}
      </ul>
      <DownloadForm
        download={download}
        problem={problem}
        disabled={!connected}
        onBegin={(url, hash) => void begin(url, hash)}
        onCallOff={() => void need(clients, 'inference').request('cancelDownload', {})}
      />
    </section>
  );
}
