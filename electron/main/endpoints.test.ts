import { createCipheriv, createDecipheriv } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect, type Handlers, serve } from '../../shared/contract/channel';
import { type Endpoint, endpointEntrySchema, endpointSchema } from '../../shared/contract/endpoint';
import { type EndpointAccess, endpointContract } from '../../shared/contract/endpointContract';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import { createEndpoints } from './endpoints';
import type { KeyStore } from './keyStore';

const endpoint: Endpoint = endpointSchema.parse({
  version: 1,
  kind: 'openai',
  name: 'Lab GPU',
  url: 'https://gpu.lab:8000/v1',
  model: 'vla-r1-3b',
  boxConvention: 'center',
});
const token = 'sk-secret-4711';

/** A key store with a key of its own, as each user and machine has one. */
const keysWith = (key: number): KeyStore => {
  const bytes = Buffer.alloc(32, key);
  const iv = Buffer.alloc(12, 1);
  return {
    missing: () => null,
    seal: (secret) => {
      const cipher = createCipheriv('aes-256-gcm', bytes, iv);
      return Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    },
    open: (sealed) => {
      const decipher = createDecipheriv('aes-256-gcm', bytes, iv);
      decipher.setAuthTag(sealed.subarray(-16));
      return decipher.update(sealed.subarray(0, -16), undefined, 'utf8') + decipher.final('utf8');
    },
  };
};
const noKeys: KeyStore = {
  missing: () => 'none here',
  seal: () => {
    throw new Error('no key store');
  },
  open: () => {
    throw new Error('no key store');
  },
};

let folder: string;
let asked: EndpointAccess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'r1-endpoints-'));
  asked = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** With the inference process at the other end of the line, which only takes down what it is given. */
function endpointsWith(keys: KeyStore) {
  const [mine, theirs] = memoryPortPair();
  const handlers: Handlers<typeof endpointContract> = {
    use(access) {
      asked.push(access);
      const status = { state: 'ready', model: null, boxConvention: null, sendsTo: null } as const;
      return { ...status, fault: null, loadMs: 1, memoryBytes: 1 };
    },
    gone: () => ({}),
    test(access) {
      asked.push(access);
      return { fault: null, firstMs: 3, totalMs: 4, served: null, tellsLogProbs: false };
    },
  };
  serve(theirs, endpointContract, handlers, () => undefined);
  const client = connect(mine, endpointContract, () => undefined);
  return createEndpoints({
    folder: join(folder, 'endpoints'),
    tokenFile: join(folder, 'tokens.json'),
    keys,
    client: () => client,
  });
}

const everyFile = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');

