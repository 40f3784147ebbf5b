import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ExportContext, type ExportResult, eachEpisode } from '../exportContext';
import { ExportProblem, goOn } from '../exportProblem';
import { preparationOf, preparePicture } from '../pictures/prepare';
import { type EpisodeSource, withSource } from '../source/openSource';
import { readPictures } from '../source/readPictures';
import { stagedFolder } from '../stagedFolder';
import { isRewritten } from './datasetFiles';
import { createDatasetWriter, type DatasetWriter } from './datasetWriter';
import { readExisting } from './existing';
import { emptyInfo, misfit, type Shape } from './info';
import { sampleEpisode, usualRate } from './sampleEpisode';
import type { SourceCamera } from './sourceCamera';
import { writePictures } from './writePictures';

/** Makes a LeRobot v3.0 data set of the episodes, or adds them to one. */
export async function exportLeRobot(context: ExportContext): Promise<ExportResult> {
  const { order, path } = context;
  let text = '';
  await stagedFolder({ path, extend: order.append, isChanged: isRewritten }, async (folder, extended) => {
    const existing = extended ? await readExisting(folder) : undefined;
    const wantsVideo = existing
      ? Object.values(existing.info.features).every(({ dtype }) => dtype !== 'image')
      : order.pictures === 'video';
    const encoder = wantsVideo ? await context.videoEncoder() : undefined;
    if (existing && wantsVideo && !encoder) {
      throw new ExportProblem('The data set has video, and this machine has no video encoder to add any.');
    }
    let writer: DatasetWriter | undefined;
    const count = await eachEpisode(context, (file, progress) =>
      withSource(file, async (source) => {
        const cameras = await measureCameras(source, context);
        const fps = order.fps ?? writer?.shape.fps ?? existing?.info.fps ?? usualRateOf(cameras);
        const episode = await sampleEpisode(
          source,
          order,
          fps,
          Math.max(0, ...cameras.map(({ firstSec }) => firstSec)),
        );
        const shape: Shape = {
          robot: source.start.robot,
          fps,
          bodyNames: episode.layout.names,
          cameras,
          pictures: encoder ? 'video' : 'images',
        };
        const base = writer?.state() ?? existing ?? { info: emptyInfo(shape), tasks: [], stats: {} };
        const difference = misfit(base.info, shape);
        if (difference) throw new ExportProblem(`It does not fit into the data set: ${difference}.`);
        writer ??= createDatasetWriter(folder, shape, existing);
        await writePictures({ context, source, cameras, episode, writer, encoder, progress });
        goOn(context.signal);
      }),
    );
    if (!writer) throw new ExportProblem('There was nothing to write.');
    const { info } = await writer.finish();
    await writeCard(folder, extended);
    const kind = writer.shape.pictures === 'video' ? 'video' : 'single pictures';
    const before = info.total_episodes - count;
    text =
      `${count} ${count === 1 ? 'episode' : 'episodes'} with ${kind}, ${info.fps} samples a second` +
      (before > 0 ? `, added to ${before} that were there` : '');
  });
  return { text };
}

/** Sizes and rates of an episode's cameras after what is to be done to their pictures. */
async function measureCameras(
  source: EpisodeSource,
  { order, videoEncoder }: ExportContext,
): Promise<SourceCamera[]> {
  const cameras: SourceCamera[] = [];
  for (const camera of source.cameras) {
    if (order.dropCameras.includes(camera.name)) continue;
    const first = await firstOf(readPictures(source, camera, videoEncoder));
    if (!first) continue;
    const topics = camera.streams.map(({ topic }) => topic);
    const last = (await source.reader.readMessages({ topics, reverse: true }).next()).value;
    const preparation = preparationOf(order, camera.name);
    const { width, height } = await preparePicture(first.image.data, preparation, true);
    const firstSec = source.timeOf(first.logTime);
    const lastSec = source.timeOf(last?.logTime ?? first.logTime);
    const ids = [...source.reader.channelsById.values()].filter(({ topic }) => topics.includes(topic));
    const counts = source.reader.statistics?.channelMessageCounts;
    const count = ids.reduce((sum, { id }) => sum + Number(counts?.get(id) ?? 0n), 0);
    cameras.push({ ...camera, width, height, firstSec, rate: usualRate(count, lastSec - firstSec) });
  }
  return cameras;
}

async function firstOf<T>(all: AsyncIterable<T>): Promise<T | undefined> {
  for await (const each of all) return each;
  return undefined;
}

const usualRateOf = (cameras: readonly SourceCamera[]) => Math.max(10, ...cameras.map(({ rate }) => rate));

/** A few words for who finds the folder. */
async function writeCard(folder: string, extended: boolean): Promise<void> {
  if (extended) return;
  const path = join(folder, 'README.md');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(
    path,
    [
      '# Robot episodes (LeRobot v3.0)',
      '',
      'Handed on by R1 Console. `LeRobotDataset("local/name", root="<this folder>")` opens it.',
      '',
      '- `observation.state`: measured joint positions (rad) and the opening between the fingertips (m).',
      '- `action`: where the joints were commanded to be at the time of the next row: the approved trajectory',
      '  that was being executed, or the target that was held; where nothing was commanded, where they were.',
      '- `meta/r1_sources.jsonl`: the recording of each episode, its outcome, and the head of its hash chain.',
      '',
    ].join('\n'),
  );
}
