import clips from './videoClips.json';

export interface ClipPacket {
  readonly key: boolean;
  readonly data: Uint8Array<ArrayBuffer>;
}

/**
 * What Chromium's encoders made of pictures of 64x48, one colour each: red rises by 10 from 20 (green 80, blue 120).
 * h264: 20 pictures, a key frame each 10; av1 and vp9: 4, a key frame each 2.
 */
export function videoClip(format: keyof typeof clips): readonly ClipPacket[] {
  return clips[format].map(({ key, data }) => ({
    key,
    data: Uint8Array.from(atob(data), (char) => char.charCodeAt(0)),
  }));
}
