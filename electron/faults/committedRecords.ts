import { Opcode } from '@mcap/core';
import { chainProblem } from '../recorder/episode/hashChain';
import { parseRecord } from '../recorder/library/readRecords';
import { messagesOf, readChunk } from '../recorder/mcap/readRecord';
import { magicLength, recordFrames } from '../recorder/mcap/recordFrames';
import type { DiskFile } from './memoryDisk';
import type { Committed } from './recorderPeer';

/**
 * What is wrong with the files after a sudden end, in words; null when everything that was called written
 * can be read from the synced bytes alone, in an unbroken chain.
 */
export function committedProblem(files: readonly DiskFile[], committed: readonly Committed[]): string | null {
  for (const [fileIndex, { bytes, syncedLength }] of files.entries()) {
    const due = committed.filter(({ file }) => file === fileIndex);
    const records = [];
    for (const frame of recordFrames(bytes.subarray(Math.min(magicLength, syncedLength), syncedLength))) {
      if (frame.opcode !== Opcode.CHUNK) continue;
      const chunk = readChunk(frame.content);
      if (!chunk) continue;
      for (const { data } of messagesOf(chunk.records)) {
        const record = parseRecord(data);
        if (record) records.push(record);
      }
    }
    const problem = chainProblem(`episode ${fileIndex + 1}`, records);
    if (problem) return `file ${fileIndex + 1}: ${problem}`;
    for (const { index, hash } of due) {
      if (records[index]?.hash !== hash)
        return `file ${fileIndex + 1}: record ${index} was called written and is not there`;
    }
  }
  return null;
}
