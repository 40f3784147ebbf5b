import { useId, useState } from 'react';
import {
  type Endpoint,
  type EndpointEntry,
  type TokenState,
  tokenSchema,
} from '../../../shared/contract/endpoint';
import { PushButton } from '../../ui/PushButton';
import styles from './EndpointDetail.module.css';
import type { Endpoints } from './useEndpoints';

function stateWords(state: TokenState, origin: string): string {
  switch (state) {
    case 'none':
      return 'None is sent.';
    case 'kept':
      return `Kept in the key store of this system; sent to ${origin} only.`;
    case 'thisRun':
      return `This system has no key store: kept until the console is closed; sent to ${origin} only.`;
  }
}

/** The token goes in and never comes back: only whether there is one is shown. */
export function TokenField({
  entry,
  endpoint,
  endpoints,
}: {
  readonly entry: EndpointEntry;
  readonly endpoint: Endpoint;
  readonly endpoints: Endpoints;
}) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const valid = tokenSchema.safeParse(typed).success;
  async function keep(): Promise<void> {
    if ((await endpoints.setToken(entry.id, typed)) !== null) setTyped('');
  }
  return (
    <div className={styles.token}>
      <label htmlFor={id}>Token</label>
      <div>
        <input
          id={id}
          type="password"
          autoComplete="off"
          data-testid="token-input"
          placeholder={entry.token === 'none' ? 'None' : 'Another one'}
          value={typed}
          aria-invalid={typed !== '' && !valid}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <PushButton disabled={!valid} testId="set-token" onPress={() => void keep()}>
          Set
        </PushButton>
        {entry.token !== 'none' && (
          <PushButton
            look="quiet"
            testId="forget-token"
            onPress={() => void endpoints.setToken(entry.id, null)}
          >
            Forget
          </PushButton>
        )}
      </div>
      <p data-testid="token-state" data-state={entry.token}>
        {typed !== '' && !valid
          ? 'A token has no spaces and only letters, digits and signs of ASCII.'
          : stateWords(entry.token, new URL(endpoint.url).origin)}
      </p>
    </div>
  );
}
