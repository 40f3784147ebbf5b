import { readFileSync, statSync } from 'node:fs';
import type { EndpointUse, FileResult } from '../../shared/contract/bridge';
import type { Client } from '../../shared/contract/channel';
import type { Endpoint, EndpointEntry, EndpointTrial } from '../../shared/contract/endpoint';
import type { EndpointAccess, endpointContract } from '../../shared/contract/endpointContract';
import { problemWords, readEndpoint } from '../../shared/contract/profileProblems';
import { createDocumentStore } from './documentStore';
import type { KeyStore } from './keyStore';
import { createTokenStore } from './tokenStore';

/** A chain of certificates is some kB. */
const largestCaBytes = 500_000;

export interface EndpointDeps {
  readonly folder: string;
  readonly tokenFile: string;
  readonly keys: KeyStore;
  /** The line to the inference process, while there is one. */
  readonly client: () => Client<typeof endpointContract> | undefined;
}

const originOf = ({ url }: Endpoint): string => new URL(url).origin;
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The endpoints on disk with their tokens, and the way to the process that asks them. */
export function createEndpoints({ folder, tokenFile, keys, client }: EndpointDeps) {
  const tokens = createTokenStore(tokenFile, keys);
  const documents = createDocumentStore<Endpoint>(
    { ready: null, own: folder },
    {
      noun: 'endpoint',
      parse(raw) {
        const read = readEndpoint(raw);
        return read.endpoint ? { value: read.endpoint } : { problem: problemWords(read.problems) };
      },
    },
  );

  /** All that is needed to reach it. Throws with words. */
  function accessTo(id: string): EndpointAccess {
    const { value: endpoint, problem } = documents.read(id);
    if (!endpoint) throw new Error(`The endpoint cannot be used. ${problem ?? ''}`);
    return { endpoint, ca: caOf(endpoint), token: tokens.read(id, originOf(endpoint)).token };
  }

  function line(): Client<typeof endpointContract> {
    const open = client();
    if (!open) throw new Error('The inference process is not connected. Wait a moment, then try again.');
    return open;
  }

  return {
    documents,

    list: (): EndpointEntry[] =>
      documents.list().map(({ id, name, value, problem }) => ({
        id,
        name,
        endpoint: value,
        problem,
        token: value ? tokens.read(id, originOf(value)).state : 'none',
      })),

    remove(id: string): FileResult {
      const removed = documents.remove(id);
      if (removed.problem !== null) return removed;
      try {
        tokens.forget(id);
        return removed;
      } catch (error) {
        return { id, problem: `The endpoint is deleted, but its token could not be: ${wordsOf(error)}` };
      }
    },

    /** Null takes the token away. */
    setToken(id: string, token: string | null): FileResult {
      try {
        const { value } = documents.read(id);
        if (!value) return { id: null, problem: 'Mend the endpoint first: a token belongs to its address.' };
        if (token === null) tokens.forget(id);
        else tokens.keep(id, originOf(value), token);
        return { id, problem: null };
      } catch (error) {
        return { id: null, problem: `The token could not be kept: ${wordsOf(error)}`.slice(0, 2000) };
      }
    },

    /** What came of it is the inference process's status; a problem is one that kept it from being asked. */
    async use(id: string): Promise<EndpointUse> {
      try {
        await line().request('use', { ...accessTo(id), id });
        return { problem: null };
      } catch (error) {
        return { problem: wordsOf(error).slice(0, 2000) };
      }
    },

    async test(id: string): Promise<EndpointTrial> {
      try {
        return await line().request('test', accessTo(id));
      } catch (error) {
        const fault = {
          code: 'endpointTest',
          happened: wordsOf(error).slice(0, 2000),
          robotIs: 'The robot is not affected.',
          next: 'Mend it, then test again.',
        };
        return { fault, firstMs: null, totalMs: null, served: null, tellsLogProbs: false };
      }
    },
  };
}
export type Endpoints = ReturnType<typeof createEndpoints>;

/** Throws with words. */
function caOf({ caFile }: Endpoint): string | null {
  if (caFile === undefined) return null;
  let text: string;
  try {
    const { size } = statSync(caFile);
    if (size > largestCaBytes) throw new Error(`it has ${size} bytes`);
    text = readFileSync(caFile, 'utf8');
  } catch (error) {
    throw new Error(`The CA file ${caFile} cannot be read: ${wordsOf(error)}.`);
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----')) {
    throw new Error(`The CA file ${caFile} has no certificate in PEM form.`);
  }
  return text;
}
