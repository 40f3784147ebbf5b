import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { settingsFiles } from '../pack/modelSettings';
import { verifyPack } from '../pack/verifyPack';
import { testPackFolder } from '../testPack';
import { closeGraphs, openGraphs } from './graphs';

const caches = await mkdtemp(join(tmpdir(), 'r1-caches-'));
afterEach(() => rm(caches, { recursive: true, force: true }));

/**
 * Left to itself, ONNX Runtime writes a device number and a store of events into the user's caches when
 * the first session opens. It keeps quiet by itself where it recognises a test or build machine, so those
 * signs are taken away first.
 */
it('opens a model without leaving anything behind for telemetry', async () => {
  for (const sign of ['CI', 'ORT_RUNNING_UNIT_TESTS', 'ORT_DISABLE_TELEMETRY']) delete process.env[sign];
  process.env.XDG_CACHE_HOME = caches;
  const pack = await verifyPack(testPackFolder, Object.values(settingsFiles));
  await closeGraphs(await openGraphs(pack, ['cpu'], 1));
  expect(await readdir(caches)).toEqual([]);
});
