import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { decodePicture } from '../../pictures/decodePicture';
import {
  commandedAt,
  inTemporaryFolder,
  lagSec,
  sentSec,
  widthAt,
  writeTestEpisode,
} from '../testing/testEpisodes';
import { carryOut, plainOrder, startTestExporter } from '../testing/testExporter';
import { infoSchema } from './info';

const rowsOf = async (path: string) =>
  (await parquetReadObjects({ file: await asyncBufferFromFile(path), utf8: false })) as Record<
    string,
    never
  >[];

function bytesOf(row: Record<string, never> | undefined): Uint8Array {
  const picture = row?.['observation.images.camera_color'] as { bytes: Uint8Array } | undefined;
  if (!picture) throw new Error('The row has no picture.');
  return picture.bytes;
}

async function setUp(folder: string, names: readonly string[], cameras = ['color', 'wrist']) {
  const episodes = join(folder, 'episodes');
  for (const [i, name] of names.entries()) {
    await writeTestEpisode(episodes, { name, cameras, instruction: `task ${i % 2}` });
  }
  return startTestExporter(episodes);
}

const order = (folder: string, episodeIds: string[]) => ({
  ...plainOrder,
  format: 'lerobot' as const,
  episodeIds,
  folder,
});

describe('LeRobot export', () => {
  it('gives states as measured and actions as commanded for the next row, with all cameras', () =>
    inTemporaryFolder(async (folder) => {
      const { client } = await setUp(folder, ['a', 'b']);
      const status = await carryOut(client, order(folder, ['b', 'a']));
      expect(status).toMatchObject({ state: 'done', skipped: [] });
      const root = join(folder, 'result');
      const info = infoSchema.parse(JSON.parse(await readFile(join(root, 'meta/info.json'), 'utf8')));
      expect(info).toMatchObject({ fps: 10, total_episodes: 2, total_tasks: 2, splits: { train: '0:2' } });
      expect(info.features['observation.images.camera_wrist']?.shape).toEqual([48, 64, 3]);

      const rows = await rowsOf(join(root, 'data/chunk-000/file-000.parquet'));
      const from = sentSec.trajectory - 0.5;
      expect(rows).toHaveLength(Math.floor((sentSec.end + 0.5 - from) * 10) + 1);
      for (const [i, row] of rows.entries()) {
        const time = from + i / 10;
        const next = time + 0.1;
        const state = row['observation.state'] as unknown as number[];
        const action = row.action as unknown as number[];
        commandedAt(time - lagSec).forEach((position, joint) => {
          expect(state[joint]).toBeCloseTo(position, 3);
        });
        commandedAt(next).forEach((position, joint) => {
          expect(action[joint]).toBeCloseTo(position, 5);
        });
        if (Math.abs(next - sentSec.gripper) > 0.05) expect(action[2]).toBeCloseTo(widthAt(next), 5);
        expect(Number(row.index)).toBe(i);
        expect(row.timestamp).toBeCloseTo(i / 10, 5);
      }
      // Each picture is the newest at its row's time: the pictures say their number.
      const { rgba } = await decodePicture(bytesOf(rows[10]));
      expect(Math.abs(rgba[0]! - (20 + 15 * 3))).toBeLessThan(2);
    }));

  it('adds to a data set, counts on, and leaves what was there untouched', () =>
    inTemporaryFolder(async (folder) => {
      const { client } = await setUp(folder, ['a', 'b', 'c']);
      await carryOut(client, order(folder, ['a']));
      const root = join(folder, 'result');
      const before = await readFile(join(root, 'data/chunk-000/file-000.parquet'));
      const status = await carryOut(client, { ...order(folder, ['b', 'c']), append: true });
      expect(status.text).toContain('added to 1');
      expect(await readFile(join(root, 'data/chunk-000/file-000.parquet'))).toEqual(before);
      const episodes = [
        ...(await rowsOf(join(root, 'meta/episodes/chunk-000/file-000.parquet'))),
        ...(await rowsOf(join(root, 'meta/episodes/chunk-000/file-001.parquet'))),
      ];
      expect(episodes.map((row) => Number(row.episode_index))).toEqual([0, 1, 2]);
      expect(episodes.map((row) => Number(row['data/file_index']))).toEqual([0, 1, 2]);
      expect(Number(episodes[2]?.dataset_from_index)).toBe(Number(episodes[1]?.dataset_to_index));
      const tasks = await rowsOf(join(root, 'meta/tasks.parquet'));
      expect(tasks.map((row) => row.__index_level_0__)).toEqual(['task 0', 'task 1']);
      const stats = JSON.parse(await readFile(join(root, 'meta/stats.json'), 'utf8'));
      expect(stats['observation.state'].count).toEqual([3 * Number(episodes[0]?.length)]);
      expect(stats['observation.state'].max[0]).toBeCloseTo(1, 3);
    }));

  it('refuses, in words, what does not fit, and leaves the data set as it was', () =>
    inTemporaryFolder(async (folder) => {
      const { client } = await setUp(folder, ['a']);
      await writeTestEpisode(join(folder, 'episodes'), { name: 'one-eyed', cameras: ['color'] });
      await carryOut(client, order(folder, ['a']));
      const info = join(folder, 'result/meta/info.json');
      const before = await readFile(info);
      const status = await carryOut(client, { ...order(folder, ['one-eyed']), append: true });
      expect(status.state).toBe('failed');
      expect(status.text).toContain('has "observation.images.camera_wrist", these episodes do not');
      expect(await readFile(info)).toEqual(before);
      expect(await readdir(folder)).toEqual(['episodes', 'result']);
      expect((await carryOut(client, order(folder, ['a']))).text).toContain('is there already');
    }));

  it('skips what cannot be read and goes on, with the reason', () =>
    inTemporaryFolder(async (folder) => {
      const { client } = await setUp(folder, ['a']);
      await writeTestEpisode(join(folder, 'episodes'), {
        name: 'b-broken',
        cameras: ['color', 'wrist'],
        picture: Uint8Array.of(0xff, 0xd8, 0xff, 1, 2, 3),
      });
      const status = await carryOut(client, order(folder, ['a', 'b-broken', 'gone']));
      expect(status.state).toBe('done');
      expect(status.skipped.map(({ episodeId }) => episodeId).sort()).toEqual(['b-broken', 'gone']);
    }));

  it('leaves out and hides what is to stay here', () =>
    inTemporaryFolder(async (folder) => {
      const { client } = await setUp(folder, ['a']);
      const box = { xMin: 0.25, yMin: 0.25, xMax: 0.75, yMax: 0.75 };
      await carryOut(client, {
        ...order(folder, ['a']),
        dropCameras: ['camera_wrist'],
        hide: [{ camera: 'camera_color', how: 'blacken', box }],
      });
      const rows = await rowsOf(join(folder, 'result/data/chunk-000/file-000.parquet'));
      expect(Object.keys(rows[0] ?? {}).filter((key) => key.includes('images'))).toEqual([
        'observation.images.camera_color',
      ]);
      const { rgba, width } = await decodePicture(bytesOf(rows[5]));
      const redAt = (x: number, y: number) => rgba[(y * width + x) * 4]!;
      for (let y = 16; y < 32; y++) {
        for (let x = 20; x < 40; x++) expect(redAt(x, y)).toBeLessThan(12);
      }
      expect(redAt(2, 2)).toBeGreaterThan(25);
    }));

  it('is called off at once and leaves nothing', () =>
    inTemporaryFolder(async (folder) => {
      const { client } = await setUp(folder, ['a', 'b', 'c']);
      const { exportId } = await client.request('startExport', order(folder, ['a', 'b', 'c']));
      const refused = client.request('startExport', order(folder, ['a']));
      await expect(refused).rejects.toThrow('under way');
      expect(await client.request('cancelExport', { exportId })).toMatchObject({ state: 'cancelled' });
      expect(await readdir(folder)).toEqual(['episodes']);
    }));
});
