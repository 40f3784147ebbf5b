import { useMemo, useState } from 'react';
import { type Endpoint, endpointHost, endpointReach } from '../../../shared/contract/endpoint';
import { problemWords, readEndpoint } from '../../../shared/contract/profileProblems';
import { type Draft, draftOf, readAt, writeAt } from '../../connect/form/draft';
import { FormProvider, useForm } from '../../connect/form/FormContext';
import {
  ChoiceField,
  FileField,
  NumberField,
  NumbersField,
  type Option,
  SwitchField,
  TextField,
} from '../../connect/form/fields';
import styles from '../../connect/form/form.module.css';
import { PushButton } from '../../ui/PushButton';
import { StatusMark } from '../../ui/StatusMark';
import bar from './EndpointForm.module.css';
import { fieldsOfKind, kindWords } from './endpointWords';
import type { Endpoints } from './useEndpoints';

const kinds: readonly Option[] = Object.entries(kindWords).map(([value, label]) => ({ value, label }));
const conventions: readonly Option[] = [
  { value: 'center', label: 'Its centre' },
  { value: 'topLeft', label: 'Its top left corner' },
];
const placeholders: readonly Option[] = [
  { value: 'replaced', label: 'In place of <image>' },
  { value: 'literal', label: 'After <image> as text' },
];

interface Props {
  readonly id: string;
  readonly saved: Endpoint;
  readonly inUse: boolean;
  readonly endpoints: Endpoints;
}

/** An endpoint field by field. Nothing is kept before Save, and nothing of it counts before it is taken again. */
export function EndpointForm({ id, saved, inUse, endpoints }: Props) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(saved));
  const read = useMemo(() => readEndpoint(draft), [draft]);
  const changed = JSON.stringify(draft) !== JSON.stringify(saved);
  const change = (field: Parameters<typeof writeAt>[1], value: unknown) =>
    setDraft((before) => writeAt(before, field, value));

  function chooseKind(kind: string): void {
    if (kind !== 'openai' && kind !== 'vlaR1') return;
    change('kind', kind);
    for (const [field, value] of Object.entries(fieldsOfKind[kind])) change(field, value);
  }
  async function save(): Promise<void> {
    if (!read.endpoint) return;
    if ((await endpoints.save(id, read.endpoint)) !== null) setDraft(draftOf(read.endpoint));
  }

  const [status, text] =
    read.problems.length > 0
      ? (['bad', `Cannot be saved: ${problemWords(read.problems)}`] as const)
      : changed
        ? (['needsYou', 'Changed, not saved: until then what was saved counts.'] as const)
        : inUse
          ? (['ok', 'Saved. Take it again for changes to count.'] as const)
          : (['ok', 'Saved.'] as const);
  const openai = readAt(draft, 'kind') === 'openai';
  return (
    <FormProvider value={{ draft, problems: read.problems, graph: null, readOnly: false, change }}>
      <div className={styles.form} data-testid="endpoint-form">
        <section className={styles.section}>
          <h3>Server</h3>
          <TextField field="name" label="Name" />
          <ChoiceField field="kind" label="Speaks" options={kinds} onChoose={chooseKind} />
          <AddressFields />
          {openai && <TextField field="model" label="Model" hint="As the server names it." />}
        </section>
        <section className={styles.section}>
          <h3>Answers</h3>
          <ChoiceField
            field="boxConvention"
            label="x and y of a box"
            options={conventions}
            hint="As the model was trained; look at a few answers before you trust it."
          />
          <ChoiceField
            field="imagePlaceholder"
            label="Picture stands"
            options={placeholders}
            hint={openai ? "In place of it in VLA-R1's training." : 'After it in the reference server.'}
          />
          {openai && (
            <>
              <NumbersField
                label="Sampling"
                hint="Temperature 0 takes the likeliest token each time. A repetition penalty of 1 is not sent."
                parts={[
                  { field: 'sampling.temperature', name: 'temperature', step: 0.1 },
                  { field: 'sampling.topP', name: 'top p', step: 0.05 },
                  { field: 'sampling.repetitionPenalty', name: 'repetition', step: 0.05 },
                  { field: 'sampling.seed', name: 'seed', step: 1 },
                ]}
              />
              <NumberField field="sampling.maxTokens" label="Tokens at most" />
            </>
          )}
          <NumbersField
            label="Given up after"
            hint={
              openai
                ? 'Without a connection, a first word, a further word; and for one whole answer.'
                : 'Without a connection; and for one whole answer, which comes in one piece.'
            }
            parts={[
              { field: 'timeouts.connectSec', name: 'connection', unit: 's', step: 1 },
              ...(openai
                ? [
                    { field: 'timeouts.firstTokenSec', name: 'first word', unit: 's', step: 1 },
                    { field: 'timeouts.silenceSec', name: 'silence', unit: 's', step: 1 },
                  ]
                : []),
              { field: 'timeouts.totalSec', name: 'answer', unit: 's', step: 1 },
            ]}
          />
        </section>
        <div className={bar.bar}>
          <StatusMark status={status} />
          <span data-testid="endpoint-keeping" data-status={status}>
            {text}
          </span>
          <PushButton disabled={!changed} onPress={() => setDraft(draftOf(saved))}>
            Discard
          </PushButton>
          <PushButton
            disabled={!changed || !read.endpoint}
            testId="save-endpoint"
            onPress={() => void save()}
          >
            Save
          </PushButton>
        </div>
      </div>
    </FormProvider>
  );
}

/** The address, what it means for who can read along, and whom to trust there. */
function AddressFields() {
  const { draft } = useForm();
  const url = readAt(draft, 'url');
  const address = typeof url === 'string' && URL.canParse(url) ? url : null;
  const reach = address === null ? null : endpointReach(address);
  const plain = address?.startsWith('http:') ?? false;
  return (
    <>
      <TextField
        field="url"
        label="Address"
        hint={
          reach === null
            ? ''
            : reach === 'thisMachine'
              ? 'This machine: nothing leaves it.'
              : reach === 'privateNetwork'
                ? `Pictures leave this machine for the private network${plain ? ', unencrypted' : ''}.`
                : `Pictures leave this machine for ${endpointHost(address ?? '')}${plain ? ', unencrypted' : ''}.`
        }
      />
      {(plain && reach === 'elsewhere') || readAt(draft, 'unencrypted') === true ? (
        <SwitchField
          field="unencrypted"
          label="Allow without TLS"
          hint="Whoever stands between can read pictures and token, and change the answers. Better: https."
        />
      ) : null}
      {!plain && (
        <FileField
          field="caFile"
          label="CA file"
          empty="Those that the system trusts"
          purpose="certificate"
        />
      )}
    </>
  );
}
