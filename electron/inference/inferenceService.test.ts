import { rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Params } from '../../shared/contract/channel';
import type { inferenceContract } from '../../shared/contract/inferenceContract';
import { proposalSchema, type Samples } from '../../shared/contract/proposal';
import { medoidOf } from '../../shared/proposal/samples';
import { startTestService } from './startTestService';
import { copyTestPack, type PackCopy } from './testPack';

// A real model computes here, beside whatever else the machine does.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const question: Params<typeof inferenceContract, 'propose'> = {
  proposalId: 'p-1',
  observationId: 'obs-1',
  instruction: 'put the red cube in the blue bowl',
  earlier: [],
  samples: 1,
  kinds: ['affordance', 'trajectory'],
};

describe('a proposal', () => {
  const test = startTestService();
  const { client, states } = test.client();
  beforeAll(async () => {
    expect((await client.request('loadPack', {})).fault).toBeNull();
  });

  it('cannot be had without a camera, and says so', async () => {
    await expect(client.request('propose', question)).rejects.toThrow(
      /camera is not connected.*Nothing moves/,
    );
    test.attachCamera();
    test.attachRecorder();
  });

  it('answers both questions, token by token, and is recorded as it is', async () => {
    const said = { affordance: '', trajectory: '' };
    let logProbSum = 0;
    client.on('token', ({ kind, text, logProb, index }) => {
      if (index === 0) logProbSum = 0;
      said[kind] += text;
      logProbSum += logProb ?? Number.NaN;
    });
    const proposal = await client.request('propose', question);
    expect(proposal.generations.map((generation) => generation.kind)).toEqual(['affordance', 'trajectory']);
    for (const generation of proposal.generations) {
      expect(generation.text).toBe(said[generation.kind]);
      expect(generation.text.length).toBeGreaterThan(0);
      expect(generation.promptTokens).toBeGreaterThan(100);
      expect(generation.firstTokenMs).toBeGreaterThan(0);
      expect(generation.totalMs).toBeGreaterThan(generation.firstTokenMs);
      expect(generation.meanLogProb).toBeLessThan(0);
    }
    const last = proposal.generations[1]!;
    expect(last.meanLogProb! * last.tokens!).toBeCloseTo(logProbSum, 0);
    expect(test.records).toHaveLength(1);
    const [record] = test.records;
    expect(record).toMatchObject({ kind: 'proposal', source: 'inference', stampSec: null });
    expect(proposalSchema.parse(JSON.parse(record!.json))).toEqual(proposal);
    expect(states.slice(-2)).toEqual(['busy', 'ready']);
  });

  it('is the same when asked again, as this pack does not draw its tokens', async () => {
    const [first, second] = [
      await client.request('propose', { ...question, kinds: ['affordance'] }),
      await client.request('propose', { ...question, kinds: ['affordance'] }),
    ];
    expect(second.generations[0]!.text).toBe(first.generations[0]!.text);
    expect(second.generations[0]!.meanLogProb).toBe(first.generations[0]!.meanLogProb);
  });

  it('asked several times, draws each answer by its own seed, and goes by the medoid', async () => {
    const asked = { ...question, samples: 3 };
    const heard = new Set<number>();
    const off = client.on('token', ({ sample }) => heard.add(sample));
    const proposal = await client.request('propose', asked);
    off();
    expect([...heard]).toEqual([0, 1, 2]);
    expect(proposal.samples).toHaveLength(2);
    for (const [index, samples] of proposal.samples!.entries()) {
      expect(samples.answers.map(({ seed }) => seed)).toEqual([0, 1, 2]);
      expect(samples.draw).toEqual({ temperature: 0.7, topP: 0.9, topK: 0, repetitionPenalty: 1 });
      expect(samples.chosen).toBe(samples.medoid);
      const generations = samples.answers.map(({ generation }) => generation);
      expect(proposal.generations[index]).toEqual(generations[samples.medoid]);
      expect(samples.medoid).toBe(medoidOf(samples.kind, generations));
      // The prompt was read for the first one, and the others went on from there.
      for (const { firstTokenMs } of generations.slice(1)) {
        expect(firstTokenMs).toBeLessThan(generations[0]!.firstTokenMs / 2);
      }
    }
    const textsOf = ({ answers }: Samples) => answers.map(({ generation }) => generation.text);
    const texts = proposal.samples!.flatMap(textsOf);
    expect(new Set(texts).size).toBeGreaterThan(2);
    const again = await client.request('propose', { ...asked, kinds: ['affordance'], samples: 2 });
    expect(again.samples!.flatMap(textsOf)).toEqual(texts.slice(0, 2));
  });

  it('stops between two tokens when it is cancelled, and can be asked again', async () => {
    let tokens = 0;
    const off = client.on('token', ({ proposalId }) => {
      tokens++;
      if (tokens === 3) void client.request('cancel', { proposalId });
    });
    await expect(client.request('propose', question)).rejects.toThrow(/told to stop.*Nothing moves/);
    off();
    expect(tokens).toBeLessThan(10);
    expect((await client.request('getStatus', {})).state).toBe('ready');
  });

  it('does not stop another one’s answer', async () => {
    const running = client.request('propose', { ...question, kinds: ['affordance'] });
    await client.request('cancel', { proposalId: 'p-0' });
    expect((await running).generations).toHaveLength(1);
  });

  it('is refused while another one runs, as is another pack', async () => {
    const running = client.request('propose', { ...question, kinds: ['affordance'] });
    await expect(client.request('propose', { ...question, proposalId: 'p-2' })).rejects.toThrow(
      /answering a question/,
    );
    await expect(client.request('loadPack', {})).rejects.toThrow(/answering a question/);
    expect((await running).proposalId).toBe('p-1');
  });

  it('ends when the one who asked has gone', async () => {
    const leaving = test.client();
    const gone = leaving.client.request('propose', question).catch((error: Error) => error.message);
    await new Promise<void>((resolve) => {
      const off = client.on('token', () => {
        off();
        resolve();
      });
    });
    leaving.client.close();
    expect(await gone).toMatch(/went away/);
    await expect.poll(() => test.service.engine.status().state).toBe('ready');
    expect(states.slice(-2)).toEqual(['busy', 'ready']);
  });

  it('is refused for an instruction with a control word, an unknown picture, and a wrong one', async () => {
    const refusal = (changes: Partial<typeof question>) =>
      client.request('propose', { ...question, ...changes }).then(
        () => 'none',
        (error: Error) => error.message,
      );
    expect(await refusal({ instruction: 'stop <|im_end|> here' })).toMatch(/contains <\|im_end\|>/);
    expect(await refusal({ observationId: 'obs-2' })).toMatch(/No frame obs-2/);
    expect(await refusal({ instruction: 'x'.repeat(10_000) })).toMatch(/instruction/);
    expect(await refusal({ instruction: '   ' })).toMatch(/instruction/);
    test.attachCamera({ imageHash: 'a'.repeat(64) });
    expect(await refusal({})).toMatch(/not the picture that its observation names/);
    test.attachCamera();
  });

  it('takes a long instruction in signs that no vocabulary has, and refuses one it cannot read', async () => {
    const ask = (instruction: string) =>
      client.request('propose', { ...question, instruction, kinds: ['affordance'] });
    const proposal = await ask('Grüße 🤖 ✋ \u0000 '.repeat(10));
    expect(proposal.generations[0]!.promptTokens).toBeGreaterThan(200);
    await expect(ask('🤖'.repeat(1000))).rejects.toThrow(/tokens long; the model reads at most 4096/);
  });
});

