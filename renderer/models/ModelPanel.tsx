import type { LoadProgress } from '../../shared/contract/inferenceContract';
import { isRemote } from '../../shared/contract/proposal';
import { useConsole, useLoop, useTelemetry } from '../ui/ConsoleContext';
import { Facts } from '../ui/Facts';
import { formatBytes, formatMs, shortHash } from '../ui/format';
import { modelPlace, sendsWords } from '../ui/modelWords';
import { PushButton } from '../ui/PushButton';
import { type Status, StatusMark } from '../ui/StatusMark';
import styles from './ModelsPage.module.css';
import { RuntimeChoice } from './RuntimeChoice';
import { useLoadPack } from './useLoadPack';

const states: Readonly<Record<'loading' | 'ready' | 'busy' | 'failed', readonly [Status, string]>> = {
  loading: ['busy', 'Loading'],
  ready: ['ok', 'Ready'],
  busy: ['busy', 'Answering'],
  failed: ['bad', 'Failed'],
};

/** Which model answers, and how it is known everywhere: by the hash of its files. */
export function ModelPanel() {
  const { bridge } = useConsole();
  const { loading, load } = useLoadPack();
  const inference = useTelemetry(({ inference }) => inference);
  const idle = useLoop(({ session }) => session.state === 'idle' || session.state === 'stopped');
  const [status, word] = inference ? states[inference.state] : (['bad', 'Not connected'] as const);
  const model = inference?.model;

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
            { name: 'Name', value: `${model.name}${isRemote(model) ? ',' : ''} ${model.version}` },
            {
              name: isRemote(model) ? 'Endpoint' : 'Pack',
              value: <span className="mono">{model.packId}</span>,
            },
            {
              name: isRemote(model) ? 'Its settings' : 'Pack hash',
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
      {inference?.progress && <Progress progress={inference.progress} />}
      <RuntimeChoice />
      {inference?.sendsTo && (
        <p className={`${styles.problem} ${styles.sends}`} data-testid="sends-to">
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
          {loading ? 'Loading' : 'Load a pack from a folder'}
        </PushButton>
      </div>
    </section>
  );
}

const doingWords: Readonly<Record<LoadProgress['doing'], string>> = {
  verifying: 'Checking the files',
  opening: 'Opening the graphs',
  measuring: 'Trying what can compute it',
  reaching: 'Asking the endpoint a tiny question',
};

function Progress({ progress: { doing, done, total } }: { readonly progress: LoadProgress }) {
  const figures =
    doing === 'verifying'
      ? `${formatBytes(done)} of ${formatBytes(total)}`
      : doing === 'reaching'
        ? ''
        : `${done} of ${total}`;
  return (
    <div data-testid="load-progress">
      <p>
        {doingWords[doing]} {figures}
      </p>
      <progress className={styles.progress} value={done} max={total} aria-label={doingWords[doing]} />
    </div>
  );
}
