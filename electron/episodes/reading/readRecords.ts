import type { McapIndexedReader } from '@mcap/core';
import { z } from 'zod';
import { type ChainedRecord, chainedRecordSchema } from '../format/hashChain';
import { topics } from '../format/topics';
import { decodeString } from '../ros/readMessages';

/** A message of /r1/records; undefined when it is not one. */
export function parseRecord(data: Uint8Array): ChainedRecord | undefined {
  return chainedRecordSchema.safeParse(recordJson(data)).data;
}

function recordJson(data: Uint8Array): unknown {
  try {
    return JSON.parse(decodeString(data));
  } catch {
    return undefined;
  }
}

const anyKindSchema = chainedRecordSchema.extend({ kind: z.string() });

/** A record of the file. Throws, in words, when it is damaged or of a kind that this console does not know. */
export function recordOf(data: Uint8Array, place: number): ChainedRecord {
  const record = parseRecord(data);
  if (record) return record;
  const unknown = anyKindSchema.safeParse(recordJson(data)).data;
  throw new Error(
    unknown
      ? `A record of the episode is of a kind that this console does not know (${unknown.kind.slice(0, 40)}): it comes from a newer version. Open it with that version.`
      : `A record of the episode is damaged (after ${place} others).`,
  );
}

/** All records in the order of the chain, whatever their stamps say. Throws where one is damaged. */
export async function readRecords(reader: McapIndexedReader): Promise<ChainedRecord[]> {
  const records: ChainedRecord[] = [];
  for await (const { data } of reader.readMessages({ topics: [topics.records.topic] })) {
    records.push(recordOf(data, records.length));
  }
  return records.sort((a, b) => a.index - b.index);
}
