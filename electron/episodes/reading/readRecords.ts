import type { McapIndexedReader } from '@mcap/core';
import { type ChainedRecord, chainedRecordSchema } from '../format/hashChain';
import { topics } from '../format/topics';
import { decodeString } from '../ros/readMessages';

/** A message of /r1/records; undefined when it is not one. */
export function parseRecord(data: Uint8Array): ChainedRecord | undefined {
  try {
    return chainedRecordSchema.safeParse(JSON.parse(decodeString(data))).data;
  } catch {
    return undefined;
  }
}

/** All records in the order of the chain, whatever their stamps say. Throws where one is damaged. */
export async function readRecords(reader: McapIndexedReader): Promise<ChainedRecord[]> {
  const records: ChainedRecord[] = [];
  for await (const { data } of reader.readMessages({ topics: [topics.records.topic] })) {
    const record = parseRecord(data);
    if (!record) throw new Error(`A record of the episode is damaged (after ${records.length} others).`);
    records.push(record);
  }
  return records.sort((a, b) => a.index - b.index);
}
