import type { McapIndexedReader } from '@mcap/core';
import type { FileReadable } from '../mcap/fileReadable';
import { frameHeadLength, viewOf } from '../mcap/recordFrames';

/**
 * Log times (ns) of a topic's messages, rising, from the message indexes alone: the messages themselves
 * are not read. MessageIndex: channel u16, length u32, then (time u64, offset u64) each.
 */
export async function messageTimes(
  file: FileReadable,
  reader: McapIndexedReader,
  topic: string,
): Promise<bigint[]> {
  const channel = [...reader.channelsById.values()].find((candidate) => candidate.topic === topic);
  if (!channel) return [];
  const times: bigint[] = [];
  for (const chunk of reader.chunkIndexes) {
    const offset = chunk.messageIndexOffsets.get(channel.id);
    if (offset === undefined) continue;
    const head = viewOf(await file.readAt(Number(offset), frameHeadLength));
    const length = Number(head.getBigUint64(1, true));
    const content = viewOf(await file.readAt(Number(offset) + frameHeadLength, length));
    for (let at = 6; at + 16 <= length; at += 16) times.push(content.getBigUint64(at, true));
  }
  return times.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
