import { createHash } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import type { FaultText } from '../../shared/contract/common';
import { askPack } from './askable';
import { createEngine } from './engine';
import { loadModel } from './model/loadModel';
import { testPicture } from './preprocess/fixtures/testPictures';
import type { DecisionFrame } from './question';
import { testPackFolder } from './testPack';

vi.setConfig({ testTimeout: 120_000 });

const size = { width: 336, height: 252 };
const rgb = testPicture({ ...size, maker: 'blocks', seed: 3 });
const frame: DecisionFrame = {
  observation: {
    observationId: 'o',
    stampSec: 1,
    camera: {
      ...size,
      fx: 300,
      fy: 300,
      cx: 168,
      cy: 126,
      poseInBase: { position: [0, 0, 1], orientation: [0, 0, 0, 1] },
    },
    cameraName: 'test',
    imageHash: createHash('sha256').update(rgb).digest('hex'),
    hasDepth: false,
  },
  rgb: rgb.slice(),
  depth: null,
};

it('asks again on the CPU when what computes fails in the middle, says so, and goes on there', async () => {
  const open = () => loadModel(testPackFolder, { providers: ['cpu'], threads: 1 });
  const failing = await open();
  const faults: FaultText[] = [];
  const reasons: string[] = [];
  const engine = createEngine({
    getDecisionFrame: async () => frame,
    nowMs: () => performance.now(),
    memoryBytes: () => 0,
    freeBytes: () => Number.POSITIVE_INFINITY,
    onStatus: () => undefined,
    onFault: (fault) => faults.push(fault),
    onToken: () => undefined,
  });
  await engine.take({
    words: 'The pack',
    needsBytes: async () => 0,
    open: async () => ({
      ...askPack(failing),
      identity: { ...failing.identity, provider: 'webgpu' },
      async onCpu(why) {
        reasons.push(why);
        return askPack(await open());
      },
    }),
  });
  // What a lost graphics card does: its memory, and with it the graphs, are gone.
  await failing.close();
  const proposal = await engine.propose({
    proposalId: 'p',
    observationId: 'o',
    instruction: 'put the red cube in the blue bowl',
    earlier: [],
    kinds: ['affordance'],
    samples: 1,
  });
  expect(proposal.model.provider).toBe('cpu');
  expect(proposal.generations[0]?.text.length).toBeGreaterThan(0);
  expect(reasons).toHaveLength(1);
  expect(faults).toMatchObject([
    { code: 'providerFailed', next: expect.stringMatching(/asked again on the CPU/) },
  ]);
  expect(engine.status()).toMatchObject({ state: 'ready', model: { provider: 'cpu' } });
});
