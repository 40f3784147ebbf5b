import { IconFolderOpen, IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { EpisodeDetail } from '../../shared/contract/recorderContract';
import { messageOf } from '../loop/faults';
import { outcomeWords } from '../operate/stateWords';
import { useConsole } from '../ui/ConsoleContext';
import { formatBytes, formatClock, formatDate, formatSec } from '../ui/format';
import { PushButton } from '../ui/PushButton';
import { StatusMark } from '../ui/StatusMark';
import styles from './ReplayHead.module.css';

interface Verdict {
  readonly ok: boolean;
  readonly text: string;
}

/** What the episode was, how it ended, and whether its records are still what was written. */
export function ReplayHead({ detail }: { readonly detail: EpisodeDetail }) {
  const { clients, bridge } = useConsole();
  const { summary } = detail;
  const [status, word] = summary.origin
    ? (['off', 'From elsewhere'] as const)
    : outcomeWords[summary.outcome];
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [busy, setBusy] = useState(false);

  async function verify(): Promise<void> {
    setBusy(true);
    try {
      const recorder = clients('recorder');
      if (!recorder) throw new Error('The recorder is not connected.');
      const { ok, text } = await recorder.request(
        'verifyEpisode',
        { episodeId: summary.episodeId },
        { timeoutMs: 60_000 },
      );
      setVerdict({ ok, text });
    } catch (error) {
      setVerdict({ ok: false, text: messageOf(error) });
    }
    setBusy(false);
  }

  return (
    <div className={styles.head}>
      <div className={styles.words}>
        <h2>{summary.instruction || summary.fileName}</h2>
        <p>
          <StatusMark status={status} size={14} /> <b>{word}</b>
          <span>
            {formatDate(summary.startedAtSec)} {formatClock(summary.startedAtSec)}
          </span>
          <span>
            {formatSec(summary.durationSec)}, {formatBytes(summary.bytes)}
          </span>
          <span>{summary.robot}</span>
          <span>{summary.model}</span>
        </p>
        {summary.problem && <p className={styles.problem}>{summary.problem}</p>}
        {summary.origin && <p className={styles.origin}>{[summary.origin, ...detail.notShown].join(' ')}</p>}
      </div>
      {verdict && (
        <p className={styles.verdict} data-testid="verify-result" data-ok={verdict.ok} role="status">
          <StatusMark status={verdict.ok ? 'ok' : 'bad'} />
          {verdict.text}
        </p>
      )}
      <PushButton
        testId="verify-button"
        busy={busy}
        hint="Reads the chain of records back and computes its hashes anew"
        onPress={() => void verify()}
      >
        <IconShieldCheck size={16} aria-hidden />
        {busy ? 'Verifying' : 'Verify records'}
      </PushButton>
      <PushButton
        hint="Shows the file in the file manager"
        label="Show the file"
        onPress={() => void bridge.showInFolder(summary.path).catch(() => undefined)}
      >
        <IconFolderOpen size={16} aria-hidden />
      </PushButton>
    </div>
  );
}
