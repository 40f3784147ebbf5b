import type { RgbPicture } from './preprocess/preprocessImage';
import type { EncodedPicture } from './runtime/encodePicture';

/** What the vision tower made of the last pictures, so that a second question does not look again. */
export interface SeenPictures {
  /** `pictureHash` names the pixels: SHA-256 of the RGB bytes. */
  see(pictureHash: string, picture: RgbPicture): Promise<EncodedPicture>;
}

const kept = 2;

export function createSeenPictures(look: (picture: RgbPicture) => Promise<EncodedPicture>): SeenPictures {
  const seen = new Map<string, EncodedPicture>();
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
