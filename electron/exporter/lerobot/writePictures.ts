import type { Client } from '../../../shared/contract/channel';
import type { videoEncoderContract } from '../../../shared/contract/videoEncoderContract';
import { encodeJpeg } from '../../pictures/encodePicture';
import type { Pixels } from '../../pictures/pixels';
import type { ExportContext } from '../exportContext';
import { goOn } from '../exportProblem';
import { changesPictures, encodedAgainQuality, preparationOf, preparePicture } from '../pictures/prepare';
import { framesOnGrid } from '../source/framesOnGrid';
import type { EpisodeSource } from '../source/openSource';
import { readPictures, type SourcePicture } from '../source/readPictures';
import type { DatasetWriter, EpisodeVideo } from './datasetWriter';
import { createPictureStats, type FeatureStats } from './featureStats';
import { cameraKey } from './layout';
import type { SampledEpisode } from './sampleEpisode';
import type { SourceCamera } from './sourceCamera';

/** At most so many pictures of a camera and episode are looked at for its statistics. */
const statsPictures = 100;
/** They are thinned to about this many pixels along their longer side. */
const statsSide = 150;
/** Rows that are held in memory with their pictures. */
const rowsAtOnce = 100;
const encodeTimeoutMs = 60_000;

interface Work {
  readonly context: ExportContext;
  readonly source: EpisodeSource;
  readonly cameras: readonly SourceCamera[];
  readonly episode: SampledEpisode;
  readonly writer: DatasetWriter;
  readonly encoder: Client<typeof videoEncoderContract> | undefined;
  readonly progress: (share: number) => void;
}

/** Adds an episode to the data set, its pictures as video or one by one. */
export async function writePictures(work: Work): Promise<void> {
  const { source, cameras, episode, writer, encoder } = work;
  const { start, end, records } = source;
  const rows = {
    task: start.instruction || 'no instruction',
    states: episode.states,
    actions: episode.actions,
    source: {
      episode_id: start.episodeId,
      instruction: start.instruction,
      robot: start.robot,
      model: start.model,
      outcome: end?.outcome ?? 'interrupted',
      recorded_at: start.startedAtUtc,
      from_sec: episode.times[0],
      chain_head: records.at(-1)?.hash ?? null,
    },
  };
  if (encoder) {
    const videos = new Map<string, EpisodeVideo>();
    const stats = new Map<string, FeatureStats>();
    for (const [place, camera] of cameras.entries()) {
      const encoded = await encodeCamera(work, encoder, camera, place);
      videos.set(cameraKey(camera.name), encoded.video);
      stats.set(cameraKey(camera.name), encoded.stats);
    }
    await writer.addEpisode(rows, () => stats, videos, null);
  } else {
    const counted = new Map(cameras.map(({ name }) => [cameraKey(name), createPictureStats()] as const));
    const stats = () => new Map([...counted].map(([key, each]) => [key, each.stats()] as const));
    const pictures = cameras.length > 0 ? singlePictures(work, counted) : null;
    await writer.addEpisode(rows, stats, new Map(), pictures);
  }
}

const statsStep = (rows: number) => Math.max(1, Math.ceil(rows / statsPictures));
const thinning = ({ width, height }: Pixels) => Math.max(1, Math.floor(Math.max(width, height) / statsSide));

async function encodeCamera(
  { context, source, cameras, episode, writer, progress }: Work,
  encoder: Client<typeof videoEncoderContract>,
  camera: SourceCamera,
  place: number,
): Promise<{ readonly video: EpisodeVideo; readonly stats: FeatureStats }> {
  const { width, height } = camera;
  const { encodingId, codec } = await encoder.request(
    'begin',
    { width, height, fps: writer.shape.fps },
    { timeoutMs: encodeTimeoutMs },
  );
  try {
    const preparation = preparationOf(context.order, camera.name);
    const stats = createPictureStats();
    const rows = episode.times.length;
    let row = 0;
    let shown: SourcePicture['image'] | undefined;
    let pixels: Pixels | undefined;
    const pictures = readPictures(source, camera, context.videoEncoder);
    for await (const frame of framesOnGrid(pictures, source.timeOf, episode.times)) {
      goOn(context.signal);
      if (frame !== shown || !pixels) pixels = await preparePicture(frame.data, preparation, true);
      shown = frame;
      if (pixels.width !== width || pixels.height !== height) {
        throw new Error(`The pictures of ${camera.name} change their size in the middle of the episode.`);
      }
      if (row % statsStep(rows) === 0) stats.add(pixels, thinning(pixels));
      await encoder.request('addFrame', { encodingId, rgba: pixels.rgba }, { timeoutMs: encodeTimeoutMs });
      row++;
      progress((place + row / rows) / cameras.length);
    }
    const { mp4, frames } = await encoder.request('finish', { encodingId }, { timeoutMs: encodeTimeoutMs });
    if (frames !== rows) throw new Error(`The video has ${frames} pictures where ${rows} were given.`);
    return { video: { mp4, codec }, stats: stats.stats() };
  } catch (error) {
    encoder.request('abandon', { encodingId }).catch(() => undefined);
    throw error;
  }
}

/** Pieces of picture columns, all cameras row by row. */
async function* singlePictures(
  { context, source, cameras, episode, progress }: Work,
  counted: ReadonlyMap<string, ReturnType<typeof createPictureStats>>,
): AsyncGenerator<ReadonlyMap<string, readonly unknown[]>> {
  const rows = episode.times.length;
  const streams = cameras.map((camera) => ({
    camera,
    key: cameraKey(camera.name),
    preparation: preparationOf(context.order, camera.name),
    frames: framesOnGrid(readPictures(source, camera, context.videoEncoder), source.timeOf, episode.times),
  }));
  let piece = new Map<string, unknown[]>(streams.map(({ key }) => [key, []]));
  for (let row = 0; row < rows; row++) {
    goOn(context.signal);
    for (const { camera, key, preparation, frames } of streams) {
      const { data, format } = (await frames.next()).value as SourcePicture['image'];
      const needed = changesPictures(preparation) || camera.width % 2 !== 0 || camera.height % 2 !== 0;
      const wanted = row % statsStep(rows) === 0;
      const pixels = needed || wanted ? await preparePicture(data, preparation, true) : undefined;
      if (pixels && wanted) counted.get(key)?.add(pixels, thinning(pixels));
      const bytes = needed && pixels ? await encodeJpeg(pixels, encodedAgainQuality) : data;
      const suffix = needed || format === 'jpeg' ? 'jpg' : 'png';
      piece.get(key)?.push({ bytes, path: `frame-${String(row).padStart(6, '0')}.${suffix}` });
    }
    progress((row + 1) / rows);
    if ((row + 1) % rowsAtOnce === 0 || row + 1 === rows) {
      yield piece;
      piece = new Map(streams.map(({ key }) => [key, []]));
    }
  }
}
