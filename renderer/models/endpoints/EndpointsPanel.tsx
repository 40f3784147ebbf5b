import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { EndpointEntry } from '../../../shared/contract/endpoint';
import { useTelemetry } from '../../ui/ConsoleContext';
import choice from '../../ui/choiceRow.module.css';
import { PushButton } from '../../ui/PushButton';
import { StatusMark } from '../../ui/StatusMark';
import { EndpointDetail } from './EndpointDetail';
import styles from './EndpointsPanel.module.css';
import { isInUse, newEndpoint, shortPlaceWords } from './endpointWords';
import { useEndpoints } from './useEndpoints';

/** Models on bigger machines: which ones are named, and how each is reached. */
export function EndpointsPanel() {
  const endpoints = useEndpoints();
  const [chosen, setChosen] = useState<string | null>(null);
  const { entries, problem } = endpoints;
  const first = entries?.[0]?.id ?? null;
  useEffect(() => {
    if (chosen === null && first !== null) setChosen(first);
  }, [chosen, first]);
  const entry = entries?.find(({ id }) => id === chosen) ?? null;
  const choose = (id: string | null) => {
    if (id !== null) setChosen(id);
  };
  return (
    <section className={styles.panel} aria-label="Models on bigger machines" data-testid="endpoints-panel">
      <div className={styles.list}>
        <div className={styles.head}>
          <h2>Bigger machines</h2>
          <PushButton
            look="quiet"
            hint="Take in an endpoint from a file"
            testId="import-endpoint"
            onPress={() => void endpoints.importFile().then(choose)}
          >
            <IconFileImport size={15} aria-hidden />
            Import
          </PushButton>
          <PushButton
            look="quiet"
            testId="add-endpoint"
            onPress={() => void endpoints.save(null, newEndpoint).then(choose)}
          >
            <IconPlus size={15} aria-hidden />
            Add
          </PushButton>
        </div>
        {problem && (
          <div className={styles.problem} role="alert" data-testid="endpoint-problem">
            <StatusMark status="bad" />
            <span>{problem}</span>
            <PushButton look="quiet" onPress={endpoints.forgetProblem}>
              Close
            </PushButton>
          </div>
        )}
        {entries?.map((each) => (
          <EndpointRow key={each.id} entry={each} chosen={each.id === chosen} onChoose={setChosen} />
        ))}
        {entries?.length === 0 && (
          <p className={styles.none}>None named. The model runs on this machine, and no picture leaves it.</p>
        )}
      </div>
      {entry ? (
        <EndpointDetail
          key={entry.id}
          entry={entry}
          endpoints={endpoints}
          onRemoved={() => setChosen(null)}
        />
      ) : (
        <div className={styles.empty}>
          <p>
            A larger model of the family can answer in place of the pack: behind an OpenAI-style chat endpoint
            (vLLM, SGLang, llama.cpp, transformers) or VLA-R1's own server. Each question then sends the
            picture that it is about. Nothing is sent to an address that is not written here.
          </p>
        </div>
      )}
    </section>
  );
}

function EndpointRow({
  entry,
  chosen,
  onChoose,
}: {
  readonly entry: EndpointEntry;
  readonly chosen: boolean;
  readonly onChoose: (id: string) => void;
}) {
  const { id, name, endpoint } = entry;
  const inUse = useTelemetry(({ inference }) => endpoint !== null && isInUse(endpoint, inference));
  return (
    <button
      type="button"
      className={`${choice.row} ${styles.row}`}
      data-testid="endpoint-row"
      data-endpoint={id}
      data-in-use={inUse}
      aria-pressed={chosen}
      title={name}
      onClick={() => onChoose(id)}
    >
      <StatusMark status={endpoint === null ? 'bad' : inUse ? 'ok' : 'off'} />
      <span className={`${choice.oneLine} ${styles.name}`}>{name}</span>
      {inUse && <b className={styles.meta}>Answers now</b>}
      <span className={`${choice.oneLine} ${styles.detail}`}>
        {endpoint === null ? 'This file cannot be used' : shortPlaceWords(endpoint)}
      </span>
    </button>
  );
}
