import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { z } from 'zod';
import { ExportProblem } from '../exportProblem';
import { parquetFiles, readRows, readTasks, whole } from '../lerobot/datasetTables';
import { infoPath, sourcesPath } from '../lerobot/layout';
import { parseJson } from '../source/parseJson';

const featureSchema = z.looseObject({
  dtype: z.string(),
  shape: z.array(z.number().int()),
  names: z.unknown().optional(),
  info: z.unknown().optional(),
});

/** meta/info.json of anybody's data set, as far as it is read. */
const infoSchema = z.looseObject({
  codebase_version: z.string(),
  robot_type: z.string().nullish(),
  fps: z.number().positive().max(1000),
  total_episodes: z.number().int().nonnegative(),
  data_path: z.string(),
  video_path: z.string().nullish(),
  features: z.record(z.string(), featureSchema),
});

/** Where an episode's video lies in a file that it shares with others. */
export interface VideoPart {
  readonly path: string;
  readonly fromSec: number;
  readonly toSec: number;
}

export interface DatasetEpisode {
  readonly index: number;
  readonly tasks: readonly string[];
  readonly dataPath: string;
  /** By the camera's feature. */
  readonly videos: ReadonlyMap<string, VideoPart>;
}

export interface DatasetCamera {
  /** As it is called in the data set: observation.images.NAME. */
  readonly feature: string;
  readonly name: string;
  readonly kind: 'video' | 'image';
  readonly width: number;
  readonly height: number;
}

/** A LeRobot v3 data set as its `meta` tells of it. */
export interface Dataset {
  readonly folder: string;
  readonly name: string;
  readonly infoHash: string;
  readonly robotType: string | null;
  readonly fps: number;
  readonly stateNames: readonly string[];
  readonly stateLength: number;
  readonly actionNames: readonly string[];
  readonly cameras: readonly DatasetCamera[];
  readonly leftOut: readonly string[];
  readonly tasks: readonly string[];
  readonly episodes: readonly DatasetEpisode[];
  /** What this console wrote of each episode's recording, by its index. */
  readonly sources: ReadonlyMap<number, Readonly<Record<string, unknown>>>;
}

/** Reads what a data set says of itself. Throws ExportProblem, in words, when the folder holds none that is read here. */
export async function readDataset(folder: string): Promise<Dataset> {
  const text = await readFile(join(folder, infoPath), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ExportProblem(
      error.code === 'ENOENT' || error.code === 'ENOTDIR'
        ? `There is no LeRobot data set in ${folder}: it has no ${infoPath}. Choose the folder that has "meta" in it.`
        : `${join(folder, infoPath)} cannot be read (${error.code ?? error.message}).`,
    );
  });
  const info = parseInfo(text);
  try {
    return { ...(await readTables(folder, info)), infoHash: createHash('sha256').update(text).digest('hex') };
  } catch (error) {
    if (error instanceof ExportProblem) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new ExportProblem(`The data set in ${folder} is damaged or not whole: ${why}`.slice(0, 1000));
  }
}

type Info = z.infer<typeof infoSchema>;

function parseInfo(text: string): Info {
  const content = parseJson(text);
  const version = z.looseObject({ codebase_version: z.string() }).safeParse(content).data?.codebase_version;
  if (version && /^v[12]\./.test(version)) {
    throw new ExportProblem(
      `The data set is of version ${version.slice(0, 20)}, and version 3 is read. Convert it with LeRobot first (lerobot.datasets.v30.convert_dataset_v21_to_v30).`,
    );
  }
  if (version && !version.startsWith('v3.')) {
    throw new ExportProblem(
      `The data set is of version ${version.slice(0, 20)}, and version 3 is read: it needs a newer console.`,
    );
  }
  const info = infoSchema.safeParse(content);
  if (info.success) return info.data;
  const [issue] = info.error.issues;
  throw new ExportProblem(
    `${infoPath} is not that of a LeRobot data set: ${issue?.path.join('.') || 'all of it'}: ${issue?.message ?? 'not read'}.`,
  );
}

async function readTables(folder: string, info: Info): Promise<Omit<Dataset, 'infoHash'>> {
  const state = info.features['observation.state'];
  if (state?.shape.length !== 1) {
    throw new ExportProblem('The data set has no "observation.state": nothing says where the joints were.');
  }
  const { cameras, leftOut } = camerasOf(info);
  return {
    folder,
    name: basename(folder),
    robotType: info.robot_type ?? null,
    fps: info.fps,
    stateNames: elementNames(state.names, state.shape[0]!),
    stateLength: state.shape[0]!,
    actionNames: elementNames(info.features.action?.names, info.features.action?.shape[0] ?? 0),
    cameras,
    leftOut,
    tasks: await readTasks(folder).catch(() => []),
    episodes: await readEpisodes(folder, info, cameras),
    sources: await readSources(folder),
  };
}

