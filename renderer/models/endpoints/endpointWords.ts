import {
  type Endpoint,
  type EndpointTrial,
  endpointHost,
  endpointReach,
} from '../../../shared/contract/endpoint';
import type { InferenceStatus } from '../../../shared/contract/inferenceContract';
import { reachWords } from '../../../shared/endpoint/reach';
import { formatMs } from '../../ui/format';

export const kindWords: Readonly<Record<Endpoint['kind'], string>> = {
  openai: 'OpenAI-style chat',
  vlaR1: 'VLA-R1 server',
};

/** Where it is, in a narrow line. */
export const shortPlaceWords = ({ url }: Endpoint): string =>
  `${endpointHost(url)}, ${reachWords[endpointReach(url)]}`;

/** What it is and where, in one line. */
export const placeWords = (endpoint: Endpoint): string =>
  `${kindWords[endpoint.kind]}, ${shortPlaceWords(endpoint)}`;

/** Whether this endpoint is the model that answers now. */
export function isInUse(endpoint: Endpoint, status: InferenceStatus | null): boolean {
  return (
    status?.model?.packId === `endpoint:${endpoint.name}` &&
    status.sendsTo?.host === endpointHost(endpoint.url)
  );
}

/** What a tiny question has shown, when it was answered. */
export function trialWords({ firstMs, totalMs, served, tellsLogProbs }: EndpointTrial): string {
  return [
    `Answers: first piece after ${formatMs(firstMs)}, all after ${formatMs(totalMs)}.`,
    served === null ? 'It does not say which model it is.' : `It says that it is ${served}.`,
    tellsLogProbs ? 'It tells how certain it is.' : 'It does not tell how certain it is.',
  ].join(' ');
}

/** What is new: on this machine, where nothing leaves it before another address is written. */
export const newEndpoint: Endpoint = {
  version: 1,
  kind: 'openai',
  name: 'New endpoint',
  url: 'http://127.0.0.1:8000/v1',
  model: 'vla-r1-3b',
  boxConvention: 'center',
  imagePlaceholder: 'replaced',
  unencrypted: false,
  sampling: { temperature: 0, topP: 1, repetitionPenalty: 1, maxTokens: 2048, seed: 0 },
  timeouts: { connectSec: 5, firstTokenSec: 60, silenceSec: 15, totalSec: 120 },
};

/** The fields that one kind has and the other has not, as they are to begin with. */
export const fieldsOfKind = {
  openai: {
    url: newEndpoint.url,
    model: newEndpoint.model,
    sampling: newEndpoint.sampling,
    timeouts: newEndpoint.timeouts,
    imagePlaceholder: 'replaced',
  },
  vlaR1: {
    url: 'http://127.0.0.1:8000',
    model: undefined,
    sampling: undefined,
    timeouts: { connectSec: 5, totalSec: 120 },
    imagePlaceholder: 'literal',
  },
} as const;
