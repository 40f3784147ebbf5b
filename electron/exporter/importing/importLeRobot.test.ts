import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ImportOrder, importedRecordSchema } from '../../../shared/contract/exporterContract';
import { fr3 } from '../../../shared/robot/fr3';
import { episodeFiles } from '../../episodes/reading/episodeFiles';
import { decodeCompressedImage } from '../../episodes/ros/readMessages';
import { openParquet } from '../lerobot/parquet';
import { bodyAt, bodyLayout } from '../source/jointSeries';
import { withSource } from '../source/openSource';
import { inTemporaryFolder, sentSec, writeTestEpisode } from '../testing/testEpisodes';
import { endOf, plainOrder, startTestExporter } from '../testing/testExporter';

const fr3Home = Object.fromEntries(fr3.armJointNames.map((name, i) => [name, fr3.home[i]!]));

function order(folder: string, change: Partial<ImportOrder> = {}): ImportOrder {
  return {
    folder,
    fromEpisode: 0,
    toEpisode: 999,
    robot: 'fr3',
    joints: 'byName',
    unit: 'rad',
    dropCameras: [],
    ...change,
  };
}

/** Two recorded episodes with all joints of an FR3, handed on as a data set. */
async function dataSet(folder: string, cameras = ['color', 'wrist']) {
  const episodes = join(folder, 'recorded');
  for (const name of ['a', 'b']) {
    await writeTestEpisode(episodes, { name, cameras, instruction: `task ${name}`, otherJoints: fr3Home });
  }
  const { client } = startTestExporter(episodes);
  const status = await endOf(client, 'startExport', {
    ...plainOrder,
    format: 'lerobot',
    episodeIds: ['a', 'b'],
    folder,
  });
  expect(status).toMatchObject({ state: 'done', skipped: [] });
  return { set: join(folder, 'result'), episodes };
}

