import { useState } from 'react';
import { need } from '../loop/clients';
import { processFault } from '../loop/faults';
import { robotWords } from '../services/telemetry';
import { useConsole, useLoop, useTelemetry } from '../ui/ConsoleContext';
import { Facts } from '../ui/Facts';
import { formatBytes, formatMs, shortHash } from '../ui/format';
import { modelPlace, sendsWords } from '../ui/modelWords';
import { PushButton } from '../ui/PushButton';
import { type Status, StatusMark } from '../ui/StatusMark';
import styles from './ModelsPage.module.css';

const loadTimeoutMs = 300_000;

const states: Readonly<Record<'loading' | 'ready' | 'busy' | 'failed', readonly [Status, string]>> = {
  loading: ['busy', 'Loading'],
  ready: ['ok', 'Ready'],
  busy: ['busy', 'Answering'],
  failed: ['bad', 'Failed'],
};

/** Which model answers, and how it is known everywhere: by the hash of its files. */
export function ModelPanel() {
  const { bridge, clients, loop, telemetry } = useConsole();
  const inference = useTelemetry(({ inference }) => inference);
  const idle = useLoop(({ session }) => session.state === 'idle' || session.state === 'stopped');
  const [loading, setLoading] = useState(false);
  const [status, word] = inference ? states[inference.state] : (['bad', 'Not connected'] as const);
  const model = inference?.model;

  async function load(folder: string | undefined): Promise<void> {
    setLoading(true);
    try {
      await need(clients, 'inference').request('loadPack', folder === undefined ? {} : { folder }, {
        timeoutMs: loadTimeoutMs,
      });
    } catch (error) {
      loop.addFault(
        processFault(
          'inference',
          'Loading the model pack',
          error,
          robotWords(telemetry.getState()),
          'Check the folder, or load the bundled pack again.',
        ),
      );
    }
    setLoading(false);
  }

  async function choose(): Promise<void> {
    const folder = await bridge.chooseModelFolder();
    if (folder !== null) await load(folder);
  }

  return (
    <section className={styles.panel} aria-label="Model" data-testid="model-panel">
      <h2>
        <StatusMark status={status} />
        Model: {word}
      </h2>
      {model ? (
        <Facts
          facts={[
            { name: 'Name', value: `${model.name} ${model.version}` },
            { name: 'Pack', value: <span className="mono">{model.packId}</span> },
            {
              name: 'Pack hash',
              value: <span className="mono">{shortHash(model.packHash)}</span>,
              full: model.packHash,
            },
            { name: 'Runs on', value: modelPlace(model) },
            { name: 'Memory', value: formatBytes(inference?.memoryBytes) },
            { name: 'Loaded in', value: formatMs(inference?.loadMs) },
          ]}
        />
      ) : (
        <p>No model is loaded. Without one nothing can be proposed, and so nothing moves.</p>
      )}
      {inference?.sendsTo && (
        <p className={styles.problem} data-testid="sends-to">
          <StatusMark status={inference.sendsTo.reach === 'elsewhere' ? 'warn' : 'needsYou'} />
          {sendsWords(inference.sendsTo)}
        </p>
      )}
      {inference?.fault && (
        <div role="alert" data-testid="model-fault">
          <p className={styles.problem}>{inference.fault.happened}</p>
          <p>{inference.fault.next}</p>
        </div>
      )}
      <div className={styles.row}>
        <PushButton
          disabled={!idle || !inference}
          busy={loading}
          onPress={() => void choose()}
          testId="choose-pack"
        >
          {loading ? 'Loading' : 'Load another pack'}
        </PushButton>
        <PushButton disabled={!idle || !inference} busy={loading} onPress={() => void load(undefined)}>
          Load the bundled pack
        </PushButton>
      </div>
    </section>
  );
}
