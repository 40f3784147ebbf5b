import { describe, expect, it } from 'vitest';
import { lz4Decompress } from './lz4';

const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

/** 40 times a text, then all bytes, as liblz4 (lz4.frame of Python) compresses them. */
const words =
  '04224d1868409007000000000000c926010000ef6a6f696e74207374617465732c200e00071f2e1c00080a38000f2a00ffffffffffff31f0f1';
const allBytes = Uint8Array.from({ length: 256 }, (_, i) => i);
const frame = Uint8Array.from([...hex(words), ...allBytes, 0, 0, 0, 0]);
const plain = Uint8Array.from([
  ...Buffer.from('joint states, joint states, joint states. '.repeat(40)),
  ...allBytes,
]);

describe('LZ4', () => {
  it('reads what liblz4 wrote, matches that overlap included', () => {
    expect(lz4Decompress(frame, plain.byteLength)).toEqual(plain);
  });

  it('reads blocks that are not compressed, and passes check sums over', () => {
    const text = hex('04224d187c4003000000000000007403000080616263ff53d13200000000ff53d132');
    expect(Buffer.from(lz4Decompress(text, 3)).toString()).toBe('abc');
  });

  it('throws at damage, at a cut, and at more than was told, and reads nothing outside', () => {
    for (let cut = 0; cut < frame.byteLength; cut += 7) {
      expect(() => lz4Decompress(frame.subarray(0, cut), plain.byteLength)).toThrow('damaged');
    }
    expect(() => lz4Decompress(frame, plain.byteLength - 1)).toThrow('damaged');
    expect(() => lz4Decompress(frame, plain.byteLength + 1)).toThrow('damaged');
    for (let at = 0; at < 57; at++) {
      const changed = frame.slice();
      changed[at] = changed[at]! ^ 0xff;
      try {
        lz4Decompress(changed, plain.byteLength);
      } catch (error) {
        expect((error as Error).message).toBe('Its LZ4 data is damaged.');
      }
    }
  });
});
