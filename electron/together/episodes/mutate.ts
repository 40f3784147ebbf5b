import { crc32 } from 'node:zlib';
import type { Random } from '../../../shared/scene/random';
import { recordFrames } from '../../episodes/mcap/recordFrames';

const magicLength = 8;
const opcodes = { chunk: 0x06, dataEnd: 0x0f } as const;

export interface Mutant {
  /** What was done, for who reads of a failure. */
  readonly how: string;
  readonly bytes: Uint8Array;
  /** Whether its CRCs were computed anew: then only what the hashes cover can be found. */
  readonly healed: boolean;
}

type Mutation = (file: Uint8Array, random: Random) => Uint8Array;

const copy = (file: Uint8Array) => Uint8Array.from(file);

const mutations: Readonly<Record<string, Mutation>> = {
  empty: () => new Uint8Array(),
  truncated: (file, random) => file.slice(0, random.integer(0, file.length - 1)),
  'cut near its end': (file, random) =>
    file.slice(0, file.length - random.integer(1, Math.min(400, file.length - 1))),
  'one bit': (file, random) => flip(copy(file), random, 1),
  'several bits': (file, random) => flip(copy(file), random, random.integer(2, 40)),
  'one byte of its end': (file, random) => {
    const bytes = copy(file);
    const at = file.length - random.integer(1, Math.min(600, file.length));
    bytes[at] = (bytes[at] ?? 0) ^ random.integer(1, 255);
    return bytes;
  },
  'a run of zeros': (file, random) => {
    const bytes = copy(file);
    const at = random.integer(0, file.length - 1);
    return bytes.fill(0, at, at + random.integer(1, 5000));
  },
  'a run of noise': (file, random) => {
    const bytes = copy(file);
    const from = random.integer(0, file.length - 1);
    const to = Math.min(file.length, from + random.integer(1, 3000));
    for (let i = from; i < to; i++) bytes[i] = random.integer(0, 255);
    return bytes;
  },
  'a length that cannot be': (file, random) => {
    const bytes = copy(file);
    const frames = [...recordFrames(file.subarray(magicLength))];
    const frame = random.pick(frames);
    const view = new DataView(bytes.buffer);
    const at = magicLength + frame.start + random.pick([1, 9, 17, 25, 33, 41]);
    if (at + 8 <= bytes.length)
      view.setBigUint64(at, random.pick([2n ** 63n, 2n ** 32n, 2n ** 31n, 0n]), true);
    return bytes;
  },
  'a count that cannot be': (file, random) => {
    const bytes = copy(file);
    const at = random.integer(0, Math.max(0, file.length - 4));
    if (at + 4 <= bytes.length)
      new DataView(bytes.buffer).setUint32(at, random.pick([0xffffffff, 0x7fffffff, 1 << 28]), true);
    return bytes;
  },
  'two parts exchanged': (file, random) => {
    const frames = [...recordFrames(file.subarray(magicLength))];
    const a = random.pick(frames);
    const b = random.pick(frames);
    const [first, second] = a.start < b.start ? [a, b] : [b, a];
    if (first === second || file.length < magicLength) return file.slice(1);
    return Buffer.concat([
      file.subarray(0, magicLength + first.start),
      second.bytes,
      file.subarray(magicLength + first.end, magicLength + second.start),
      first.bytes,
      file.subarray(magicLength + second.end),
    ]);
  },
  'a part twice': (file, random) => {
    const frames = [...recordFrames(file.subarray(magicLength))];
    const { end, bytes } = random.pick(frames);
    return Buffer.concat([file.subarray(0, magicLength + end), bytes, file.subarray(magicLength + end)]);
  },
  'a part missing': (file, random) => {
    const { start, end } = random.pick([...recordFrames(file.subarray(magicLength))]);
    return Buffer.concat([file.subarray(0, magicLength + start), file.subarray(magicLength + end)]);
  },
  'another file': (_, random) => {
    const kind = random.integer(0, 3);
    if (kind === 0) return new TextEncoder().encode('{"not":"an episode"}\n'.repeat(random.integer(1, 300)));
    if (kind === 1) return Uint8Array.from({ length: random.integer(1, 4000) }, () => random.integer(0, 255));
    if (kind === 2) return Uint8Array.from([0x89, 0x4d, 0x43, 0x41, 0x50, 0x30, 0x0d, 0x0a]);
    return new Uint8Array(random.integer(1, 10_000));
  },
  'a newer version': (file) =>
    replaced(file, 'format_version\u0001\0\0\x001', 'format_version\u0001\0\0\x007'),
};
const names = Object.keys(mutations);

function flip(bytes: Uint8Array, random: Random, count: number): Uint8Array {
  for (let i = 0; i < count; i++) {
    const at = random.integer(0, bytes.length - 1);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.integer(0, 7));
  }
  return bytes;
}

function replaced(file: Uint8Array, from: string, to: string): Uint8Array {
  const bytes = Buffer.from(file);
  const at = bytes.indexOf(from, 0, 'latin1');
  return at < 0
    ? file.slice(1)
    : Buffer.concat([bytes.subarray(0, at), Buffer.from(to, 'latin1'), bytes.subarray(at + from.length)]);
}

/** One of the ways in which a file can be bad. `file` is a whole one. */
export function mutate(file: Uint8Array, random: Random): Mutant {
  const name = random.pick(names);
  const bytes = mutations[name]!(file, random);
  // Half of those whose CRCs gave them away at once, so that what lies behind the CRCs is tried, too.
  const healed = random.next() < 0.5;
  return {
    how: healed ? `${name}, CRCs computed anew` : name,
    bytes: healed ? healedCrcs(bytes) : bytes,
    healed,
  };
}

/** CRC-32 of chunks, data section and summary computed anew, as far as the file can be walked. */
function healedCrcs(file: Uint8Array): Uint8Array {
  const bytes = Buffer.from(file);
  for (const frame of recordFrames(bytes.subarray(magicLength))) {
    const start = magicLength + frame.start;
    const content = start + 9;
    if (frame.opcode === opcodes.chunk && frame.content.byteLength > 40) {
      const recordsAt = content + 32 + bytes.readUInt32LE(content + 28) + 8;
      if (recordsAt <= magicLength + frame.end) {
        bytes.writeUInt32LE(crc32(bytes.subarray(recordsAt, magicLength + frame.end)), content + 24);
      }
    } else if (frame.opcode === opcodes.dataEnd && frame.content.byteLength >= 4) {
      bytes.writeUInt32LE(crc32(bytes.subarray(0, start)), content);
      const footerAt = bytes.length - magicLength - 29;
      if (footerAt > content) {
        bytes.writeUInt32LE(crc32(bytes.subarray(content + 4, footerAt + 25)), footerAt + 25);
      }
      break;
    }
  }
  return bytes;
}
