import { appendFile, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { VideoCodecName } from '../../../shared/contract/videoEncoderContract';
import type { DatasetState } from './existing';
import { type FeatureStats, mergeStats, statNames, vectorStats } from './featureStats';
import { emptyInfo, type Info, type Shape, videoInfo } from './info';
import {
  cameraKey,
  dataPath,
  episodesPath,
  type FilePlace,
  infoPath,
  nextPlace,
  sourcesPath,
  statsPath,
  tasksPath,
  videoPath,
} from './layout';
import { type Column, openParquet, writeParquet } from './parquet';

/** An episode whose pictures are being written. */
export interface EpisodeRows {
  readonly task: string;
  readonly states: readonly (readonly number[])[];
  readonly actions: readonly (readonly number[])[];
  /** What is said of its recording in meta/r1_sources.jsonl. */
  readonly source: Readonly<Record<string, unknown>>;
}

export interface EpisodeVideo {
  readonly mp4: Uint8Array;
  readonly codec: VideoCodecName;
}

const beforeFirst: FilePlace = { chunk: 0, file: -1 };

/**
 * Writes a data set's files into its (staged) folder: the rows of all episodes into data files of a bounded
 * size, each video into a file of its own, so that what is there is never written again.
 */
export function createDatasetWriter(folder: string, shape: Shape, existing: DatasetState | undefined) {
  let info: Info = existing?.info ?? emptyInfo(shape);
  const tasks = [...(existing?.tasks ?? [])];
  const chunksSize = info.chunks_size;
  const lots = new Map<string, FeatureStats[]>(
    Object.entries(existing?.stats ?? {}).map(([key, stats]) => [key, [stats]]),
  );
  let dataPlace = existing?.last.data ?? beforeFirst;
  const videoPlaces = new Map<string, FilePlace>(Object.entries(existing?.last.videos ?? {}));
  const episodePlace = nextPlace(existing?.last.episodes ?? beforeFirst, chunksSize);
  const rows: Record<string, Column>[] = [];
  let file: ReturnType<typeof openParquet> | undefined;
  const pictureKeys = shape.cameras.map(({ name }) => cameraKey(name));

  const columns: Pick<Column, 'name' | 'kind'>[] = [
    { name: 'observation.state', kind: 'float32[]' },
    { name: 'action', kind: 'float32[]' },
    ...(shape.pictures === 'images' ? pictureKeys : []).map((name) => ({ name, kind: 'picture' as const })),
    { name: 'timestamp', kind: 'float32' },
    { name: 'frame_index', kind: 'int64' },
    { name: 'episode_index', kind: 'int64' },
    { name: 'index', kind: 'int64' },
    { name: 'task_index', kind: 'int64' },
  ];

  /** Rows with pictures have a file of their own, which can be taken back when a picture cannot be read. */
  async function openFile(): Promise<ReturnType<typeof openParquet>> {
    if (file && shape.pictures === 'video') {
      const { size } = await stat(join(folder, dataPath(dataPlace)));
      if (size < info.data_files_size_in_mb * 1024 * 1024) return file;
    }
    await file?.close();
    dataPlace = nextPlace(dataPlace, chunksSize);
    const path = join(folder, dataPath(dataPlace));
    await mkdir(dirname(path), { recursive: true });
    file = openParquet(path, columns);
    return file;
  }

  async function takeBackFile(): Promise<void> {
    file = undefined;
    await rm(join(folder, dataPath(dataPlace)), { force: true });
    dataPlace = { chunk: dataPlace.chunk, file: dataPlace.file - 1 };
  }

  function taskIndex(task: string): number {
    const known = tasks.indexOf(task);
    return known >= 0 ? known : tasks.push(task) - 1;
  }

  return {
    shape,
    state: (): Pick<DatasetState, 'info' | 'tasks'> => ({ info, tasks }),

    /**
     * Writes all of one episode. `pictures`: for single pictures, the columns of a piece of its rows;
     * `pictureStats` is asked when they are all written. After a failure nothing of the episode is left.
     */
    async addEpisode(
      episode: EpisodeRows,
      pictureStats: () => ReadonlyMap<string, FeatureStats>,
      videos: ReadonlyMap<string, EpisodeVideo>,
      pictures: AsyncIterable<ReadonlyMap<string, readonly unknown[]>> | null,
    ): Promise<void> {
      const { states, actions } = episode;
      const length = states.length;
      const episodeIndex = info.total_episodes;
      const firstIndex = info.total_frames;
      const data = await openFile();
      const count = (from: number, n: number) => Array.from({ length: n }, (_, i) => from + i);
      const task = taskIndex(episode.task);
      const same = (value: number, n: number) => Array.from({ length: n }, () => value);
      const piece = (from: number, n: number, extra: ReadonlyMap<string, readonly unknown[]>): Column[] => {
        const values: Readonly<Record<string, readonly unknown[]>> = {
          'observation.state': states.slice(from, from + n),
          action: actions.slice(from, from + n),
          timestamp: count(from, n).map((i) => i / shape.fps),
          frame_index: count(from, n),
          episode_index: same(episodeIndex, n),
          index: count(firstIndex + from, n),
          task_index: same(task, n),
        };
        return columns.map((column) => ({
          ...column,
          values: values[column.name] ?? extra.get(column.name) ?? [],
        }));
      };
      if (pictures === null) {
        await data.write(piece(0, length, new Map()));
      } else {
        let from = 0;
        try {
          for await (const extra of pictures) {
            const n = [...extra.values()][0]?.length ?? 0;
            await data.write(piece(from, n, extra));
            from += n;
          }
        } catch (error) {
          await takeBackFile();
          throw error;
        }
      }

      const row: Record<string, Column> = {};
      const set = (name: string, kind: Column['kind'], value: unknown) => {
        row[name] = { name, kind, values: [value] };
      };
      set('episode_index', 'int64', episodeIndex);
      set('tasks', 'string[]', [episode.task]);
      set('length', 'int64', length);
      set('data/chunk_index', 'int64', dataPlace.chunk);
      set('data/file_index', 'int64', dataPlace.file);
      set('dataset_from_index', 'int64', firstIndex);
      set('dataset_to_index', 'int64', firstIndex + length);
      for (const [key, { mp4 }] of videos) {
        const place = nextPlace(videoPlaces.get(key) ?? beforeFirst, chunksSize);
        videoPlaces.set(key, place);
        const path = join(folder, videoPath(key, place));
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, mp4);
        set(`videos/${key}/chunk_index`, 'int64', place.chunk);
        set(`videos/${key}/file_index`, 'int64', place.file);
        set(`videos/${key}/from_timestamp`, 'double', 0);
        set(`videos/${key}/to_timestamp`, 'double', length / shape.fps);
      }
      const stats = new Map<string, FeatureStats>([
        ['observation.state', vectorStats(states)],
        ['action', vectorStats(actions)],
        ...pictureStats(),
        ['timestamp', columnStats(count(0, length).map((i) => i / shape.fps))],
        ['frame_index', columnStats(count(0, length))],
        ['episode_index', columnStats(same(episodeIndex, length))],
        ['index', columnStats(count(firstIndex, length))],
        ['task_index', columnStats(same(task, length))],
      ]);
      for (const [key, each] of stats) {
        for (const name of statNames) {
          const picture = pictureKeys.includes(key);
          set(
            `stats/${key}/${name}`,
            picture ? 'double[][][]' : 'double[]',
            picture ? asPicture(each[name]) : each[name],
          );
        }
        set(`stats/${key}/count`, 'int64[]', [each.count]);
        lots.set(key, [...(lots.get(key) ?? []), each]);
      }
      set('meta/episodes/chunk_index', 'int64', episodePlace.chunk);
      set('meta/episodes/file_index', 'int64', episodePlace.file);
      rows.push(row);

      for (const camera of shape.cameras) {
        const feature = info.features[cameraKey(camera.name)];
        const video = videos.get(cameraKey(camera.name));
        if (feature && video && !('info' in feature)) {
          feature.info = videoInfo(camera, shape.fps, video.codec);
        }
      }
      const sources = join(folder, sourcesPath);
      await mkdir(dirname(sources), { recursive: true });
      await appendFile(sources, `${JSON.stringify({ episode_index: episodeIndex, ...episode.source })}\n`);
      info = {
        ...info,
        total_episodes: episodeIndex + 1,
        total_frames: firstIndex + length,
        total_tasks: tasks.length,
        splits: { ...info.splits, train: `0:${episodeIndex + 1}` },
      };
    },

    /** Writes what is said of all episodes; the data set is whole then. */
    async finish(): Promise<{ readonly info: Info }> {
      await file?.close();
      await mkdir(join(folder, dirname(episodesPath(episodePlace))), { recursive: true });
      const names = Object.keys(rows[0] ?? {});
      await writeParquet(
        join(folder, episodesPath(episodePlace)),
        names.map((name) => ({
          name,
          kind: rows[0]?.[name]?.kind ?? 'int64',
          values: rows.map((row) => row[name]?.values[0]),
        })),
      );
      await rm(join(folder, tasksPath), { force: true });
      await writeParquet(
        join(folder, tasksPath),
        [
          { name: 'task_index', kind: 'int64', values: tasks.map((_, i) => i) },
          { name: '__index_level_0__', kind: 'string', values: tasks },
        ],
        { pandas: JSON.stringify(pandasIndex) },
      );
      const stats = Object.fromEntries(
        [...lots].map(([key, each]) => {
          const merged = mergeStats(each);
          const shaped = (values: readonly number[]) =>
            pictureKeys.includes(key) ? asPicture(values) : values;
          return [
            key,
            {
              ...Object.fromEntries(statNames.map((name) => [name, shaped(merged[name])])),
              count: [merged.count],
            },
          ];
        }),
      );
      await writeFile(join(folder, statsPath), JSON.stringify(stats, null, 4));
      await writeFile(join(folder, infoPath), JSON.stringify(info, null, 4));
      return { info };
    },
  };
}
export type DatasetWriter = ReturnType<typeof createDatasetWriter>;

/** Of a column of numbers. */
const columnStats = (values: readonly number[]) => vectorStats(values.map((value) => [value]));

/** One number a channel, in the shape (channels, 1, 1). */
const asPicture = (values: readonly number[]) => values.map((value) => [[value]]);

/** How pandas finds its index, the task's sentence, in meta/tasks.parquet. */
const pandasIndex = {
  index_columns: ['__index_level_0__'],
  column_indexes: [
    {
      name: null,
      field_name: null,
      pandas_type: 'unicode',
      numpy_type: 'object',
      metadata: { encoding: 'UTF-8' },
    },
  ],
  columns: [
    {
      name: 'task_index',
      field_name: 'task_index',
      pandas_type: 'int64',
      numpy_type: 'int64',
      metadata: null,
    },
    {
      name: null,
      field_name: '__index_level_0__',
      pandas_type: 'unicode',
      numpy_type: 'object',
      metadata: null,
    },
  ],
  creator: { library: 'R1 Console', version: '1' },
  pandas_version: '2.2.0',
};
