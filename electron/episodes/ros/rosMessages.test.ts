import { parse } from '@foxglove/rosmsg';
import { MessageWriter } from '@foxglove/rosmsg2-serialization';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rosSchemaText } from '../../../shared/ros/messageDefinitions';
import { decodeJointState, decodeString } from './readMessages';
import { encodeCompressedImage, encodeJointState, encodeString } from './rosMessages';
import { rosTime } from './rosTime';

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

const independent = new Map(
  (['sensor_msgs/JointState', 'sensor_msgs/CompressedImage'] as const).map((type) => [
    type,
    new MessageWriter(parse(rosSchemaText(type), { ros2: true })),
  ]),
);

it('writes joint states byte for byte as a writer by the message definition does', () => {
  const numbers = fc.array(fc.double({ noNaN: true }), { maxLength: 8 });
  const name = fc.stringMatching(/^[ -~]{0,12}$/);
  fc.assert(
    fc.property(
      fc.record({
        stampSec: fc.double({ min: 0, max: 2e9, noNaN: true }),
        names: fc.array(name, { maxLength: 8 }),
        positions: numbers,
        velocities: numbers,
        efforts: numbers,
      }),
      (state) => {
        const { stampSec, names, positions, velocities, efforts } = state;
        const wanted = independent.get('sensor_msgs/JointState')?.writeMessage({
          header: { stamp: rosTime(stampSec), frame_id: '' },
          name: names,
          position: positions,
          velocity: velocities,
          effort: efforts,
        });
        expect(Buffer.from(encodeJointState(state)).equals(Buffer.from(wanted ?? []))).toBe(true);
      },
    ),
  );
});

it('writes compressed pictures byte for byte as a writer by the message definition does', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z_]{0,30}$/), fc.uint8Array({ maxLength: 50 }), (frame_id, data) => {
      const wanted = independent
        .get('sensor_msgs/CompressedImage')
        ?.writeMessage({ header: { stamp: rosTime(12.5), frame_id }, format: 'jpeg', data });
      const bytes = encodeCompressedImage(12.5, frame_id, 'jpeg', data);
      expect(Buffer.from(bytes).equals(Buffer.from(wanted ?? []))).toBe(true);
    }),
  );
});
