import type { SourcePicture } from './readPictures';

/**
 * For each time (seconds of the episode, rising) the newest picture at or before it: never one that was not
 * there yet. The first picture stands in where none was there at all. Reads the pictures once, front to back.
 */
export async function* framesOnGrid(
  pictures: AsyncIterable<SourcePicture>,
  timeOf: (logTime: bigint) => number,
  times: readonly number[],
): AsyncGenerator<SourcePicture['image']> {
  let place = 0;
  let newest: SourcePicture['image'] | undefined;
  const current = () => {
    if (!newest) throw new Error('The camera has no picture.');
    return newest;
  };
  for await (const { image, logTime } of pictures) {
    const time = timeOf(logTime);
    while (newest && place < times.length && (times[place] ?? 0) < time) {
      yield current();
      place++;
    }
    if (place >= times.length) return;
    newest = image;
  }
  for (; place < times.length; place++) yield current();
}
