import { type Endpoint, endpointSchema } from '../../../../shared/contract/endpoint';
import type { EndpointAccess } from '../../../../shared/contract/endpointContract';

/** An endpoint with short waits, as tests have no time. */
export function endpointAt(url: string, kind: Endpoint['kind'], changes: object = {}): Endpoint {
  const timeouts =
    kind === 'openai'
      ? { connectSec: 2, firstTokenSec: 5, silenceSec: 5, totalSec: 10 }
      : { connectSec: 2, totalSec: 10 };
  return endpointSchema.parse({
    version: 1,
    kind,
    name: 'Bench',
    url,
    boxConvention: 'center',
    ...(kind === 'openai' && { model: 'vla-r1-3b' }),
    timeouts,
    ...changes,
  });
}

export interface AccessChanges {
  readonly token?: string | null;
  readonly ca?: string | null;
  readonly [field: string]: unknown;
}

export const accessTo = (
  url: string,
  kind: Endpoint['kind'] = 'openai',
  { token = null, ca = null, ...changes }: AccessChanges = {},
): EndpointAccess => ({ endpoint: endpointAt(url, kind, changes), ca, token });