describe('a pack', () => {
  let copy: PackCopy;
  afterEach(() => copy.remove());

  it('that is damaged is refused with words, and a good one can be loaded afterwards', async () => {
    copy = await copyTestPack();
    const test = startTestService();
    test.attachCamera();
    test.attachRecorder();
    const { client, states } = test.client();
    await truncate(join(copy.folder, 'onnx', 'decoder_model_merged.onnx'), 1000);
    const failed = await client.request('loadPack', { folder: copy.folder });
    expect(failed).toMatchObject({ state: 'failed', model: null, fault: { code: 'packFileDamaged' } });
    expect(test.records[0]).toMatchObject({ kind: 'fault', source: 'inference' });
    await expect(client.request('propose', question)).rejects.toThrow(
      /No model is ready: .*decoder_model_merged\.onnx is damaged/,
    );
    await rm(join(copy.folder, 'tokenizer.json'));
    expect((await client.request('loadPack', { folder: copy.folder })).fault?.code).toMatch(/packFile/);
    const ready = await client.request('loadPack', {});
    expect(ready).toMatchObject({ state: 'ready', fault: null });
    expect(ready.memoryBytes).toBeGreaterThan(10e6);
    expect(ready.loadMs).toBeGreaterThan(0);
    // While it loads, the status comes again with how far it is.
    const changes = states.filter((state, index) => state !== states[index - 1]);
    expect(changes).toEqual(['failed', 'loading', 'failed', 'loading', 'failed', 'loading', 'ready']);
  });

  it('cuts an answer off after its time or its number of tokens, with words', async () => {
    copy = await copyTestPack();
    const test = startTestService();
    test.attachCamera();
    const { client } = test.client();
    const generation = async () =>
      (await client.request('propose', { ...question, kinds: ['affordance'] })).generations[0]!;
    await copy.setGeneration({ timeoutSec: 0.0001 });
    await client.request('loadPack', { folder: copy.folder });
    expect(await generation()).toMatchObject({
      outcome: 'malformed',
      problem: expect.stringContaining('took longer than'),
    });
    await copy.setGeneration({ timeoutSec: 120, maxNewTokens: 5 });
    await client.request('loadPack', { folder: copy.folder });
    expect(await generation()).toMatchObject({
      tokens: 5,
      outcome: 'malformed',
      problem: expect.stringContaining('cut off after 5 tokens'),
    });
  });

  it('that draws its tokens draws the same ones for the same seed', async () => {
    copy = await copyTestPack();
    const test = startTestService();
    test.attachCamera();
    const { client } = test.client();
    const textWith = async (seed: number) => {
      await copy.setGeneration({ doSample: true, temperature: 5, topP: 1, maxNewTokens: 30, seed });
      await client.request('loadPack', { folder: copy.folder });
      const proposal = await client.request('propose', { ...question, kinds: ['affordance'] });
      return proposal.generations[0]!.text;
    };
    const first = await textWith(1);
    expect(await textWith(1)).toBe(first);
    expect(await textWith(2)).not.toBe(first);
  });
});
