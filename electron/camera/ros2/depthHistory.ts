import type { ImageMessage } from './readMessages';

const kept = 6;
/** Further apart than this (s), colour and depth do not show the same world. */
export const mostApartSec = 0.05;
const clockBackSec = 1;

/** The newest depth pictures, unread: of thirty a second only the one that a decision needs is. */
export function createDepthHistory() {
  let pictures: ImageMessage[] = [];
  return {
    add(picture: ImageMessage): void {
      const newest = pictures.at(-1);
      if (newest && newest.stampSec - picture.stampSec > clockBackSec) pictures = [];
      pictures = [...pictures.slice(1 - kept), picture];
    },
    /** The one nearest in time; `final` when none that is still to come can be nearer. */
    nearest(stampSec: number): { readonly picture: ImageMessage | undefined; readonly final: boolean } {
      let best: ImageMessage | undefined;
      for (const picture of pictures) {
        if (!best || Math.abs(picture.stampSec - stampSec) < Math.abs(best.stampSec - stampSec))
          best = picture;
      }
      return { picture: best, final: pictures.some((picture) => picture.stampSec >= stampSec) };
    },
  };
}
