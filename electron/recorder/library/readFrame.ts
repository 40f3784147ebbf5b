import type { Params } from '../../../shared/contract/channel';
import type { RecordedFrame, recorderContract } from '../../../shared/contract/recorderContract';
import { topics } from '../../episodes/format/topics';
import { pictureTopics } from '../../episodes/reading/cameraTopics';
import type { EpisodeFile } from '../../episodes/reading/episodeFiles';
import { type MessagePlace, readMessageAt } from '../../episodes/reading/messageIndex';
import { decodeCompressedImage, decodeRawImage } from '../../episodes/ros/readMessages';
import { nanoseconds, seconds } from '../../episodes/ros/rosTime';
import { rgbOf } from '../../pictures/colorImage';
import { encodeJpeg, viewQuality } from '../../pictures/encodePicture';
import { rgbaOfRgb } from '../../pictures/pixels';
import type { CameraFrame } from './cameraFrames';
import { type OpenedFile, type OpenFor, openOnce } from './openFiles';
import { videoUpTo } from './videoUpTo';

export type WantedFrame = Omit<Params<typeof recorderContract, 'readFrame'>, 'episodeId'>;

/**
 * The newest picture at or before a time of the episode (s), of one camera (`topic`; absent: the first); of
 * the decision frames, the first one when none is that old. Null when there is no such picture.
 */
export function readFrame(
  file: EpisodeFile,
  wanted: WantedFrame,
  openFor: OpenFor = openOnce,
): Promise<RecordedFrame | null> {
  return openFor(file, (opened) =>
    wanted.which === 'decision' ? decisionFrame(opened, wanted.timeSec) : liveFrame(opened, wanted),
  );
}

/** Half a microsecond more: episode times are differences of doubles. */
const logTimeOf = ({ start }: OpenedFile, timeSec: number) =>
  nanoseconds(start.startedAtSec + timeSec + 5e-7);
const timeOf = ({ start }: OpenedFile, { logTime }: MessagePlace) => seconds(logTime) - start.startedAtSec;

async function decisionFrame(opened: OpenedFile, timeSec: number): Promise<RecordedFrame | null> {
  const all = await opened.places(topics.decisionImage.topic);
  const place = all[lastAt(all, logTimeOf(opened, timeSec), ({ logTime }) => logTime)] ?? all[0];
  return place ? single(opened, place) : null;
}

async function liveFrame(opened: OpenedFile, wanted: WantedFrame): Promise<RecordedFrame | null> {
  const cameras = pictureTopics(opened.reader);
  const { topic } = wanted;
  const camera = topic === undefined ? cameras[0] : cameras.find((each) => each.topic === topic);
  if (!camera) return null;
  const frames = await opened.frames(camera);
  const logTime = ({ place }: CameraFrame) => place.logTime;
  const frame = frames[lastAt(frames, logTimeOf(opened, wanted.timeSec), logTime)];
  if (!frame) return null;
  if (frame.kind === 'single') return single(opened, frame.place);
  if (frame.kind === 'raw') return raw(opened, frame.place);
  const places = await opened.places(camera.streams.find(({ kind }) => kind === 'video')?.topic ?? '');
  const { afterSec, keyOnly } = wanted;
  const decoded =
    afterSec === undefined
      ? undefined
      : lastAt(places, logTimeOf(opened, afterSec), (place) => place.logTime);
  const part = await videoUpTo({
    file: opened.readable,
    places,
    at: frame.at,
    decoded,
    keyOnly,
    counted: opened.start.origin === null,
  });
  return (
    part && {
      timeSec: timeOf(opened, part.shown),
      format: part.format,
      codec: part.codec,
      packets: part.packets.map(({ place, key, data }) => ({
        key,
        timeSec: timeOf(opened, place),
        data: new Uint8Array(data),
      })),
    }
  );
}

async function single(opened: OpenedFile, place: MessagePlace): Promise<RecordedFrame> {
  const { format, data } = decodeCompressedImage(await readMessageAt(opened.readable, place));
  return { timeSec: timeOf(opened, place), format, data: new Uint8Array(data) };
}

async function raw(opened: OpenedFile, place: MessagePlace): Promise<RecordedFrame> {
  const image = decodeRawImage(await readMessageAt(opened.readable, place));
  const { width, height } = image;
  const data = await encodeJpeg({ width, height, rgba: rgbaOfRgb(rgbOf(image)) }, viewQuality);
  return { timeSec: timeOf(opened, place), format: 'jpeg', data };
}

/** The number of the last one whose time is not later; -1 when there is none. */
function lastAt<T>(all: readonly T[], time: bigint, timeOf: (each: T) => bigint): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeOf(all[middle]!) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
