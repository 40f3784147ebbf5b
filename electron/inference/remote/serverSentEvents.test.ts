import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventTooLong, eventData } from './serverSentEvents';

async function read(pieces: readonly (string | Uint8Array)[], maxLength = 1000): Promise<string[]> {
  async function* chunks() {
    for (const piece of pieces) yield typeof piece === 'string' ? new TextEncoder().encode(piece) : piece;
  }
  const all: string[] = [];
  for await (const data of eventData(chunks(), maxLength)) all.push(data);
  return all;
}

describe('a stream of events', () => {
  it.each([
    ['one event', 'data: a\n\n', ['a']],
    ['CRLF', 'data: a\r\n\r\ndata: b\r\n\r\n', ['a', 'b']],
    ['CR alone', 'data: a\r\rdata: b\r\r\n', ['a', 'b']],
    ['no space, and only one taken away', 'data:a\n\ndata:  b\n\n', ['a', ' b']],
    ['several lines of data', 'data: a\ndata\ndata: c\n\n', ['a\n\nc']],
    ['comments and other fields', ': hello\nevent: x\nid: 3\ndata: a\nretry: 5\n\n', ['a']],
    ['events without data', 'event: x\n\n\n\ndata: a\n\n', ['a']],
    ['a byte order mark', '\uFEFFdata: a\n\n', ['a']],
    ['a field whose name only begins alike', 'database: x\n\n', []],
    ['an event that the end cuts off', 'data: a\n\ndata: b\n', ['a']],
    ['nothing', '', []],
  ])('reads %s', async (_name, text, expected) => {
    expect(await read([text])).toEqual(expected);
  });

  it('is read alike wherever the bytes are split', async () => {
    const text = 'data: Grüße 🤖\r\ndata: {"a": 1}\r\n\r\n: x\rdata: b\r\rdata: c\n\n';
    const bytes = new TextEncoder().encode(text);
    const whole = await read([text]);
    expect(whole).toEqual(['Grüße 🤖\n{"a": 1}', 'b', 'c']);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: bytes.length }), { maxLength: 12 }), async (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const pieces = places.slice(1).map((to, i) => bytes.slice(places[i], to));
        expect(await read(pieces)).toEqual(whole);
      }),
    );
  });

  it('is refused when an event has no end, in one line or in many', async () => {
    await expect(read(['data: ', 'x'.repeat(2000)])).rejects.toThrow(EventTooLong);
    await expect(read(Array.from({ length: 2000 }, () => 'data: x\n'))).rejects.toThrow(EventTooLong);
    expect(await read(Array.from({ length: 2000 }, () => ': still there\n'))).toEqual([]);
  });
});
