import { expect, it } from 'vitest';
import { videoClip } from '../../electron/episodes/testing/videoClip';
import { codecName, isKeyFrame } from './videoFormat';

it.each(['h264', 'av1', 'vp9'] as const)('knows the key frames of what an encoder made (%s)', (format) => {
  const frames = videoClip(format);
  const found = frames.map(({ data }) => isKeyFrame(format, data));
  expect(found).toEqual(frames.map(({ key }) => key));
  expect(found).toContain(true);
  expect(found).toContain(false);
});

it('knows the key frames of H.265 by their units', () => {
  const unit = (type: number) => Uint8Array.of(0, 0, 0, 1, 64, 1, 12, 0, 0, 1, type << 1, 1, 175);
  // IDR and CRA; a trailing picture.
  expect([19, 21, 1].map((type) => isKeyFrame('h265', unit(type)))).toEqual([true, true, false]);
});

it('reads the profile and level of H.264 from the stream', () => {
  // The encoder was asked for avc1.42E01F; OpenH264 says baseline with constraints 0 and 1.
  expect(codecName('h264', videoClip('h264')[0]!.data)).toMatch(/^avc1\.42[c-f]0[0-9a-f]{2}$/);
});

it.each(['h264', 'h265', 'vp9', 'av1'] as const)('finds nothing in bytes that are no %s', (format) => {
  for (const bytes of [[], [0], [0, 0, 1], [0xff, 0xff, 0xff], [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]]) {
    const data = Uint8Array.from(bytes);
    expect(() => codecName(format, data)).not.toThrow();
    if (format !== 'av1') expect(isKeyFrame(format, data)).toBe(false);
    else expect(typeof isKeyFrame(format, data)).toBe('boolean');
  }
});
