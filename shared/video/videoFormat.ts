/**
 * The kinds of video that a recording may hold (foxglove_msgs/CompressedVideo): each message is what decodes to
 * exactly one picture, in the order of the pictures. h264 and h265 are Annex B byte streams, a key frame with its
 * parameter sets; vp9 a frame; av1 a temporal unit of the low overhead format.
 */
export const videoFormats = ['h264', 'h265', 'vp9', 'av1'] as const;
export type VideoFormat = (typeof videoFormats)[number];

/** What each is called on screen. */
export const videoNames: Readonly<Record<VideoFormat, string>> = {
  h264: 'H.264',
  h265: 'H.265',
  vp9: 'VP9',
  av1: 'AV1',
};

/** Whether decoding can begin with this packet. */
export function isKeyFrame(format: VideoFormat, data: Uint8Array): boolean {
  switch (format) {
    case 'h264':
      return some(nalHeads(data), (at) => (data[at]! & 0x1f) === 5);
    case 'h265':
      // IRAP pictures: BLA, IDR, CRA and those reserved beside them.
      return some(nalHeads(data), (at) => inRange((data[at]! >> 1) & 0x3f, 16, 23));
    case 'vp9':
      return isVp9KeyFrame(data[0] ?? 0);
    case 'av1':
      return some(obuTypes(data), (type) => type === sequenceHeader);
  }
}

/**
 * The codec as WebCodecs names it. Of H.264 it is read from the stream, because decoders look at the profile; for
 * the others the general name does.
 */
export function codecName(format: VideoFormat, keyFrame: Uint8Array): string {
  switch (format) {
    case 'h264': {
      for (const at of nalHeads(keyFrame)) {
        if ((keyFrame[at]! & 0x1f) !== 7 || at + 3 >= keyFrame.byteLength) continue;
        const hex = [...keyFrame.subarray(at + 1, at + 4)].map((byte) => byte.toString(16).padStart(2, '0'));
        return `avc1.${hex.join('')}`;
      }
      return 'avc1.42E01F';
    }
    case 'h265':
      return 'hvc1.1.6.L93.B0';
    case 'vp9':
      return 'vp09.00.10.08';
    case 'av1':
      return 'av01.0.05M.08';
  }
}

const inRange = (value: number, from: number, to: number) => value >= from && value <= to;

function some(found: Iterable<number>, fits: (value: number) => boolean): boolean {
  for (const value of found) if (fits(value)) return true;
  return false;
}

/** Where the units of an Annex B stream begin: behind each start code 00 00 01. */
function* nalHeads(data: Uint8Array): Generator<number> {
  for (let at = data.indexOf(1, 2); at >= 0 && at + 1 < data.byteLength; at = data.indexOf(1, at + 1)) {
    if (data[at - 1] === 0 && data[at - 2] === 0) yield at + 1;
  }
}

/** Bits from the top: frame marker (2), profile (2, and one more of profile 3), an old frame shown again, type. */
function isVp9KeyFrame(first: number): boolean {
  const isMarked = first >> 6 === 2;
  const reserved = ((first >> 4) & 3) === 3 ? 1 : 0;
  const shownAgain = (first >> (3 - reserved)) & 1;
  const inter = (first >> (2 - reserved)) & 1;
  return isMarked && !shownAgain && !inter;
}

const sequenceHeader = 1;

/** The types of the units of a temporal unit (AV1, section 5.3), each with its own length. */
function* obuTypes(data: Uint8Array): Generator<number> {
  for (let at = 0; at < data.byteLength; ) {
    const head = data[at]!;
    yield (head >> 3) & 15;
    if (!(head & 2)) return;
    at += head & 4 ? 2 : 1;
    let length = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = data[at++] ?? 0;
      length += (byte & 127) * 2 ** shift;
      if (!(byte & 128)) break;
    }
    at += length;
  }
}