describe('endpoints', () => {
  it('are saved, listed, and handed over with their token, which no file shows', async () => {
    const endpoints = endpointsWith(keysWith(1));
    expect(endpoints.documents.save(null, endpoint)).toEqual({ id: 'own:lab-gpu', problem: null });
    expect(endpoints.list()).toMatchObject([{ id: 'own:lab-gpu', name: 'Lab GPU', endpoint, token: 'none' }]);
    expect(endpoints.setToken('own:lab-gpu', token)).toEqual({ id: 'own:lab-gpu', problem: null });
    const [entry] = endpoints.list();
    expect(endpointEntrySchema.parse(entry)).toMatchObject({ token: 'kept' });
    expect(JSON.stringify(entry)).not.toContain(token);
    expect(await endpoints.use('own:lab-gpu')).toEqual({ problem: null });
    expect(asked).toEqual([{ id: 'own:lab-gpu', endpoint, ca: null, token }]);
    expect(endpoints.documents.exportTo('own:lab-gpu', join(folder, 'out.json')).problem).toBeNull();
    expect(everyFile()).not.toContain(token);
    // The next start of the program knows it; another user or machine does not.
    expect(endpointsWith(keysWith(1)).list()[0]?.token).toBe('kept');
    expect(endpointsWith(keysWith(2)).list()[0]?.token).toBe('none');
  });

  it('keep a token for this run only where the system has no key store', async () => {
    const endpoints = endpointsWith(noKeys);
    endpoints.documents.save(null, endpoint);
    endpoints.setToken('own:lab-gpu', token);
    expect(endpoints.list()[0]?.token).toBe('thisRun');
    await endpoints.use('own:lab-gpu');
    expect(asked[0]?.token).toBe(token);
    expect(existsSync(join(folder, 'tokens.json'))).toBe(false);
    expect(endpointsWith(noKeys).list()[0]?.token).toBe('none');
  });

  it.each([
    ['the key store', keysWith(1)],
    ['this run', noKeys],
  ])('never send a token of %s to another origin than the one that it was given for', async (_name, keys) => {
    const endpoints = endpointsWith(keys);
    endpoints.documents.save(null, endpoint);
    endpoints.setToken('own:lab-gpu', token);
    const sent = async (url: string) => {
      asked = [];
      endpoints.documents.save('own:lab-gpu', { ...endpoint, url });
      await endpoints.test('own:lab-gpu');
      return asked[0]?.token;
    };
    expect(await sent('https://gpu.lab:8000/other/path')).toBe(token);
    expect(await sent('https://gpu.lab:8001/v1')).toBeNull();
    expect(await sent('https://evil.example/v1')).toBeNull();
    expect(await sent('https://gpu.lab.evil.example:8000/v1')).toBeNull();
    expect(endpoints.list()[0]?.token).toBe('none');
  });

  it('forget the token with the endpoint, and when they are told to', () => {
    const endpoints = endpointsWith(keysWith(1));
    endpoints.documents.save(null, endpoint);
    endpoints.setToken('own:lab-gpu', token);
    endpoints.setToken('own:lab-gpu', null);
    expect(endpoints.list()[0]?.token).toBe('none');
    endpoints.setToken('own:lab-gpu', token);
    expect(endpoints.remove('own:lab-gpu')).toEqual({ id: 'own:lab-gpu', problem: null });
    endpoints.documents.save(null, endpoint);
    expect(endpoints.list()[0]?.token).toBe('none');
  });

  it('say what is wrong with a CA file, and hand over a good one', async () => {
    const endpoints = endpointsWith(noKeys);
    const caFile = join(folder, 'ca.pem');
    endpoints.documents.save(null, { ...endpoint, caFile });
    expect((await endpoints.use('own:lab-gpu')).problem).toMatch(/CA file .* cannot be read/);
    writeFileSync(caFile, 'hello');
    expect((await endpoints.test('own:lab-gpu')).fault?.happened).toMatch(/no certificate in PEM form/);
    writeFileSync(caFile, '-----BEGIN CERTIFICATE-----\n');
    expect((await endpoints.use('own:lab-gpu')).problem).toBeNull();
    expect(asked).toMatchObject([{ ca: '-----BEGIN CERTIFICATE-----\n' }]);
  });

  it('that do not fit are listed with what is wrong, and never asked', async () => {
    const endpoints = endpointsWith(noKeys);
    endpoints.documents.save(null, endpoint);
    const write = (changes: object) =>
      writeFileSync(join(folder, 'endpoints', 'lab-gpu.json'), JSON.stringify({ ...endpoint, ...changes }));
    for (const [changes, problem] of [
      [{ token }, /a field that is not known: token/],
      [{ url: 'ftp://gpu' }, /url does not begin with http/],
      [{ url: 'https://me:secret@gpu.lab/v1' }, /url has a name or password/],
      [{ url: 'https://gpu.lab/v1?key=1' }, /url has a \? or #/],
      [{ url: 'http://gpu.lab:8000/v1' }, /unencrypted has to be on/],
      [{ kind: 'other' }, /kind/],
      [{ model: '' }, /model is empty/],
    ] as const) {
      write(changes);
      expect(endpoints.list()[0]).toMatchObject({ endpoint: null, problem: expect.stringMatching(problem) });
      expect((await endpoints.use('own:lab-gpu')).problem).toMatch(/cannot be used/);
    }
    for (const url of ['http://127.0.0.1:8000/v1', 'http://192.168.1.7:8000/v1', 'http://[::1]:8000']) {
      write({ url });
      expect(endpoints.list()[0]?.problem).toBeNull();
    }
    write({ url: 'http://gpu.lab:8000/v1', unencrypted: true });
    expect(endpoints.list()[0]?.problem).toBeNull();
    expect(asked).toEqual([]);
  });

  it('are not asked while the inference process is away', async () => {
    const endpoints = createEndpoints({
      folder: join(folder, 'endpoints'),
      tokenFile: join(folder, 'tokens.json'),
      keys: noKeys,
      client: () => undefined,
    });
    endpoints.documents.save(null, endpoint);
    expect((await endpoints.use('own:lab-gpu')).problem).toMatch(/not connected/);
  });
});
