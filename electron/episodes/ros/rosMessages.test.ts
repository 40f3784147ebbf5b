import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeJointState, decodeString } from './readMessages';
import { encodeJointState, encodeString } from './rosMessages';

it('brings any text back, of whatever alphabet', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      expect(decodeString(encodeString(text))).toBe(text);
    }),
  );
  for (const text of ['', 'Würfel', '赤いキューブ', '🤖', '{"a":"\\u0000"}']) {
    expect(decodeString(encodeString(text))).toBe(text);
  }
});

it('is laid out as CDR says: little endian, length in bytes with the NUL', () => {
  expect([...encodeString('ü')]).toEqual([0, 1, 0, 0, 3, 0, 0, 0, 0xc3, 0xbc, 0]);
});

it('keeps a joint state whole even when a name is not ASCII', () => {
  const state = {
    stampSec: 1,
    names: ['Gelenk_ä', 'b'],
    positions: [1, 2],
    velocities: [3, 4],
    efforts: [5, 6],
  };
  const { name, position } = decodeJointState(encodeJointState(state));
  expect(name).toEqual(['Gelenk_?', 'b']);
  expect([...position]).toEqual([1, 2]);
});

it('writes a joint state without values as one', () => {
  const empty = { stampSec: 0, names: [], positions: [], velocities: [], efforts: [] };
  expect(decodeJointState(encodeJointState(empty)).name).toEqual([]);
});
