import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { McapIndexedReader } from '@mcap/core';
import { describe, expect, it } from 'vitest';
import { withFile } from '../../episodes/mcap/fileReadable';
import { inTemporaryFolder, writeTestEpisode } from '../testing/testEpisodes';
import { carryOut, plainOrder, startTestExporter } from '../testing/testExporter';

async function countsOf(path: string): Promise<Record<string, number>> {
  return withFile(path, async (readable) => {
    const reader = await McapIndexedReader.Initialize({ readable });
    const counts: Record<string, number> = {};
    for await (const { channelId } of reader.readMessages()) {
      const topic = reader.channelsById.get(channelId)?.topic ?? '';
      counts[topic] = (counts[topic] ?? 0) + 1;
    }
    return counts;
  });
}

describe('ROS 2 bag export', () => {
  it('makes a bag folder of the very file', () =>
    inTemporaryFolder(async (folder) => {
      const episodes = join(folder, 'episodes');
      const path = await writeTestEpisode(episodes, { name: 'a b' });
      const { client } = startTestExporter(episodes);
      const order = { ...plainOrder, format: 'rosbag' as const, episodeIds: ['a b'], folder };
      expect(await carryOut(client, order)).toMatchObject({ state: 'done' });
      const bag = join(folder, 'result/a-b');
      expect(await readFile(join(bag, 'a-b_0.mcap'))).toEqual(await readFile(path));
      const metadata = await readFile(join(bag, 'metadata.yaml'), 'utf8');
      const counts = await countsOf(path);
      const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
      expect(metadata).toContain(`  message_count: ${total}`);
      expect(metadata).toContain('type: "sensor_msgs/msg/JointState"');
    }));

  it('leaves a dropped camera and what was decided on its pictures out, and nothing else', () =>
    inTemporaryFolder(async (folder) => {
      const episodes = join(folder, 'episodes');
      const path = await writeTestEpisode(episodes, { name: 'a', cameras: ['color', 'wrist'] });
      const { client } = startTestExporter(episodes);
      await carryOut(client, {
        ...plainOrder,
        format: 'rosbag',
        episodeIds: ['a'],
        folder,
        dropCameras: ['camera_color'],
      });
      const before = await countsOf(path);
      const after = await countsOf(join(folder, 'result/a/a_0.mcap'));
      expect(Object.keys(after).sort()).toEqual([
        '/camera/wrist/image_raw/compressed',
        '/joint_states',
        '/r1/records',
      ]);
      for (const [topic, count] of Object.entries(after)) expect(count).toBe(before[topic]);
    }));
});
