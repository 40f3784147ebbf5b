import { type CompressedImage, decodeCompressedImage } from '../../episodes/ros/readMessages';
import type { EpisodeSource } from './openSource';

/**
 * For each time (seconds of the episode, rising) the newest picture at or before it: never one that was not
 * there yet. The first picture stands in where none was there at all. Reads the file once, front to back.
 */
export async function* framesOnGrid(
  source: EpisodeSource,
  topic: string,
  times: readonly number[],
): AsyncGenerator<CompressedImage> {
  let place = 0;
  let newest: Uint8Array | undefined;
  let decoded: CompressedImage | undefined;
  const current = () => {
    if (!newest) throw new Error(`There is no picture on ${topic}.`);
    decoded ??= decodeCompressedImage(newest);
    return decoded;
  };
  for await (const { data, logTime } of source.reader.readMessages({ topics: [topic] })) {
    const time = source.timeOf(logTime);
    while (newest && place < times.length && (times[place] ?? 0) < time) {
      yield current();
      place++;
    }
    if (place >= times.length) return;
    newest = data;
    decoded = undefined;
  }
  for (; place < times.length; place++) yield current();
}
