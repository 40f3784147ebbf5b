import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { z } from 'zod';
import { tasksPath } from './layout';

/** Whole numbers of 64 bits come as bigints. */
export const whole = z.union([z.bigint(), z.number()]).transform(Number).pipe(z.number().int().nonnegative());
const taskSchema = z.looseObject({ task_index: whole });

/** The sentences of meta/tasks.parquet in the order of their index. Throws when there are gaps. */
export async function readTasks(folder: string): Promise<string[]> {
  const rows = await readRows(join(folder, tasksPath));
  const tasks: string[] = [];
  for (const row of rows) {
    const { task_index: index, ...rest } = taskSchema.parse(row);
    // pandas keeps the index column under its own name, or under this one when it has none.
    tasks[index] = z.string().parse(rest.task ?? rest.__index_level_0__);
  }
  if (tasks.length !== rows.length) throw new Error('its tasks are not numbered from 0 without gaps');
  return tasks;
}

/** The Parquet files of a folder and of those in it, in the order of their names. */
export async function parquetFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries
    .filter((name) => name.endsWith('.parquet'))
    .sort()
    .map((name) => join(folder, name));
}

/** Rows `from` up to `to` (absent: all) of a Parquet file. */
export async function readRows(
  path: string,
  columns?: string[],
  rows?: { readonly from: number; readonly to: number },
): Promise<Record<string, unknown>[]> {
  const file = await asyncBufferFromFile(path);
  return parquetReadObjects({
    file,
    // Bytes of pictures are no text.
    utf8: false,
    ...(columns ? { columns } : {}),
    ...(rows ? { rowStart: rows.from, rowEnd: rows.to } : {}),
  });
}
