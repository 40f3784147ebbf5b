import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fastestRight } from '../openPack';
import { keepProviderTrials, unusable } from './providerTrials';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'r1-trials-'));
  path = join(folder, 'providers.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const trial = (provider: string, firstTokenMs: number, tokensPerSec: number, sameAsCpu = true) => ({
  provider,
  problem: null,
  sameAsCpu,
  firstTokenMs,
  tokensPerSec,
});

it('keeps what was measured for each pack, and begins anew with a file that does not fit', () => {
  keepProviderTrials(path).keep('a', trial('cpu', 300, 50));
  keepProviderTrials(path).keep('b', unusable('cuda', 'no driver'));
  const trials = keepProviderTrials(path);
  expect(trials.of('a')).toEqual([trial('cpu', 300, 50)]);
  expect(trials.of('b')).toMatchObject([{ provider: 'cuda', problem: 'no driver' }]);
  writeFileSync(path, '{"version": 1, "packs": {"a": [{"provider": 3}]}}');
  expect(keepProviderTrials(path).of('a')).toEqual([]);
});

it('does not try again what has ended the process', () => {
  keepProviderTrials(path).tries('a', 'webgpu');
  expect(keepProviderTrials(path).of('a')).toMatchObject([
    { provider: 'webgpu', problem: 'The process ended while it was tried.' },
  ]);
});

it('prefers the fastest whole answer of those that say what the CPU says', () => {
  expect(fastestRight([])).toBe('cpu');
  expect(fastestRight([trial('cpu', 300, 50), trial('webgpu', 700, 400)])).toBe('webgpu');
  expect(fastestRight([trial('cpu', 300, 50), trial('webgpu', 100, 400, false)])).toBe('cpu');
  expect(fastestRight([trial('cpu', 300, 50), unusable('cuda', 'x'), trial('dml', 9000, 50)])).toBe('cpu');
});
