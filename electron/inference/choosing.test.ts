import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestService } from './startTestService';
import { copyTestPack, type PackCopy } from './testPack';

// Real models are loaded here, beside whatever else the machine does.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const decoder = (folder: string) => join(folder, 'onnx', 'decoder_model_merged.onnx');
let copy: PackCopy;
let dataFolder: string;
beforeEach(async () => {
  copy = await copyTestPack();
  dataFolder = mkdtempSync(join(tmpdir(), 'r1-choosing-'));
});
afterEach(async () => {
  await copy.remove();
  rmSync(dataFolder, { recursive: true, force: true });
});

describe('a model that cannot be taken', () => {
  it.each([
    [
      'stays beside the new one until that answers',
      Number.POSITIVE_INFINITY,
      /The bundled pack goes on answering/,
    ],
    ['is opened again where there is no memory for both', 0, /The bundled pack answers instead/],
  ])('leaves the one before it, which %s', async (_, freeBytes, words) => {
    const test = startTestService({ dataFolder, freeBytes });
    test.attachRecorder();
    const { client } = test.client();
    const progress: string[] = [];
    client.on('status', (status) => {
      if (status.progress) progress.push(status.progress.doing);
    });
    const before = await client.request('loadPack', {});
    expect(before.state).toBe('ready');
    expect(progress).toContain('verifying');
    await truncate(decoder(copy.folder), 1000);
    const after = await client.request('loadPack', { folder: copy.folder });
    expect(after).toMatchObject({ state: 'ready', model: before.model, fault: { code: 'packFileDamaged' } });
    expect(after.fault?.next).toMatch(words);
    expect(test.records).toMatchObject([{ kind: 'fault', source: 'inference' }]);
    test.attachCamera();
    const asked = { proposalId: 'p', observationId: 'obs-1', instruction: 'x', earlier: [], samples: 1 };
    expect((await client.request('propose', { ...asked, kinds: ['affordance'] })).generations).toHaveLength(
      1,
    );
  });
});

describe('the model that was chosen last', () => {
  it('is loaded at the next start, or the bundled one with words', async () => {
    const first = startTestService({ dataFolder });
    const { client } = first.client();
    await copy.setGeneration({ maxNewTokens: 77 });
    const chosen = await client.request('loadPack', { folder: copy.folder });
    const second = await startTestService({ dataFolder }).service.start(undefined);
    expect(second).toMatchObject({ state: 'ready', fault: null, model: chosen.model });
    await rm(decoder(copy.folder));
    const third = await startTestService({ dataFolder }).service.start(undefined);
    expect(third).toMatchObject({ state: 'ready', fault: { code: 'packFileMissing' } });
    expect(third.model?.packHash).not.toBe(chosen.model?.packHash);
    expect(third.fault?.next).toMatch(/The bundled pack answers instead/);
  });

  it('is not tried again after it has ended the process', async () => {
    const first = startTestService({ dataFolder });
    await first.client().client.request('loadPack', { folder: copy.folder });
    const dying = startTestService({ dataFolder });
    dying.lastChoice.tries({ kind: 'pack', folder: copy.folder });
    const next = await startTestService({ dataFolder }).service.start(undefined);
    expect(next).toMatchObject({ state: 'ready', fault: { code: 'modelEndedProcess' } });
  });

  it('is asked of main where it is an endpoint, and followed by the bundled pack where main cannot name it', async () => {
    const first = startTestService({ dataFolder });
    first.lastChoice.worked({ kind: 'endpoint', id: 'own:lab' });
    const test = startTestService({ dataFolder });
    const keeper = test.endpointKeeper();
    keeper.on('wanted', ({ id }) => void keeper.request('gone', { problem: `There is no ${id}.` }));
    const status = await test.service.start(undefined);
    expect(status).toMatchObject({ state: 'ready', fault: { code: 'endpointGone' } });
    expect(status.fault?.happened).toMatch(/There is no own:lab\./);
    // It may be there the next time.
    expect(test.lastChoice.choice).toEqual({ kind: 'endpoint', id: 'own:lab' });
  });
});

describe('what a pack is computed on', () => {
  /** None of these can be opened here; the first is not even a name of ONNX Runtime. */
  const providers = ['noSuchProvider', 'coreml', 'cpu'];

  it('is tried in order, each once for a pack, and is the CPU where nothing else opens', async () => {
    const { client } = startTestService({ dataFolder, providers }).client();
    const { runtime, model, fault } = await client.request('loadPack', {});
    expect(model?.provider).toBe('cpu');
    expect(fault).toBeNull();
    expect(runtime?.choice).toBe('automatic');
    expect(runtime?.trials.map(({ provider, problem }) => [provider, problem !== null])).toEqual([
      ['noSuchProvider', true],
      ['coreml', true],
    ]);
    const file = join(dataFolder, 'providers.json');
    const kept = readFileSync(file, 'utf8');
    await startTestService({ dataFolder, providers }).service.start(undefined);
    expect(readFileSync(file, 'utf8')).toBe(kept);
  });

  it('can be fixed; one that does not open is told, and the CPU computes', async () => {
    const { client } = startTestService({ dataFolder, providers }).client();
    await client.request('loadPack', {});
    const status = await client.request('setProvider', { choice: 'noSuchProvider' });
    expect(status).toMatchObject({ state: 'ready', fault: { code: 'providerNotOpened' } });
    expect(status.model?.provider).toBe('cpu');
    expect(status.fault?.happened).toMatch(/cannot be computed on noSuchProvider: .*backend not found/);
    expect(await client.request('setProvider', { choice: 'cpu' })).toMatchObject({ fault: null });
    await expect(client.request('setProvider', { choice: 'abacus' })).rejects.toThrow(/no provider abacus/);
  });
});
