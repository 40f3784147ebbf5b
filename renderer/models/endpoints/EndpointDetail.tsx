import { useState } from 'react';
import type { Endpoint, EndpointEntry, EndpointTrial } from '../../../shared/contract/endpoint';
import { messageOf } from '../../loop/faults';
import { useLoop, useTelemetry } from '../../ui/ConsoleContext';
import { PushButton } from '../../ui/PushButton';
import { type Status, StatusMark } from '../../ui/StatusMark';
import styles from './EndpointDetail.module.css';
import { EndpointForm } from './EndpointForm';
import { isInUse, placeWords, trialWords } from './endpointWords';
import { TokenField } from './TokenField';
import type { Endpoints } from './useEndpoints';

interface Props {
  readonly entry: EndpointEntry;
  readonly endpoints: Endpoints;
  readonly onRemoved: () => void;
}

/** One endpoint: how it is, what can be done with it, its token and its settings. */
export function EndpointDetail({ entry, endpoints, onRemoved }: Props) {
  const { endpoint, problem } = entry;
  return (
    <div className={styles.detail} data-testid="endpoint-detail">
      {endpoint ? (
        <Usable entry={entry} endpoint={endpoint} endpoints={endpoints} onRemoved={onRemoved} />
      ) : (
        <>
          <div className={styles.title}>
            <h3>{entry.name}</h3>
            <RemoveButton id={entry.id} inUse={false} endpoints={endpoints} onRemoved={onRemoved} />
          </div>
          <Said status="bad">{problem} Mend the file, import it again, or remove it.</Said>
        </>
      )}
    </div>
  );
}

function Usable({ entry, endpoint, endpoints, onRemoved }: Props & { readonly endpoint: Endpoint }) {
  const { id } = entry;
  const idle = useLoop(({ session }) => session.state === 'idle' || session.state === 'stopped');
  const inUse = useTelemetry(({ inference }) => isInUse(endpoint, inference));
  const connected = useTelemetry(({ inference }) => inference !== null);
  const fault = useTelemetry(({ inference }) => inference?.fault ?? null);
  const [doing, setDoing] = useState<'use' | 'test' | null>(null);
  const [trial, setTrial] = useState<EndpointTrial | null>(null);
  const [lost, setLost] = useState<string | null>(null);
  /** The inference process's fault is about this endpoint only after this one was wished for. */
  const [wished, setWished] = useState(false);

  async function use(): Promise<void> {
    setDoing('use');
    setTrial(null);
    await endpoints.use(id);
    setWished(true);
    setDoing(null);
  }
  async function test(): Promise<void> {
    setDoing('test');
    setTrial(null);
    setLost(null);
    setWished(false);
    try {
      setTrial(await endpoints.test(id));
    } catch (error) {
      setLost(messageOf(error));
    }
    setDoing(null);
  }

  const shown = trial?.fault ?? (wished ? fault : null);
  return (
    <>
      <div className={styles.title}>
        <h3 title={entry.name}>{entry.name}</h3>
        <PushButton
          disabled={!connected || doing !== null}
          busy={doing === 'test'}
          hint="Asks a tiny question about a grey picture"
          testId="test-endpoint"
          onPress={() => void test()}
        >
          {doing === 'test' ? 'Asking' : 'Test'}
        </PushButton>
        <PushButton
          look={inUse ? 'plain' : 'primary'}
          disabled={!connected || !idle || doing !== null}
          busy={doing === 'use'}
          hint={`From now on the pictures of each question are sent to ${new URL(endpoint.url).host}`}
          testId="use-endpoint"
          onPress={() => void use()}
        >
          {doing === 'use' ? 'Asking' : inUse ? 'Take it again' : 'Let it answer'}
        </PushButton>
      </div>
      <div className={styles.state}>
        <StatusMark status={inUse ? 'ok' : 'off'} />
        <strong data-testid="endpoint-state" data-in-use={inUse}>
          {inUse ? 'Answers now' : 'Not in use'}
        </strong>
        <span>{placeWords(endpoint)}</span>
        <span className={styles.files}>
          <PushButton look="quiet" testId="export-endpoint" onPress={() => void endpoints.exportFile(id)}>
            Export
          </PushButton>
          <RemoveButton id={id} inUse={inUse} endpoints={endpoints} onRemoved={onRemoved} />
        </span>
      </div>
      {trial && !trial.fault && (
        <Said status="ok" testId="endpoint-trial">
          {trialWords(trial)}
        </Said>
      )}
      {shown && (
        <Said status="bad" testId="endpoint-fault">
          {shown.happened}
          <span>
            {shown.robotIs} {shown.next}
          </span>
        </Said>
      )}
      {lost !== null && <Said status="bad">{lost}</Said>}
      <TokenField entry={entry} endpoint={endpoint} endpoints={endpoints} />
      <EndpointForm id={id} saved={endpoint} inUse={inUse} endpoints={endpoints} />
    </>
  );
}

function Said({
  status,
  children,
  testId,
}: {
  readonly status: Status;
  readonly children: React.ReactNode;
  readonly testId?: string;
}) {
  return (
    <div className={styles.said} data-status={status} role="status" data-testid={testId}>
      <StatusMark status={status} />
      <p>{children}</p>
    </div>
  );
}

/** Asks once more, in the same place. */
function RemoveButton({
  id,
  inUse,
  endpoints,
  onRemoved,
}: {
  readonly id: string;
  readonly inUse: boolean;
  readonly endpoints: Endpoints;
  readonly onRemoved: () => void;
}) {
  const [asking, setAsking] = useState(false);
  if (!asking) {
    return (
      <PushButton
        look="quiet"
        disabled={inUse}
        hint={inUse ? 'Load a pack or choose another endpoint first' : 'Deletes the file and its token'}
        testId="remove-endpoint"
        onPress={() => setAsking(true)}
      >
        Remove
      </PushButton>
    );
  }
  return (
    <>
      Remove it with its token?
      <PushButton
        look="quiet"
        testId="remove-endpoint-confirm"
        onPress={() => void endpoints.remove(id).then((gone) => gone !== null && onRemoved())}
      >
        Remove
      </PushButton>
      <PushButton look="quiet" onPress={() => setAsking(false)}>
        Keep
      </PushButton>
    </>
  );
}
