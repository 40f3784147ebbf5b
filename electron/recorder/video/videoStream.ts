import type { LiveFrame } from '../../../shared/contract/cameraContract';
import type { Event, Notice } from '../../../shared/contract/channel';
import type { liveVideoContract } from '../../../shared/contract/liveVideoContract';

export type Packet = Event<typeof liveVideoContract, 'packet'>;

/** No picture is so far (s of the stamps) behind the one from which it is decoded. */
const keyEverySec = 1;
/** With a picture this old in the encoder (ms) it is behind: the next ones are recorded as they are. */
const behindMs = 150;
/**
 * A picture that is not back by then (ms) is recorded as it is. With the time between two flushes that is still less
 * than the second that a sudden end may cost.
 */
const overdueMs = 450;

export interface VideoStreamOptions {
  readonly stream: string;
  readonly nowMs: () => number;
  readonly send: (picture: Notice<typeof liveVideoContract, 'picture'>) => void;
  /** A packet, with the picture that it shows. */
  readonly onPacket: (frame: LiveFrame, packet: Packet) => void;
  /** A picture that goes into the recording by itself. */
  readonly onPicture: (frame: LiveFrame) => void;
}

/**
 * One camera's pictures on their way through the encoder. Each comes out exactly once or, when it was given up and its
 * packet came all the same, that packet is dropped with all that build on it: whatever the encoder does, no picture
 * is lost and every recorded packet can be decoded.
 */
export function createVideoStream({ stream, nowMs, send, onPacket, onPicture }: VideoStreamOptions) {
  /** In the encoder, the oldest first. */
  const inWork = new Map<number, { readonly frame: LiveFrame; readonly sentMs: number }>();
  let nextSeq = 0;
  let lastTimeUs = -1;
  let lastKeySec: number | undefined;
  let lastSec = Number.NEGATIVE_INFINITY;
  /** What comes builds on packets that are not recorded, until the next key frame. */
  let needsKey = true;
  let failed = false;
  const counts = { packets: 0, pictures: 0 };

  function asPicture(frame: LiveFrame): void {
    counts.pictures++;
    onPicture(frame);
  }

  function oldestAgeMs(): number {
    const [oldest] = inWork.values();
    return oldest ? nowMs() - oldest.sentMs : 0;
  }

  function giveUp(): void {
    const frames = [...inWork.values()];
    inWork.clear();
    needsKey = true;
    lastKeySec = undefined;
    for (const { frame } of frames) asPicture(frame);
  }

  return {
    take(frame: LiveFrame): void {
      if (!failed && oldestAgeMs() > overdueMs) giveUp();
      if (failed || oldestAgeMs() > behindMs) {
        asPicture(frame);
        return;
      }
      const { stampSec } = frame;
      // A clock that was set back begins anew, too.
      const sinceKey = lastKeySec === undefined ? undefined : stampSec - lastKeySec;
      // The next picture comes about as long after this one as this one after the last; 5 % for its unevenness.
      const next = sinceKey === undefined ? 0 : sinceKey + 1.05 * (stampSec - lastSec);
      const key = sinceKey === undefined || sinceKey < 0 || next > keyEverySec;
      lastSec = stampSec;
      if (key) lastKeySec = stampSec;
      const seq = nextSeq++;
      lastTimeUs = Math.max(lastTimeUs + 1, Math.round(stampSec * 1e6));
      inWork.set(seq, { frame, sentMs: nowMs() });
      const picture =
        'jpeg' in frame ? { jpeg: frame.jpeg } : { width: frame.width, height: frame.height, rgb: frame.rgb };
      send({ stream, seq, key, timeUs: lastTimeUs, picture });
    },

    packet(packet: Packet): void {
      const found = inWork.get(packet.seq);
      if (!found) return;
      // Nothing builds on what the encoder left out.
      for (const [seq, { frame }] of inWork) {
        if (seq >= packet.seq) break;
        inWork.delete(seq);
        asPicture(frame);
      }
      inWork.delete(packet.seq);
      if (needsKey && !packet.key) {
        lastKeySec = undefined;
        asPicture(found.frame);
        return;
      }
      needsKey = false;
      counts.packets++;
      onPacket(found.frame, packet);
    },

    /** Call often: what has waited too long goes into the recording. */
    look(): void {
      if (oldestAgeMs() > overdueMs) giveUp();
    },
    /** The encoder has nothing more to give: whatever it still holds is recorded as it is. */
    fail(): void {
      failed = true;
      giveUp();
    },
    /** All that was sent has come back, or will not. */
    finish: giveUp,
    waiting: () => inWork.size,
    counts: (): Readonly<typeof counts> => counts,
  };
}
export type VideoStream = ReturnType<typeof createVideoStream>;
