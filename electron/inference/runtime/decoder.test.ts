import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelSettings, readModelSettings, settingsFiles } from '../pack/modelSettings';
import { verifyPack } from '../pack/verifyPack';
import { testPackFolder } from '../testPack';
import { createDecoderRun, type DecoderRun, type DecoderSettings } from './decoder';
import { embedTokens } from './embedTokens';
import { checkGraphPorts } from './graphPorts';
import { closeGraphs, type Graphs, openGraphs } from './graphs';

let graphs: Graphs;
let settings: ModelSettings & DecoderSettings;
beforeAll(async () => {
  const pack = await verifyPack(testPackFolder, Object.values(settingsFiles));
  const modelSettings = await readModelSettings(pack);
  graphs = await openGraphs(pack, ['noSuchProvider', 'cpu'], 1);
  settings = { ...modelSettings, ...checkGraphPorts(graphs, modelSettings.layers) };
});
afterAll(() => closeGraphs(graphs));

const ids = Array.from({ length: 40 }, (_, index) => 10 + ((index * 37) % 300));
const positions = (from: number, count: number): BigInt64Array =>
  BigInt64Array.from({ length: 3 * count }, (_, index) => BigInt(from + (index % count)));

describe('openGraphs', () => {
  it('goes on to the next provider when one is not there', () => {
    expect(graphs.provider).toBe('cpu');
  });
});

describe('createDecoderRun', () => {
  it('gives the same scores whether a text is read at once, in parts, or token by token', async () => {
    const embeddings = await embedTokens(graphs.embedTokens, ids);
    const row = settings.hiddenSize;
    const readIn = async (parts: readonly number[]): Promise<number[]> => {
      const run = createDecoderRun(graphs.decoder, settings);
      let at = 0;
      let scores = new Float32Array(0);
      for (const count of parts) {
        scores = new Float32Array(
          await run.read(embeddings.slice(at * row, (at + count) * row), positions(at, count)),
        );
        at += count;
      }
      return [...scores];
    };
    const atOnce = await readIn([40]);
    for (const parts of [[25, 15], [30, ...Array<number>(10).fill(1)], Array<number>(40).fill(1)]) {
      const scores = await readIn(parts);
      expect(scores.length).toBe(atOnce.length);
      const worst = Math.max(...scores.map((score, id) => Math.abs(score - atOnce[id]!)));
      expect(worst).toBeLessThan(2e-4);
    }
    expect(Math.max(...atOnce) - Math.min(...atOnce)).toBeGreaterThan(0.1);
  });

  it('goes on from what another run has read, as often as wanted and each for itself', async () => {
    const embeddings = await embedTokens(graphs.embedTokens, ids);
    const row = settings.hiddenSize;
    const step = (run: DecoderRun, at: number) =>
      run.read(embeddings.slice(at * row, (at + 1) * row), positions(at, 1));
    const on = async (run: DecoderRun, from: readonly number[]) => {
      let scores = new Float32Array(0);
      for (const at of from) scores = new Float32Array(await step(run, at));
      return [...scores];
    };
    const whole = createDecoderRun(graphs.decoder, settings);
    await whole.read(embeddings.slice(0, 30 * row), positions(0, 30));
    const expected = await on(whole, [30, 31, 32]);
    const prompt = createDecoderRun(graphs.decoder, settings);
    await prompt.read(embeddings.slice(0, 30 * row), positions(0, 30));
    const start = prompt.cache();
    await on(createDecoderRun(graphs.decoder, settings, start), [7, 8, 9, 10]);
    for (let turn = 0; turn < 2; turn++) {
      expect(await on(createDecoderRun(graphs.decoder, settings, start), [30, 31, 32])).toEqual(expected);
    }
  });

  it('keeps runs apart', async () => {
    const embeddings = await embedTokens(graphs.embedTokens, ids);
    const read = async (run = createDecoderRun(graphs.decoder, settings)) => [
      ...(await run.read(embeddings, positions(0, ids.length))),
    ];
    const first = createDecoderRun(graphs.decoder, settings);
    const alone = await read(first);
    expect(await read()).toEqual(alone);
    expect(await read(first)).not.toEqual(alone);
  });
});
