/** One MCAP record as it lies in a file or chunk: opcode (1 byte), content length (8 bytes), content. */
export interface RecordFrame {
  readonly opcode: number;
  /** Offsets of the record's first byte and of the byte after its last one. */
  readonly start: number;
  readonly end: number;
  /** The whole record, and its content alone. */
  readonly bytes: Uint8Array;
  readonly content: Uint8Array;
}

export const magicLength = 8;
export const frameHeadLength = 9;

/**
 * Length of the whole record that begins with `head` (9 bytes), if it can lie within `available` bytes.
 * No record has opcode 0: what a power cut leaves behind is often a run of zeros.
 */
export function frameLength(head: Uint8Array, available: number): number | undefined {
  if (head.byteLength < frameHeadLength || head[0] === 0) return undefined;
  const content = viewOf(head).getBigUint64(1, true);
  return content <= BigInt(available - frameHeadLength) ? frameHeadLength + Number(content) : undefined;
}

export function frameOf(bytes: Uint8Array, start: number): RecordFrame {
  const content = bytes.subarray(frameHeadLength);
  return { opcode: bytes[0] ?? 0, start, end: start + bytes.byteLength, bytes, content };
}

/** The whole records in `bytes`, one after the other. Stops quietly before the first one that is not whole. */
export function* recordFrames(bytes: Uint8Array): Generator<RecordFrame> {
  let start = 0;
  while (start < bytes.byteLength) {
    const head = bytes.subarray(start, start + frameHeadLength);
    const length = frameLength(head, bytes.byteLength - start);
    if (length === undefined) return;
    yield frameOf(bytes.subarray(start, start + length), start);
    start += length;
  }
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
