import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { McapIndexedReader, McapStreamReader, type TypedMcapRecord } from '@mcap/core';
import { expect, it } from 'vitest';
import { inTemporaryFolder } from '../../recorder/testEpisode';
import { withFile } from './fileReadable';
import { createMcapEncoder } from './mcapEncoder';

function channel(topic: string) {
  return {
    topic,
    messageEncoding: 'json',
    schemaName: 'Shared',
    schemaEncoding: 'jsonschema',
    schemaText: '{"type":"object"}',
    metadata: new Map([['a', 'b']]),
  };
}

/** Two topics in two lanes, in overlapping chunks. */
function smallFile(): Uint8Array {
  const encoder = createMcapEncoder({ profile: 'ros2', library: 'test' }, ['small', 'large']);
  const blocks = [encoder.start(), encoder.metadata('m', new Map([['k', 'v']]))];
  const small = encoder.addChannel(channel('/small'));
  const large = encoder.addChannel(channel('/large'));
  for (let i = 0; i < 10; i++) {
    const time = BigInt(1000 + i);
    encoder.addMessage('small', small, time, time, new Uint8Array([i]));
    encoder.addMessage('large', large, time, time, new Uint8Array(100).fill(i));
    if (i % 4 === 3) for (const lane of ['large', 'small']) blocks.push(...encoder.closeChunk(lane));
  }
  for (const lane of ['large', 'small']) blocks.push(...encoder.closeChunk(lane));
  blocks.push(encoder.end());
  return Buffer.concat(blocks);
}

it('writes what the indexed reader reads: messages of both lanes in time order, index, statistics', async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, 'a.mcap');
    await writeFile(path, smallFile());
    await withFile(path, async (readable) => {
      const reader = await McapIndexedReader.Initialize({ readable });
      expect(reader.header).toMatchObject({ profile: 'ros2', library: 'test' });
      expect(reader.chunkIndexes).toHaveLength(6);
      expect(reader.statistics).toMatchObject({
        messageCount: 20n,
        channelCount: 2,
        schemaCount: 1,
        chunkCount: 6,
        metadataCount: 1,
        messageStartTime: 1000n,
        messageEndTime: 1009n,
      });
      const times: bigint[] = [];
      for await (const message of reader.readMessages()) times.push(message.logTime);
      expect(times).toHaveLength(20);
      expect(times).toEqual([...times].sort());
      const large: number[] = [];
      for await (const { data } of reader.readMessages({ topics: ['/large'] })) large.push(data[0] ?? -1);
      expect(large).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    });
  });
});

it('writes what the streaming reader reads to the footer, with CRCs that hold', () => {
  const reader = new McapStreamReader({ validateCrcs: true });
  reader.append(smallFile());
  const types: TypedMcapRecord['type'][] = [];
  for (let record = reader.nextRecord(); record; record = reader.nextRecord()) types.push(record.type);
  expect(reader.done()).toBe(true);
  expect(types.filter((type) => type === 'Message')).toHaveLength(20);
  expect(types.filter((type) => type === 'SummaryOffset').length).toBeGreaterThan(3);
});

it('closes nothing when there is nothing, and refuses unknown lanes, channels and a change of lane', () => {
  const encoder = createMcapEncoder({ profile: '', library: '' }, ['a', 'b']);
  expect(encoder.closeChunk('a')).toEqual([]);
  const id = encoder.addChannel(channel('/t'));
  encoder.addMessage('a', id, 0n, 0n, new Uint8Array());
  expect(() => encoder.addMessage('b', id, 0n, 0n, new Uint8Array())).toThrow('lane');
  expect(() => encoder.addMessage('a', 7, 0n, 0n, new Uint8Array())).toThrow('channel 7');
  expect(() => encoder.closeChunk('c')).toThrow('"c"');
});