describe('LeRobot import', () => {
  it('brings back the joints, pictures and gripper commands that an export handed on', () =>
    inTemporaryFolder(async (folder) => {
      const { set, episodes } = await dataSet(folder);
      const library = join(folder, 'library');
      const { client } = startTestExporter(library);
      expect(await client.request('describeDataset', { folder: set })).toMatchObject({
        robot: 'fr3',
        mismatch: null,
        episodes: 2,
        fps: 10,
        tasks: ['task a', 'task b'],
        cameras: [{ name: 'camera_color' }, { name: 'camera_wrist' }],
      });
      const status = await endOf(client, 'startImport', order(set));
      expect(status).toMatchObject({ state: 'done', job: 'import', skipped: [] });
      const files = await episodeFiles(library);
      expect(files).toHaveLength(2);
      expect(files.every(({ active }) => !active)).toBe(true);

      const [original] = (await episodeFiles(episodes)).filter(({ episodeId }) => episodeId === 'a');
      const [copy] = files.filter(({ fileName }) => fileName.includes('task-a'));
      await withSource(original!, (was) =>
        withSource(copy!, async (is) => {
          const before = await was.readJoints();
          const after = await is.readJoints();
          const layout = bodyLayout(before.names);
          const from = sentSec.trajectory - 0.5;
          for (const [i, timeSec] of after.timeSec.entries()) {
            const wanted = bodyAt(before, layout, from + i / 10);
            const found = bodyAt(after, bodyLayout(after.names), timeSec);
            for (const [j, name] of layout.names.entries()) {
              expect(found[bodyLayout(after.names).names.indexOf(name)]).toBeCloseTo(wanted[j]!, 5);
            }
          }
          expect(is.start.origin).toContain('made from the recording a');
          expect(is.start.instruction).toBe('task a');
          const imported = importedRecordSchema.parse(
            JSON.parse(is.records.find(({ kind }) => kind === 'imported')!.json),
          );
          expect(imported.grips).toHaveLength(1);
          expect(imported.grips[0]!.width).toBeCloseTo(0.02, 6);
          expect(imported.grips[0]!.timeSec).toBeCloseTo(sentSec.gripper - from, 0);
          expect(is.cameras).toHaveLength(2);
          let pictures = 0;
          for await (const { data } of is.reader.readMessages({ topics: [is.cameras[0]!.topic] })) {
            expect(decodeCompressedImage(data).format).toBe('jpeg');
            pictures++;
          }
          expect(pictures).toBe(after.timeSec.length);
        }),
      );
    }));

  it('refuses, in words, joints of another robot, and takes them in their order when told so', () =>
    inTemporaryFolder(async (folder) => {
      const set = await foreignSet(folder, [0, -0.5, 0, -2, 0, 1.5, 0.7, 1]);
      const { client } = startTestExporter(join(folder, 'library'));
      const { robot, mismatch } = await client.request('describeDataset', { folder: set });
      expect(robot).toBeNull();
      expect(mismatch).toContain('joint_0, joint_1');
      const refused = await endOf(client, 'startImport', order(set));
      expect(refused.state).toBe('failed');
      expect(refused.text).toContain('not the joints of a robot that the console knows');
      const taken = await endOf(client, 'startImport', order(set, { joints: 'inOrder' }));
      expect(taken).toMatchObject({ state: 'done', skipped: [] });
      const [file] = await episodeFiles(join(folder, 'library'));
      await withSource(file!, async (source) => {
        const { names, rows } = await source.readJoints();
        expect(names).toEqual(fr3.armJointNames);
        expect(rows[0]?.[5]).toBeCloseTo(1.5, 6);
      });
    }));

  it('leaves nothing of an episode whose values the joints cannot have', () =>
    inTemporaryFolder(async (folder) => {
      const set = await foreignSet(folder, [0, -30, 0, -115, 0, 86, 40, 1]);
      const { client } = startTestExporter(join(folder, 'library'));
      const refused = await endOf(client, 'startImport', order(set, { joints: 'inOrder' }));
      expect(refused.text).toContain('Are these degrees');
      expect(await readdir(join(folder, 'library'))).toEqual([]);
      const taken = await endOf(client, 'startImport', order(set, { joints: 'inOrder', unit: 'deg' }));
      expect(taken.state).toBe('done');
    }));

  it.each([
    ['{', 'is not that of a LeRobot data set'],
    ['{"codebase_version":"v2.1"}', 'Convert it with LeRobot first'],
    ['{"codebase_version":"v4.0"}', 'needs a newer console'],
    ['{"codebase_version":"v3.0","fps":0}', 'fps'],
    [
      '{"codebase_version":"v3.0","fps":10,"total_episodes":1,"data_path":"../../x","features":{}}',
      'no "observation.state"',
    ],
    [
      '{"codebase_version":"v3.0","fps":10,"total_episodes":1,"data_path":"x","features":{"observation.state":{"dtype":"float32","shape":[7]}}}',
      'damaged or not whole',
    ],
  ])('says what is wrong with %s', (info, words) =>
    inTemporaryFolder(async (folder) => {
      await mkdir(join(folder, 'meta'));
      await writeFile(join(folder, 'meta/info.json'), info);
      const { client } = startTestExporter(folder);
      await expect(client.request('describeDataset', { folder })).rejects.toThrow(words);
    }),
  );

  it('says where there is no data set, and reads no file outside of its folder', () =>
    inTemporaryFolder(async (folder) => {
      const { client } = startTestExporter(folder);
      await expect(client.request('describeDataset', { folder })).rejects.toThrow('no LeRobot data set');
      const set = await foreignSet(folder, fr3.home);
      const path = join(set, 'meta/info.json');
      const info = JSON.parse(await readFile(path, 'utf8'));
      await writeFile(path, JSON.stringify({ ...info, data_path: '../../etc/passwd' }));
      await expect(client.request('describeDataset', { folder: set })).rejects.toThrow('not in its folder');
    }));
});

/** A data set as other programs write it: one episode of three rows, joints without a robot's names. */
async function foreignSet(folder: string, row: readonly number[]): Promise<string> {
  const set = join(folder, 'foreign');
  const path = (name: string) => join(set, name);
  for (const name of ['meta/episodes', 'data']) await mkdir(path(name), { recursive: true });
  await writeFile(
    path('meta/info.json'),
    JSON.stringify({
      codebase_version: 'v3.0',
      robot_type: 'panda',
      fps: 15,
      total_episodes: 1,
      data_path: 'data/{chunk_index}-{file_index:03d}.parquet',
      video_path: null,
      features: {
        'observation.state': {
          dtype: 'float32',
          shape: [row.length],
          names: { axes: row.map((_, i) => `joint_${i}`) },
        },
      },
    }),
  );
  const write = async (name: string, columns: Parameters<typeof openParquet>[1], values: unknown[][]) => {
    const file = openParquet(path(name), columns);
    await file.write(columns.map((column, i) => ({ ...column, values: values[i]! })));
    await file.close();
  };
  await write(
    'meta/episodes/file-000.parquet',
    [
      { name: 'episode_index', kind: 'int64' },
      { name: 'tasks', kind: 'string[]' },
      { name: 'data/chunk_index', kind: 'int64' },
      { name: 'data/file_index', kind: 'int64' },
    ],
    [[0], [['wipe the table']], [0], [0]],
  );
  await write(
    'data/0-000.parquet',
    [
      { name: 'episode_index', kind: 'int64' },
      { name: 'timestamp', kind: 'float32' },
      { name: 'observation.state', kind: 'float32[]' },
    ],
    [[0, 0, 0], [0, 1 / 15, 2 / 15], [row, row, row].map((each) => [...each])],
  );
  return set;
}
