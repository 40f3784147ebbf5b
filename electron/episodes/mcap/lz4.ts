/**
 * The LZ4 frame format (lz4.org), as `mcap` writes it: one frame of independent or linked blocks. Its check sums are
 * not looked at, because a chunk has a CRC of its own. Throws when the bytes are not a whole frame or would hold more
 * than `size`.
 */
export function lz4Decompress(frame: Uint8Array, size: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.byteLength < 7 || view.getUint32(0, true) !== magic) throw damaged();
  const flags = frame[4]!;
  if (flags >> 6 !== 1) throw damaged();
  const blockChecksums = (flags & 0x10) !== 0;
  const contentSize = (flags & 0x08) !== 0;
  const dictionary = (flags & 0x01) !== 0;
  if (dictionary) throw damaged();
  const out = new Uint8Array(size);
  let at = 4 + 2 + (contentSize ? 8 : 0) + 1;
  let length = 0;
  for (;;) {
    if (at + 4 > frame.byteLength) throw damaged();
    const head = view.getUint32(at, true);
    at += 4;
    if (head === 0) break;
    const end = at + (head & 0x7fffffff);
    if (end > frame.byteLength) throw damaged();
    const block = frame.subarray(at, end);
    if (head >>> 31 === 1) {
      if (length + block.byteLength > size) throw damaged();
      out.set(block, length);
      length += block.byteLength;
    } else {
      length = decompressBlock(block, out, length);
    }
    at = end + (blockChecksums ? 4 : 0);
  }
  if (length !== size) throw damaged();
  return out;
}

const magic = 0x184d2204;
const leastMatch = 4;

const damaged = () => new Error('Its LZ4 data is damaged.');

/** Sequences of literals and matches; a match may reach back into the blocks before. Gives where it ended. */
function decompressBlock(block: Uint8Array, out: Uint8Array, from: number): number {
  let at = 0;
  let to = from;
  const more = (nibble: number): number => {
    let sum = nibble;
    if (nibble !== 15) return sum;
    for (;;) {
      const byte = block[at++];
      if (byte === undefined) throw damaged();
      sum += byte;
      if (byte !== 255) return sum;
    }
  };
  while (at < block.byteLength) {
    const token = block[at++]!;
    const literals = more(token >> 4);
    if (at + literals > block.byteLength || to + literals > out.byteLength) throw damaged();
    out.set(block.subarray(at, at + literals), to);
    at += literals;
    to += literals;
    // The last sequence has no match.
    if (at === block.byteLength) return to;
    const low = block[at++];
    const high = block[at++];
    if (low === undefined || high === undefined) throw damaged();
    const back = low | (high << 8);
    const length = more(token & 15) + leastMatch;
    if (back === 0 || back > to || to + length > out.byteLength) throw damaged();
    // Byte by byte: a match may overlap what it makes.
    for (let i = 0; i < length; i++) out[to + i] = out[to - back + i]!;
    to += length;
  }
  return to;
}
