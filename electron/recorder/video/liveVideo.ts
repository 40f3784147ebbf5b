import type { LiveFrame } from '../../../shared/contract/cameraContract';
import type { Client } from '../../../shared/contract/channel';
import type { FaultText } from '../../../shared/contract/common';
import type { LiveVideoFormat, liveVideoContract } from '../../../shared/contract/liveVideoContract';
import {
  jpegPictures,
  type PictureChoice,
  type RecordedPictures,
} from '../../../shared/contract/recorderContract';
import { videoNames } from '../../../shared/video/videoFormat';
import { createVideoStream, type Packet, type VideoStream } from './videoStream';

type Encoder = Client<typeof liveVideoContract>;

export interface LiveVideoOptions {
  readonly nowMs: () => number;
  /** Asks main for the page that encodes, or lets it go. */
  readonly want: (wanted: boolean) => void;
  /** Something that the operator is to see has changed. */
  readonly onChange: () => void;
}

/** What a recording takes. */
export interface VideoSink {
  packet(frame: LiveFrame, packet: Packet): void;
  picture(frame: LiveFrame): void;
}

/** A page that ended is asked for again so often, each time that video is chosen. */
const mostRestarts = 3;
const restartAfterMs = 1000;
const askTimeoutMs = 10_000;
/** How long the end of an episode waits for the encoder (ms); what is not back is recorded as it is. */
const endTimeoutMs = 700;

/**
 * The recorder's side of live video: follows the operator's choice and the page that encodes. While there is none
 * that works, pictures are recorded one by one, and it says so.
 */
export function createLiveVideo({ nowMs, want, onChange }: LiveVideoOptions) {
  let choice: PictureChoice = 'jpeg';
  let encoder: Encoder | undefined;
  let format: LiveVideoFormat | undefined;
  let restarts = 0;
  /** What is so while no format is known. */
  let text = '';
  let fault: FaultText | null = null;
  let streams = new Map<string, VideoStream>();
  /** Why pictures of a camera are recorded one by one. */
  let reasons = new Map<string, string>();
  let sink: VideoSink | undefined;

  function lost(which: Encoder): void {
    if (encoder !== which) return;
    encoder = undefined;
    const worked = format !== undefined;
    format = undefined;
    for (const stream of streams.values()) stream.finish();
    if (choice === 'jpeg') return;
    const again = restarts < mostRestarts;
    text = again
      ? 'The video encoder ended and is started again. Until then every picture is recorded by itself.'
      : `The video encoder ended ${restarts + 1} times. Every picture is recorded by itself.`;
    if (worked) fault = endedFault(again);
    if (again) {
      restarts++;
      want(false);
      setTimeout(() => {
        if (choice === 'video' && !encoder) want(true);
      }, restartAfterMs).unref?.();
    }
    onChange();
  }

  return {
    choose(wanted: PictureChoice): void {
      if (wanted === choice) return;
      choice = wanted;
      restarts = 0;
      fault = null;
      text = 'The video encoder is being started. Until then every picture is recorded by itself.';
      want(wanted === 'video');
      if (wanted === 'jpeg') {
        encoder?.close();
        encoder = undefined;
        format = undefined;
        for (const stream of streams.values()) stream.finish();
      }
      onChange();
    },

    attach(client: Encoder): void {
      encoder = client;
      client.onClose(() => lost(client));
      client.on('packet', (packet) => {
        if (encoder === client) streams.get(packet.stream)?.packet(packet);
      });
      client.on('failed', ({ stream, why }) => {
        if (encoder !== client) return;
        reasons.set(stream, why);
        streams.get(stream)?.fail();
        onChange();
      });
      client.request('getFormat', {}, { timeoutMs: askTimeoutMs }).then(
        (offered) => {
          if (encoder !== client) return;
          format = offered.format ?? undefined;
          fault = null;
          text = 'This machine offers no video encoder. Every picture is recorded by itself.';
          onChange();
        },
        () => {
          text = 'The video encoder does not answer. Every picture is recorded by itself.';
          onChange();
        },
      );
    },

    /** From here on it is about a new episode. */
    begin(into: VideoSink): void {
      sink = into;
      streams = new Map();
      reasons = new Map();
    },

    /** True when it has taken the picture: it, or its packet, goes to the sink. */
    take(frame: LiveFrame): boolean {
      const into = sink;
      const ready = encoder;
      if (!into || !ready || !format || choice === 'jpeg') return false;
      const name = frame.stream ?? '';
      let stream = streams.get(name);
      if (!stream) {
        stream = createVideoStream({
          stream: name,
          nowMs,
          // Whoever encodes now: it may be another one than when the episode began.
          send: (picture) => encoder?.notify('picture', picture),
          onPacket: into.packet,
          onPicture: into.picture,
        });
        streams.set(name, stream);
      }
      stream.take(frame);
      return true;
    },

    look(): void {
      for (const stream of streams.values()) stream.look();
    },

    /** Resolves when everything that was taken is with the sink. Gives what is to be said of it, in words. */
    async end(): Promise<readonly string[]> {
      const ended = [...streams];
      const page = encoder;
      await Promise.all(
        ended.map(async ([name, stream]) => {
          await page
            ?.request('endStream', { stream: name }, { timeoutMs: endTimeoutMs })
            .catch(() => undefined);
          stream.finish();
        }),
      );
      const said = ended.flatMap(([name, stream]) => {
        const { packets, pictures } = stream.counts();
        if (pictures === 0) return [];
        const camera = name ? `the camera ${name}` : 'the camera';
        const why = reasons.get(name) ?? 'the video encoder was behind';
        return [
          `${pictures} of ${packets + pictures} pictures of ${camera} are recorded as JPEG beside the video: ${why}.`,
        ];
      });
      sink = undefined;
      streams = new Map();
      return said;
    },
    /** The recording was given up: nothing that is under way has a place any more. */
    drop(): void {
      sink = undefined;
      streams = new Map();
    },

    pictures(): RecordedPictures {
      if (choice === 'jpeg') return jpegPictures;
      const why = [...reasons.values()][0];
      const now = format ? `${videoNames[format]} video.` : text;
      const words = why ? `${now} Some pictures are recorded by themselves: ${why}.` : now;
      return { format: format ?? 'jpeg', text: words.slice(0, 500) };
    },
    fault: (): FaultText | null => fault,
  };
}
export type LiveVideo = ReturnType<typeof createLiveVideo>;

function endedFault(again: boolean): FaultText {
  return {
    code: 'videoEncoderEnded',
    happened: `The video encoder ended unexpectedly. ${again ? 'Until it is back' : 'From here on'} every picture is recorded as JPEG by itself; none is missing.`,
    robotIs: 'Nothing moves or stops because of this.',
    next: again ? 'Nothing needs to be done.' : 'To try again, choose JPEG and then video in the settings.',
  };
}
