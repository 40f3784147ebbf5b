import { useId, useState } from 'react';
import type { Download } from '../../shared/contract/inferenceContract';
import { formatBytes } from '../ui/format';
import { PushButton } from '../ui/PushButton';
import styles from './DownloadForm.module.css';

interface Props {
  /** How far the running download is; null when none runs. */
  readonly download: Download | null;
  readonly problem: string | null;
  readonly disabled: boolean;
  readonly onBegin: (manifestUrl: string, manifestHash: string) => void;
  readonly onCallOff: () => void;
}

const isHash = (text: string) => /^[0-9a-f]{64}$/i.test(text.trim());

/** Where a pack comes from, and the hash that says which it must be. */
export function DownloadForm({ download, problem, disabled, onBegin, onCallOff }: Props) {
  const [url, setUrl] = useState('');
  const [hash, setHash] = useState('');
  const problemId = useId();
  const known = download !== null && download.totalBytes > 0;
  const wrongHash = hash.trim() !== '' && !isHash(hash);
  return (
    <form
      className={styles.form}
      aria-describedby={problemId}
      onSubmit={(event) => {
        event.preventDefault();
        if (url.trim() !== '' && isHash(hash)) onBegin(url.trim(), hash.trim().toLowerCase());
      }}
    >
      <h3>Download a pack</h3>
      <label>
        <span>Address of its r1-pack.json</span>
        <input
          data-testid="download-url"
          placeholder="https://"
          value={url}
          readOnly={download !== null}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
      </label>
      <label>
        <span>SHA-256 of that file, from the maker of the pack</span>
        <input
          className="mono"
          data-testid="download-hash"
          aria-invalid={wrongHash}
          value={hash}
          readOnly={download !== null}
          onChange={(event) => setHash(event.currentTarget.value)}
        />
      </label>
      {download && (
        <div className={styles.progress} data-testid="download-progress">
          <progress {...(known && { max: download.totalBytes, value: download.doneBytes })} />
          <span>
            {known
              ? `${formatBytes(download.doneBytes)} of ${formatBytes(download.totalBytes)}`
              : 'Connecting'}
          </span>
        </div>
      )}
      <p id={problemId} className={styles.problem} role="alert" data-testid="download-problem">
        {wrongHash ? 'A SHA-256 has 64 digits 0 to 9 and a to f.' : problem}
      </p>
      <div className={styles.row}>
        {download ? (
          <PushButton onPress={onCallOff} testId="download-call-off">
            Call off
          </PushButton>
        ) : (
          <PushButton
            testId="download-begin"
            disabled={disabled || url.trim() === '' || !isHash(hash)}
            hint="The pack appears above when it is whole and every file is the one that this hash pins"
            onPress={() => onBegin(url.trim(), hash.trim().toLowerCase())}
          >
            Download
          </PushButton>
        )}
      </div>
    </form>
  );
}
