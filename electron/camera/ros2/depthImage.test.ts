import { expect, it } from 'vitest';
import { depthOf } from './depthImage';
import type { ImageMessage } from './readMessages';

function image(encoding: string, values: readonly number[], bigEndian: boolean, padding = 0): ImageMessage {
  const size = encoding === '32FC1' ? 4 : 2;
  const step = values.length * size + padding;
  const bytes = new Uint8Array(step + 1);
  const view = new DataView(bytes.buffer, 1);
  for (const [i, value] of values.entries()) {
    if (size === 4) view.setFloat32(i * 4, value, !bigEndian);
    else view.setUint16(i * 2, value, !bigEndian);
  }
  // Offset by one byte: messages lie anywhere in the bytes that came.
  const data = bytes.subarray(1);
  return { stampSec: 1, frame: 'f', width: values.length, height: 1, encoding, bigEndian, step, data };
}

it('reads millimetres and metres in either byte order, and takes what is no distance for nothing', () => {
  for (const bigEndian of [false, true]) {
    expect([...depthOf(image('16UC1', [0, 750, 65535], bigEndian, 3))]).toEqual([
      0,
      Math.fround(0.75),
      Math.fround(65.535),
    ]);
    const metres = [0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 0];
    expect([...depthOf(image('32FC1', metres, bigEndian))]).toEqual([0.5, 0, 0, 0, 0, 0]);
  }
});

it('refuses in words: nothing seen, an encoding that is no depth, bytes missing', () => {
  expect(() => depthOf(image('32FC1', [Number.NaN, 0], false))).toThrow(/no distance at all/);
  expect(() => depthOf(image('8UC1', [1], false))).toThrow(/"8UC1" cannot be read/);
  const short = image('16UC1', [1, 2], false);
  expect(() => depthOf({ ...short, data: short.data.subarray(0, 3) })).toThrow(/3 bytes instead of 4/);
});
