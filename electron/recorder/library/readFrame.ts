import type { Result } from '../../../shared/contract/channel';
import type { recorderContract } from '../../../shared/contract/recorderContract';
import { topics } from '../../episodes/format/topics';
import { withFile } from '../../episodes/mcap/fileReadable';
import type { EpisodeFile } from '../../episodes/reading/episodeFiles';
import { openIndexed } from '../../episodes/reading/openIndexed';
import { decodeCompressedImage } from '../../episodes/ros/readMessages';
import { nanoseconds, seconds } from '../../episodes/ros/rosTime';

export type EpisodeFrame = Result<typeof recorderContract, 'readFrame'>;

/**
 * The newest picture at or before a time of the episode (s); of the decision frames, the first one when
 * none is that old. Null when there is no such picture.
 */
export function readFrame(
  file: EpisodeFile,
  timeSec: number,
  which: 'live' | 'decision',
): Promise<EpisodeFrame> {
  return withFile(file.path, async (readable) => {
    const { reader, start } = await openIndexed(readable);
    const { topic } = which === 'live' ? topics.liveImage : topics.decisionImage;
    // Half a microsecond: episode times are differences of doubles.
    const endTime = nanoseconds(start.startedAtSec + timeSec + 5e-7);
    const before = reader.readMessages({ topics: [topic], endTime, reverse: true });
    const first = reader.readMessages({ topics: [topic] });
    const found =
      (await before.next()).value ?? (which === 'decision' ? (await first.next()).value : undefined);
    if (!found) return null;
    const { format, data } = decodeCompressedImage(found.data);
    return { timeSec: seconds(found.logTime) - start.startedAtSec, format, data: new Uint8Array(data) };
  });
}
