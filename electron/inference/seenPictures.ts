import type { RgbPicture } from './preprocess/preprocessImage';

/** What a model made of the last pictures, so that a second question does not look again. */
export interface SeenPictures<Seen> {
  /** `pictureHash` names the pixels: SHA-256 of the RGB bytes. */
  see(pictureHash: string, picture: RgbPicture): Promise<Seen>;
}

const kept = 2;

export function createSeenPictures<Seen extends object>(
  look: (picture: RgbPicture) => Promise<Seen>,
): SeenPictures<Seen> {
  const seen = new Map<string, Seen>();
  return {
    async see(pictureHash, picture) {
      const known = seen.get(pictureHash);
      if (known) return known;
      const encoded = await look(picture);
      seen.set(pictureHash, encoded);
      for (const oldest of [...seen.keys()].slice(0, -kept)) seen.delete(oldest);
      return encoded;
    },
  };
}
