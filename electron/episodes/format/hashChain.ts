import { createHash } from 'node:crypto';
import { z } from 'zod';
import { finite, sha256Schema } from '../../../shared/contract/common';
import { type EpisodeRecord, recordSchema } from '../../../shared/contract/recorderContract';

/** The rule in words, for readers of a file. No field before the last holds a line feed, so it is unambiguous. */
export const chainRule =
  'hash = SHA-256, in lower-case hex, of the UTF-8 text of previousHash, kind, source, stampSec and json joined by line feeds; stampSec in the shortest decimal form that reads back to the same double; the first previousHash is the SHA-256 of the episode id.';

/** A record as it lies in the file. */
export const chainedRecordSchema = recordSchema.extend({
  index: z.number().int().nonnegative(),
  stampSec: finite,
  previousHash: sha256Schema,
  hash: sha256Schema,
});
export type ChainedRecord = z.infer<typeof chainedRecordSchema>;

export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The hash of a record that follows `previousHash`; see chainRule. */
export function chainHash(previousHash: string, record: EpisodeRecord): string {
  return sha256([previousHash, record.kind, record.source, String(record.stampSec), record.json].join('\n'));
}

/** Links records one after the other, beginning from the episode's id. */
export function createHashChain(episodeId: string) {
  let head = sha256(episodeId);
  let length = 0;
  return {
    add(record: EpisodeRecord): ChainedRecord {
      const previousHash = head;
      head = chainHash(previousHash, record);
      return { index: length++, ...record, previousHash, hash: head };
    },
    /** The last hash: who knows it knows the whole chain. */
    head: () => head,
    length: () => length,
  };
}
export type HashChain = ReturnType<typeof createHashChain>;

/**
 * The first thing wrong with a chain, in words; undefined when it holds from the episode's id to `head`.
 * A record whose content was changed is told apart from one that was left out or moved.
 */
export function chainProblem(
  episodeId: string,
  records: readonly ChainedRecord[],
  end?: { readonly length: number; readonly head: string },
): string | undefined {
  let previous = sha256(episodeId);
  for (const [place, record] of records.entries()) {
    const name = `Record ${record.index} (${record.kind}, from ${record.source})`;
    if (record.index !== place) return `Record ${place} is missing: ${name} follows record ${place - 1}.`;
    if (record.previousHash !== previous) return `${name} does not follow what is recorded before it.`;
    if (chainHash(previous, record) !== record.hash)
      return `${name} is not what was recorded: its content was changed.`;
    previous = record.hash;
  }
  if (end && end.length !== records.length) {
    return `The episode ended with ${end.length} records, but ${records.length} are there.`;
  }
  if (end && end.head !== previous) return `The last record is not the one that the episode ended with.`;
  return undefined;
}