/** A plain list, or one under whatever heading ("motors", "axes"); empty where the elements have no names. */
export function elementNames(names: unknown, length: number): readonly string[] {
  const lists = Array.isArray(names)
    ? [names]
    : names && typeof names === 'object'
      ? Object.values(names)
      : [];
  const flat = lists.flat();
  return flat.length === length && flat.every((each): each is string => typeof each === 'string') ? flat : [];
}

const prefix = /^observation\.images?\./;

function camerasOf(info: Info): { readonly cameras: DatasetCamera[]; readonly leftOut: string[] } {
  const cameras: DatasetCamera[] = [];
  const leftOut: string[] = [];
  for (const [feature, { dtype, shape, names, info: video }] of Object.entries(info.features)) {
    if (dtype !== 'video' && dtype !== 'image') continue;
    const depth = z.looseObject({ 'video.is_depth_map': z.literal(true) }).safeParse(video).success;
    // Height, width and channels stand in the order of the names; channels come first in old sets.
    const channelsFirst = Array.isArray(names) ? /^channel/.test(String(names[0])) : shape[0] === 3;
    const [height, width] = channelsFirst ? shape.slice(1) : shape;
    if (depth || shape.length !== 3 || !width || !height) {
      leftOut.push(`${feature}: ${depth ? 'depth as video is not read' : 'its size is not told'}.`);
      continue;
    }
    const name = feature.replace(prefix, '').replace(/[^A-Za-z0-9_]+/g, '_');
    cameras.push({ feature, name, kind: dtype, width, height });
  }
  return { cameras, leftOut };
}

const episodeSchema = z.looseObject({
  episode_index: whole,
  tasks: z.array(z.string()).nullish(),
  'data/chunk_index': whole,
  'data/file_index': whole,
});

async function readEpisodes(
  folder: string,
  info: Info,
  cameras: readonly DatasetCamera[],
): Promise<DatasetEpisode[]> {
  const videos = cameras.filter(({ kind }) => kind === 'video').map(({ feature }) => feature);
  const episodes: DatasetEpisode[] = [];
  const columns = [
    'episode_index',
    'tasks',
    'data/chunk_index',
    'data/file_index',
    ...videos.flatMap((key) =>
      ['chunk_index', 'file_index', 'from_timestamp', 'to_timestamp'].map((name) => `videos/${key}/${name}`),
    ),
  ];
  for (const path of await parquetFiles(join(folder, 'meta/episodes'))) {
    for (const row of await readRows(path, columns)) {
      const { episode_index: index, tasks, ...rest } = episodeSchema.parse(row);
      const place = (name: string, key?: string) =>
        inside(
          folder,
          filled(name, {
            chunk_index: whole.parse(key ? row[`videos/${key}/chunk_index`] : rest['data/chunk_index']),
            file_index: whole.parse(key ? row[`videos/${key}/file_index`] : rest['data/file_index']),
            video_key: key ?? '',
          }),
        );
      episodes.push({
        index,
        tasks: tasks ?? [],
        dataPath: place(info.data_path),
        videos: new Map(
          videos.map((key) => [
            key,
            {
              path: place(info.video_path ?? '', key),
              fromSec: z.number().parse(row[`videos/${key}/from_timestamp`]),
              toSec: z.number().parse(row[`videos/${key}/to_timestamp`]),
            },
          ]),
        ),
      });
    }
  }
  if (episodes.length !== info.total_episodes) {
    throw new Error(`it says that it has ${info.total_episodes} episodes, but lists ${episodes.length}`);
  }
  return episodes.sort((a, b) => a.index - b.index);
}

/** Python's format fields as LeRobot writes them: {name} and {name:03d}. */
function filled(pattern: string, values: Readonly<Record<string, string | number>>): string {
  return pattern.replace(/\{(\w+)(?::0(\d)d)?\}/g, (_, name: string, digits?: string) =>
    String(values[name] ?? '').padStart(Number(digits ?? 0), '0'),
  );
}

/** A path that a file names: only within the data set. */
export function inside(folder: string, path: string): string {
  const root = resolve(folder);
  const full = resolve(root, path);
  if (path === '' || !full.startsWith(root + sep)) {
    throw new Error(`it names the file "${path.slice(0, 100)}", which is not in its folder`);
  }
  return full;
}

/** What this console wrote beside the data, a line an episode; other data sets have none. */
async function readSources(folder: string): Promise<Dataset['sources']> {
  const text = await readFile(join(folder, sourcesPath), 'utf8').catch(() => '');
  const lineSchema = z.looseObject({ episode_index: z.number().int() });
  return new Map(
    text.split('\n').flatMap((line) => {
      const { episode_index: index, ...source } = lineSchema.safeParse(parseJson(line)).data ?? {
        episode_index: -1,
      };
      return index < 0 ? [] : [[index, source] as const];
    }),
  );
}
