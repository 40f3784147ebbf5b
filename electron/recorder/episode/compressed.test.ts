import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { McapIndexedReader } from '@mcap/core';
import { describe, expect, it } from 'vitest';
import { chainProblem } from '../../episodes/format/hashChain';
import { compressedLanes } from '../../episodes/format/topics';
import { withFile } from '../../episodes/mcap/fileReadable';
import { zstdDecompress } from '../../episodes/mcap/zstd';
import { findEpisode } from '../../episodes/reading/episodeFiles';
import { openEpisode } from '../library/openEpisode';
import { readWholeEpisode } from '../library/readWholeEpisode';
import { verifyEpisode } from '../library/verifyEpisode';
import {
  fillTestRecording,
  inTemporaryFolder,
  recordTestEpisode,
  startTestRecording,
  testRecords,
} from '../testEpisode';
import { finishEpisode } from './finishEpisode';

const record = (folder: string, name: string, compressed = compressedLanes) =>
  recordTestEpisode(folder, 'succeeded', { name, compressed });

describe('an episode whose records and joint states are compressed', () => {
  it('is smaller, opens with all that was recorded, and verifies', () =>
    inTemporaryFolder(async (folder) => {
      const plain = (await readFile(await record(folder, 'plain', []))).byteLength;
      const small = (await readFile(await record(folder, 'small'))).byteLength;
      expect(small).toBeLessThan(0.8 * plain);
      const file = await findEpisode(folder, 'small');
      const detail = await openEpisode(file);
      expect(detail.records).toHaveLength(testRecords().length);
      expect(detail.joints.timeSec).toHaveLength(200);
      expect(detail.joints).toEqual((await openEpisode(await findEpisode(folder, 'plain'))).joints);
      expect(await verifyEpisode(file)).toMatchObject({ ok: true, records: testRecords().length });
    }));

  it('is read by a reader of another program, pictures without decompressing', () =>
    inTemporaryFolder(async (folder) => {
      await record(folder, 'a');
      await withFile((await findEpisode(folder, 'a')).path, async (readable) => {
        const decompressHandlers = {
          zstd: (bytes: Uint8Array, size: bigint) => zstdDecompress(bytes, Number(size)),
        };
        const reader = await McapIndexedReader.Initialize({ readable, decompressHandlers });
        let messages = 0n;
        for await (const _ of reader.readMessages({ validateCrcs: true })) messages++;
        expect(messages).toBe(reader.statistics?.messageCount);
        expect(new Set(reader.chunkIndexes.map(({ compression }) => compression))).toEqual(
          new Set(['zstd', '']),
        );
      });
    }));

  it('is found out at any changed byte', () =>
    inTemporaryFolder(async (folder) => {
      const path = await record(folder, 'a');
      const bytes = await readFile(path);
      const file = await findEpisode(folder, 'a');
      for (let at = 20; at < bytes.byteLength - 60; at += 997) {
        const changed = Uint8Array.from(bytes);
        changed[at]! ^= 1;
        await writeFile(path, changed);
        expect(await verifyEpisode(file), `byte ${at}`).toMatchObject({ ok: false });
      }
    }));

  it('keeps every whole part wherever it was cut, and the chain of what is left holds', () =>
    inTemporaryFolder(async (folder) => {
      const test = await startTestRecording(folder, { name: 'a', compressed: compressedLanes });
      await fillTestRecording(test);
      await test.recording.durable();
      const bytes = await readFile(test.recording.activePath);
      await test.recording.end('stopped');
      let most = 0;
      for (let cut = 4000; cut <= bytes.byteLength; cut += 1499) {
        const path = join(folder, 'cut.mcap.active');
        await writeFile(path, bytes.subarray(0, cut));
        const name = basename(await finishEpisode(path, 'It was cut.'), '.mcap');
        const { path: repaired } = await findEpisode(folder, name);
        const { start, end, records, problem } = await withFile(repaired, readWholeEpisode);
        expect(problem).toBeUndefined();
        const chain = { length: end!.records, head: end!.chainHead };
        expect(chainProblem(start.episodeId, records, chain)).toBeUndefined();
        expect(records.length).toBeGreaterThanOrEqual(most);
        most = records.length;
      }
      expect(most).toBeGreaterThan(4);
    }));
});
