import type { Result } from '../../../shared/contract/channel';
import type { recorderContract } from '../../../shared/contract/recorderContract';
import { topics } from '../../episodes/format/topics';
import { pictureTopics } from '../../episodes/reading/cameraTopics';
import type { EpisodeFile } from '../../episodes/reading/episodeFiles';
import { type MessagePlace, readMessageAt } from '../../episodes/reading/messageIndex';
import { decodeCompressedImage, decodeRawImage } from '../../episodes/ros/readMessages';
import { nanoseconds, seconds } from '../../episodes/ros/rosTime';
import { rgbOf } from '../../pictures/colorImage';
import { encodeJpeg, viewQuality } from '../../pictures/encodePicture';
import { rgbaOfRgb } from '../../pictures/pixels';
import { type OpenFor, openOnce } from './openFiles';

export type EpisodeFrame = Result<typeof recorderContract, 'readFrame'>;

/**
 * The newest picture at or before a time of the episode (s), of one camera (`topic`; absent: the first); of
 * the decision frames, the first one when none is that old. Null when there is no such picture.
 */
export function readFrame(
  file: EpisodeFile,
  timeSec: number,
  which: 'live' | 'decision',
  topic?: string,
  openFor: OpenFor = openOnce,
): Promise<EpisodeFrame> {
  return openFor(file, async ({ readable, reader, start, places }) => {
    const cameras = pictureTopics(reader);
    const camera = topic === undefined ? cameras[0] : cameras.find((each) => each.topic === topic);
    const wanted = which === 'decision' ? topics.decisionImage.topic : camera?.topic;
    if (wanted === undefined) return null;
    const all = await places(wanted);
    // Half a microsecond: episode times are differences of doubles.
    const place = newestAt(all, nanoseconds(start.startedAtSec + timeSec + 5e-7));
    const found = place ?? (which === 'decision' ? all[0] : undefined);
    if (!found) return null;
    const data = await readMessageAt(readable, found);
    const picture = which === 'live' && camera?.raw ? await encodedRaw(data) : decodeCompressedImage(data);
    return {
      timeSec: seconds(found.logTime) - start.startedAtSec,
      format: picture.format,
      data: new Uint8Array(picture.data),
    };
  });
}

async function encodedRaw(data: Uint8Array) {
  const image = decodeRawImage(data);
  const { width, height } = image;
  return {
    format: 'jpeg' as const,
    data: await encodeJpeg({ width, height, rgba: rgbaOfRgb(rgbOf(image)) }, viewQuality),
  };
}

/** The last place whose time is not later. */
function newestAt(places: readonly MessagePlace[], time: bigint): MessagePlace | undefined {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.logTime ?? 0n) <= time) low = middle + 1;
    else high = middle;
  }
  return places[low - 1];
}
