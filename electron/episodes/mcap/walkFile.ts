import { hasMcapPrefix } from '@mcap/core';
import type { FileReadable } from './fileReadable';
import { frameHeadLength, frameLength, frameOf, magicLength, type RecordFrame, viewOf } from './recordFrames';

/**
 * The whole top-level records of an MCAP file, read one after the other without trust in any index: for
 * files that did not end properly and for files that somebody may have changed. Ends at the first record
 * that is not whole. Throws if the file does not begin like an MCAP file.
 */
export async function* walkFile(file: FileReadable): AsyncGenerator<RecordFrame> {
  const magic = await file.readAt(0, Math.min(magicLength, file.bytes));
  if (magic.byteLength < magicLength || !hasMcapPrefix(viewOf(magic))) {
    throw new Error('The file does not begin like an MCAP file.');
  }
  let start = magicLength;
  while (start + frameHeadLength <= file.bytes) {
    const length = frameLength(await file.readAt(start, frameHeadLength), file.bytes - start);
    if (length === undefined) return;
    yield frameOf(await file.readAt(start, length), start);
    start += length;
  }
}
