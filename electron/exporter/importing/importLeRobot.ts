import { mkdir } from 'node:fs/promises';
import type {
  DatasetDescription,
  ImportedRecord,
  ImportOrder,
} from '../../../shared/contract/exporterContract';
import { robotModelHash } from '../../../shared/robot/robotModelHash';
import { writeUrdf } from '../../../shared/robot/urdf/writeUrdf';
import { episodeName } from '../../episodes/format/episodeName';
import { eachOf, type WorkContext } from '../eachOf';
import { ExportProblem, goOn } from '../exportProblem';
import { type Dataset, type DatasetCamera, type DatasetEpisode, readDataset } from './datasetFolder';
import { rowPictures, type TimedPicture, videoPictures } from './episodePictures';
import { createRowReader, type EpisodeRows } from './episodeRows';
import { clearPartials, createEpisodeWriter, type EpisodeWriter } from './episodeWriter';
import { gripsOf } from './gripsOf';
import { bodyOf, type JointMap, jointMap, limitProblem, mapByName, robotOf, widthOf } from './jointMap';

export interface ImportContext extends WorkContext {
  readonly order: ImportOrder;
  /** The episodes folder. */
  readonly folder: string;
  readonly appVersion: string;
  /** This machine's clock (ms since 1970). */
  readonly wallMs: () => number;
}

/** What a person needs to know of a data set before taking episodes from it. */
export async function describeDataset(folder: string): Promise<DatasetDescription> {
  const { robotType, fps, episodes, stateNames, stateLength, tasks, cameras, leftOut } =
    await readDataset(folder);
  return {
    folder,
    robotType,
    fps,
    episodes: episodes.length,
    stateNames: [...stateNames],
    stateLength,
    tasks: tasks.slice(0, 20),
    cameras: cameras.map(({ name, width, height }) => ({ name, width, height })),
    leftOut: leftOut.slice(0, 100),
    ...robotOf(stateNames, stateLength),
  };
}

/** Makes episodes of the library from those of a LeRobot v3 data set; says how many came. */
export async function importLeRobot(context: ImportContext): Promise<{ readonly text: string }> {
  const { order, folder } = context;
  const dataset = await readDataset(order.folder);
  const map = jointMap(order, dataset.stateNames, dataset.stateLength);
  const wanted = dataset.episodes.filter(
    ({ index }) => index >= order.fromEpisode && index <= order.toEpisode,
  );
  if (wanted.length === 0) {
    throw new ExportProblem(
      `The data set has no episode from ${order.fromEpisode} to ${order.toEpisode}: it has ${dataset.episodes.length}, numbered from 0.`,
    );
  }
  await mkdir(folder, { recursive: true });
  await clearPartials(folder, context.wallMs());
  const readRows = createRowReader(dataset.stateLength, dataset.actionNames.length > 0);
  const done = await eachOf(
    context,
    wanted,
    ({ index }) => `${dataset.name} ${index}`,
    async (episode, progress) => {
      const rows = await readRows(episode);
      await importEpisode(context, dataset, map, episode, rows, progress);
    },
  );
  return { text: `${done} ${done === 1 ? 'episode is' : 'episodes are'} in the library now` };
}

const degree = Math.PI / 180;

