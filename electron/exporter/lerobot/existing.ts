import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ExportProblem } from '../exportProblem';
import { parquetFiles, readRows, readTasks, whole } from './datasetTables';
import { type FeatureStats, statNames } from './featureStats';
import { type Info, infoSchema } from './info';
import { type FilePlace, infoPath, statsPath } from './layout';

/** A data set as far as it is written: what a further episode is counted on from. */
export interface DatasetState {
  readonly info: Info;
  /** In the order of their index. */
  readonly tasks: readonly string[];
  readonly stats: Readonly<Record<string, FeatureStats>>;
  /** The last file of each kind; undefined where there is none yet. */
  readonly last: {
    readonly data: FilePlace | undefined;
    readonly episodes: FilePlace | undefined;
    readonly videos: Readonly<Record<string, FilePlace>>;
  };
}

const nested: z.ZodType<number[]> = z.unknown().transform((value, context) => {
  const flat = [value].flat(Number.POSITIVE_INFINITY as 1) as unknown[];
  if (flat.every((each): each is number => typeof each === 'number')) return flat;
  context.addIssue('not numbers');
  return z.NEVER;
});
const featureStatsSchema = z.looseObject(
  Object.fromEntries([...statNames, 'count' as const].map((name) => [name, nested])) as Record<
    (typeof statNames)[number] | 'count',
    typeof nested
  >,
);

/** Reads what an existing data set says of itself. Throws ExportProblem, in words, when it cannot be added to. */
export async function readExisting(folder: string): Promise<DatasetState> {
  try {
    const info = infoSchema.parse(JSON.parse(await readFile(join(folder, infoPath), 'utf8')));
    const statsText = await readFile(join(folder, statsPath), 'utf8');
    const stats = z.record(z.string(), featureStatsSchema).parse(JSON.parse(statsText));
    return {
      info,
      tasks: await readTasks(folder),
      stats: Object.fromEntries(
        Object.entries(stats).map(([key, each]) => [key, { ...each, count: each.count[0] ?? 0 }]),
      ),
      last: await readLast(folder, info),
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ExportProblem(
      `The data set in ${folder} cannot be read, so nothing can be added to it: ${why}`.slice(0, 1500),
    );
  }
}

async function readLast(folder: string, info: Info): Promise<DatasetState['last']> {
  const videoKeys = Object.keys(info.features).filter((key) => info.features[key]?.dtype === 'video');
  const kinds = ['data', 'meta/episodes', ...videoKeys.map((key) => `videos/${key}`)];
  const last = new Map<string, FilePlace>();
  let episodes = 0;
  for (const path of await parquetFiles(join(folder, 'meta/episodes'))) {
    for (const row of await readRows(
      path,
      kinds.flatMap((kind) => [`${kind}/chunk_index`, `${kind}/file_index`]),
    )) {
      episodes++;
      for (const kind of kinds) {
        const chunk = whole.parse(row[`${kind}/chunk_index`]);
        const file = whole.parse(row[`${kind}/file_index`]);
        const before = last.get(kind);
        if (!before || chunk > before.chunk || (chunk === before.chunk && file > before.file)) {
          last.set(kind, { chunk, file });
        }
      }
    }
  }
  if (episodes !== info.total_episodes) {
    throw new Error(`it says that it has ${info.total_episodes} episodes, but lists ${episodes}`);
  }
  return {
    data: last.get('data'),
    episodes: last.get('meta/episodes'),
    videos: Object.fromEntries(
      videoKeys.flatMap((key) => {
        const place = last.get(`videos/${key}`);
        return place ? [[key, place]] : [];
      }),
    ),
  };
}
