import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFrameReader, encodeFrame, opcode, type SocketMessage } from './webSocketFrames';

function readAll(bytes: Buffer, cuts: readonly number[]): SocketMessage[] {
  const read: SocketMessage[] = [];
  const reader = createFrameReader((message) => read.push(message), 1e6);
  let from = 0;
  for (const cut of [...cuts, bytes.length].sort((a, b) => a - b)) {
    reader.push(Buffer.from(bytes.subarray(from, cut)));
    from = cut;
  }
  return read;
}

it('reads what was written, in whatever pieces it comes', () => {
  const message = fc.record({
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom(125, 126, 65_535, 65_536, 70_000).map((n) => new Uint8Array(n).fill(n & 255)),
    ),
    code: fc.constantFrom(opcode.text, opcode.binary, opcode.ping),
    masked: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 4 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }),
      (messages, shares) => {
        const bytes = Buffer.concat(
          messages.map(({ bytes, code, masked }) => encodeFrame(code, bytes, masked)),
        );
        const read = readAll(
          bytes,
          shares.map((share) => Math.floor(share * bytes.length)),
        );
        expect(read.map((each) => each.opcode)).toEqual(messages.map(({ code }) => code));
        for (const [i, { bytes: wanted }] of messages.entries()) {
          expect(Buffer.compare(read[i]!.payload, wanted)).toBe(0);
        }
      },
    ),
    { numRuns: 60 },
  );
});

it('joins a message that comes in frames, with a ping between them', () => {
  const first = encodeFrame(opcode.text, Buffer.from('half '), false);
  first[0] = opcode.text;
  const ping = encodeFrame(opcode.ping, Buffer.of(1), false);
  const last = encodeFrame(opcode.more, Buffer.from('and half'), false);
  const read = readAll(Buffer.concat([first, ping, last]), []);
  expect(read.map(({ opcode: code, payload }) => [code, payload.toString()])).toEqual([
    [opcode.ping, '\u0001'],
    [opcode.text, 'half and half'],
  ]);
});

it('refuses what is too large, and what is no WebSocket', () => {
  const reader = createFrameReader(() => undefined, 100);
  expect(() => reader.push(encodeFrame(opcode.binary, new Uint8Array(101), false))).toThrow(/101 bytes/);
  expect(() => createFrameReader(() => undefined, 100).push(Buffer.from('\u00ff\u00ff'))).toThrow();
});
