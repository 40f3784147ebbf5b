import { useState } from 'react';
import type { Download } from '../../shared/contract/inferenceContract';
import { need } from '../loop/clients';
import { useConsole, useLoop } from '../ui/ConsoleContext';
import { formatBytes } from '../ui/format';
import { PushButton } from '../ui/PushButton';
import { DownloadForm } from './DownloadForm';
import styles from './ModelsPage.module.css';
import packs from './PacksPanel.module.css';
import { useLoadPack } from './useLoadPack';
import { usePacks } from './usePacks';

/** A pack may have many gigabytes, and the line be slow. */
const downloadTimeoutMs = 24 * 3600 * 1000;

/** The packs on this machine, and how another one comes here. */
export function PacksPanel() {
  const { clients } = useConsole();
  const { loading, load } = useLoadPack();
  const { packs: found, look, connected, loaded } = usePacks();
  const idle = useLoop(({ session }) => session.state === 'idle' || session.state === 'stopped');
  const [download, setDownload] = useState<Download | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

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