async function importEpisode(
  context: ImportContext,
  dataset: Dataset,
  map: JointMap,
  episode: DatasetEpisode,
  told: EpisodeRows,
  progress: (share: number) => void,
): Promise<void> {
  const { order, appVersion, signal } = context;
  const rows = order.unit === 'deg' ? inRadians(told, map) : told;
  const problem = limitProblem(map, rows.states);
  if (problem) throw new ExportProblem(problem);
  const cameras = dataset.cameras.filter(({ name }) => !order.dropCameras.includes(name));
  const task = episode.tasks.join('; ') || 'no task';
  const wallMs = context.wallMs();
  const source = dataset.sources.get(episode.index);
  const model = map.robot;
  const writer = await createEpisodeWriter(context.folder, {
    name: episodeName(wallMs, task),
    instruction: task.slice(0, 2000),
    robot: model.name,
    model: 'none: from a data set',
    appVersion,
    startedAtSec: wallMs / 1000,
    startedAtUtc: new Date(wallMs).toISOString(),
    origin: originWords(dataset, episode, source),
    library: `R1 Console ${appVersion}`,
  });
  try {
    await writer.addRecord('robotModel', 0, { model, modelHash: robotModelHash(model) });
    await writer.addRobotDescription(writeUrdf(model));
    await writer.addRecord('instruction', 0, { text: task.slice(0, 2000) });
    await writer.addRecord('imported', 0, importedRecord(order, dataset, map, episode, rows, source));
    for (const [i, row] of rows.states.entries()) {
      const { names, positions } = bodyOf(map, row);
      await writer.addJoints(rows.times[i]!, names, positions);
    }
    goOn(signal);
    for (const [place, camera] of cameras.entries()) {
      await importCamera(context, dataset, episode, rows, camera, writer, (share) =>
        progress((place + share) / cameras.length),
      );
    }
    await writer.finish();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}

async function importCamera(
  context: ImportContext,
  dataset: Dataset,
  episode: DatasetEpisode,
  rows: EpisodeRows,
  camera: DatasetCamera,
  writer: EpisodeWriter,
  progress: (share: number) => void,
): Promise<void> {
  const video = episode.videos.get(camera.feature);
  let pictures: AsyncGenerator<TimedPicture>;
  if (video) {
    const decoder = await context.videoEncoder();
    if (!decoder) {
      throw new ExportProblem(
        `The video of ${camera.name} cannot be decoded: the page that does it did not come up. Try again, or leave the camera out.`,
      );
    }
    pictures = videoPictures(video, decoder, context.signal);
  } else {
    pictures = rowPictures(episode.dataPath, dataset.folder, camera.feature, rows, context.signal);
  }
  const stream = streamOf(camera.name);
  let count = 0;
  for await (const picture of pictures) {
    await writer.addPicture(stream, picture);
    count++;
    progress(Math.min(1, count / rows.times.length));
  }
  if (count === 0)
    throw new ExportProblem(`The video of ${camera.name} has no picture in this episode's time.`);
}

/** What was handed on from here gets its own name back. */
function streamOf(name: string): string | undefined {
  return name === 'camera_color' ? undefined : (/^camera_cam_(.+)_color$/.exec(name)?.[1] ?? name);
}

function importedRecord(
  order: ImportOrder,
  dataset: Dataset,
  map: JointMap,
  episode: DatasetEpisode,
  { times, states, actions }: EpisodeRows,
  source: Readonly<Record<string, unknown>> | undefined,
): ImportedRecord {
  const { armJointNames, gripper } = map.robot;
  const fingers =
    map.gripper === null ? [] : 'width' in map.gripper ? [map.gripper.width] : map.gripper.fingers;
  // What was commanded where that is told; else what was measured.
  const commanded = actions.length > 0 ? mapByName(dataset.actionNames, map.robot) : undefined;
  const widths =
    commanded?.gripper && order.joints === 'byName'
      ? actions.map((row) => widthOf(commanded, row) ?? 0)
      : states.flatMap((row) => widthOf(map, row) ?? []);
  return {
    dataset: dataset.folder,
    episodeIndex: episode.index,
    infoHash: dataset.infoHash,
    joints: [
      ...armJointNames.map((name, i) => ({ name, element: map.arm[i]! })),
      ...fingers.map((element, i) => ({ name: gripper.fingerJointNames[i]!, element })),
    ],
    unit: order.unit,
    grips: gripsOf(times, widths).slice(0, 1000),
    source: source ?? null,
  };
}

function originWords(
  dataset: Dataset,
  { index }: DatasetEpisode,
  source: Readonly<Record<string, unknown>> | undefined,
): string {
  const recorded =
    typeof source?.episode_id === 'string' ? `, made from the recording ${source.episode_id}` : '';
  return `Imported from the LeRobot data set ${dataset.name}, episode ${index}${recorded}: nobody's approval is in it.`.slice(
    0,
    900,
  );
}

/** Arm joints only: a gripper's opening is no angle. */
function inRadians(rows: EpisodeRows, { arm }: JointMap): EpisodeRows {
  const angles = new Set(arm);
  return {
    ...rows,
    states: rows.states.map((row) => row.map((value, i) => (angles.has(i) ? value * degree : value))),
  };
}
