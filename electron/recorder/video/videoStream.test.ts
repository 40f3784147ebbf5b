import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiveFrame } from '../../../shared/contract/cameraContract';
import { testFrame } from '../testEpisode';
import { createVideoStream, type Packet } from './videoStream';

const startSec = 1_763_712_000;

/** A stream before an encoder that gives back what the test says, on a clock of the test's. */
function setUp() {
  const now = { ms: 0 };
  const sent: { seq: number; key: boolean; timeUs: number }[] = [];
  const filed: { stampSec: number; as: 'packet' | 'key' | 'picture' }[] = [];
  const stream = createVideoStream({
    stream: '',
    nowMs: () => now.ms,
    send: ({ seq, key, timeUs }) => sent.push({ seq, key, timeUs }),
    onPacket: ({ stampSec }, { key }) => filed.push({ stampSec, as: key ? 'key' : 'packet' }),
    onPicture: ({ stampSec }) => filed.push({ stampSec, as: 'picture' }),
  });
  const frame = (number: number): LiveFrame => testFrame(number, startSec + number / 30);
  const packet = (place: number): Packet => {
    const { seq, key } = sent[place]!;
    return { stream: '', seq, format: 'h264', key, data: new Uint8Array(4) };
  };
  return { now, sent, filed, stream, frame, packet };
}

describe('a camera on its way through the encoder', () => {
  it('asks for a key frame first and at least each second', () => {
    const { stream, sent, frame, packet, now } = setUp();
    for (let i = 0; i < 300; i++) {
      now.ms += 33;
      stream.take(frame(i));
      stream.packet(packet(i));
    }
    const keys = sent.filter(({ key }) => key).map(({ timeUs }) => timeUs / 1e6);
    expect(sent[0]?.key).toBe(true);
    for (const [i, time] of keys.entries()) if (i > 0) expect(time - keys[i - 1]!).toBeLessThanOrEqual(1);
    expect(keys.length).toBeLessThan(13);
  });

  it('records pictures as they are while the encoder is behind, and goes on with it when it has caught up', () => {
    const { stream, filed, frame, packet, now } = setUp();
    stream.take(frame(0));
    stream.take(frame(1));
    now.ms = 200;
    stream.take(frame(2));
    expect(filed).toEqual([{ stampSec: frame(2).stampSec, as: 'picture' }]);
    stream.packet(packet(0));
    stream.packet(packet(1));
    stream.take(frame(3));
    stream.packet(packet(2));
    // Nothing was given up, so that what comes still builds on what is recorded.
    expect(filed.slice(1).map(({ as }) => as)).toEqual(['key', 'packet', 'packet']);
  });

  it('gives up what is overdue, and drops what builds on it until the next key frame', () => {
    const { stream, filed, sent, frame, packet, now } = setUp();
    for (let i = 0; i < 3; i++) stream.take(frame(i));
    stream.packet(packet(0));
    now.ms = 460;
    stream.look();
    expect(filed.map(({ as }) => as)).toEqual(['key', 'picture', 'picture']);
    stream.packet(packet(1));
    stream.take(frame(3));
    expect(sent.at(-1)?.key).toBe(true);
    stream.packet(packet(2));
    stream.packet(packet(3));
    expect(filed.slice(3).map(({ as }) => as)).toEqual(['key']);
  });

  it('records a picture that the encoder left out', () => {
    const { stream, filed, frame, packet } = setUp();
    for (let i = 0; i < 3; i++) stream.take(frame(i));
    stream.packet(packet(0));
    stream.packet(packet(2));
    expect(filed.map(({ as }) => as)).toEqual(['key', 'picture', 'packet']);
  });

  it('gives the encoder rising times and a key frame when the clock is set back', () => {
    const { stream, sent, frame } = setUp();
    stream.take(frame(30));
    stream.take(frame(2));
    expect(sent.map(({ key }) => key)).toEqual([true, true]);
    expect(sent[1]!.timeUs).toBeGreaterThan(sent[0]!.timeUs);
  });

  it('whatever the encoder does: every picture once, and every packet after those that it builds on', () => {
    const act = fc.oneof(
      { weight: 4, arbitrary: fc.constant('take' as const) },
      { weight: 4, arbitrary: fc.constant('answer' as const) },
      { weight: 1, arbitrary: fc.constant('leaveOut' as const) },
      { weight: 1, arbitrary: fc.constant('wait' as const) },
      { weight: 1, arbitrary: fc.constant('look' as const) },
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 120 }), fc.boolean(), (acts, dies) => {
        const { stream, filed, sent, frame, packet, now } = setUp();
        // What the encoder has given out, each coded against the one before unless it is a key frame.
        const given: { key: boolean; recorded: boolean }[] = [];
        let taken = 0;
        let next = 0;
        for (const each of acts) {
          now.ms += 10;
          if (each === 'take') stream.take(frame(taken++));
          if (each === 'wait') now.ms += 200;
          if (each === 'look') stream.look();
          if (each === 'leaveOut' && next < sent.length) next++;
          if (each !== 'answer' || next >= sent.length) continue;
          const key = given.length === 0 || sent[next]!.key;
          const before = filed.length;
          stream.packet({ ...packet(next++), key });
          given.push({ key, recorded: filed.slice(before).some(({ as }) => as !== 'picture') });
        }
        if (dies) stream.fail();
        else stream.finish();
        const stamps = filed.map(({ stampSec }) => stampSec).sort((a, b) => a - b);
        expect(stamps).toEqual(Array.from({ length: taken }, (_, i) => frame(i).stampSec));
        for (const [i, { key, recorded }] of given.entries()) {
          if (recorded && !key) expect(given[i - 1]?.recorded).toBe(true);
        }
      }),
    );
  });
});
