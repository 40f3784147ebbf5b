import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { episodeDetailSchema } from '../../../shared/contract/recorderContract';
import { zstdCompress, zstdReady } from '../../episodes/mcap/zstd';
import { findEpisode } from '../../episodes/reading/episodeFiles';
import {
  type ForeignOptions,
  foreignDesired,
  foreignJoints,
  foreignPosition,
  foreignRecording,
  foreignTopics,
  frontColor,
  wristColor,
} from '../../episodes/testing/foreignRecording';
import { decodePicture } from '../../pictures/decodePicture';
import { bytesOf, inTemporaryFolder } from '../testEpisode';
import { openEpisode } from './openEpisode';
import { readFrame } from './readFrame';
import { verifyEpisode } from './verifyEpisode';

async function opened(folder: string, options: ForeignOptions) {
  await writeFile(join(folder, 'rosbag2_2026.mcap'), await foreignRecording(options));
  const file = await findEpisode(folder, 'rosbag2_2026');
  return { file, detail: episodeDetailSchema.parse(await openEpisode(file)) };
}

it.each(['controllerState', 'feedback', 'trajectory'] as const)(
  "opens another program's recording: joints, both cameras, and what the controller was told (%s)",
  async (told) => {
    await inTemporaryFolder(async (folder) => {
      const { detail } = await opened(folder, { told });
      expect(detail.summary).toMatchObject({
        origin: expect.stringMatching(/Recorded by another program .*profile ros2/),
        problem: null,
      });
      expect(detail.summary.durationSec).toBeCloseTo(1.98, 6);
      expect(detail.joints.names).toEqual(foreignJoints);
      expect(detail.joints.timeSec[50]).toBeCloseTo(1, 6);
      expect(detail.joints.positions[1]?.[50]).toBeCloseTo(foreignPosition(1, 1), 9);
      const place = detail.desired?.timeSec.findIndex((time) => Math.abs(time - 1) < 1e-6) ?? -1;
      expect(detail.desired?.names).toEqual(foreignJoints);
      expect(detail.desired?.positions[0]?.[place]).toBeCloseTo(foreignDesired(1, 0), 9);
      expect(detail.cameras.map(({ name }) => name)).toEqual(['front', 'wrist']);
      expect(detail.cameras[0]?.frameTimesSec).toHaveLength(20);
      expect(detail.records).toEqual([]);
      expect(detail.notShown).toEqual([]);
    });
  },
);

it('shows the pictures of each camera as they were at the time, compressed and raw', async () => {
  await inTemporaryFolder(async (folder) => {
    const { file } = await opened(folder, {});
    for (const [topic, color] of [
      [foreignTopics.compressed, frontColor(1.5)],
      [foreignTopics.raw, wristColor],
    ] as const) {
      const frame = await readFrame(file, { timeSec: 1.55, which: 'live', topic });
      expect(frame?.timeSec).toBeCloseTo(1.5, 6);
      const { rgba } = await decodePicture(bytesOf(frame));
      for (const [i, value] of color.entries()) expect(Math.abs((rgba[i] ?? 0) - value)).toBeLessThan(6);
    }
    expect(await readFrame(file, { timeSec: 1, which: 'live', topic: '/not/there' })).toBeNull();
    expect(await readFrame(file, { timeSec: 1, which: 'decision' })).toBeNull();
  });
});

it('says that there is nothing to verify, and no more than it knows', async () => {
  await inTemporaryFolder(async (folder) => {
    const { file, detail } = await opened(folder, { told: 'nothing' });
    expect(detail.desired).toBeNull();
    expect(await verifyEpisode(file)).toMatchObject({
      ok: false,
      text: expect.stringContaining('not an episode of this console'),
    });
  });
});

it('says in words what it cannot read: no index, and a compression that is not known', async () => {
  await inTemporaryFolder(async (folder) => {
    await expect(opened(folder, { chunked: false })).rejects.toThrow('without an index of its messages');
    const odd = { name: 'brotli', with: (bytes: Uint8Array) => bytes };
    await expect(opened(folder, { compress: odd })).rejects.toThrow(/brotli/);
  });
});

/** An LZ4 frame whose one block is not compressed: what liblz4 makes of bytes that get no smaller. */
function lz4Frame(bytes: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32LE((bytes.byteLength | 0x80000000) >>> 0);
  const head = Buffer.from('04224d18607073', 'hex');
  return Buffer.concat([head, length, bytes, Buffer.alloc(4)]);
}

it('reads lz4, and says so where it is damaged', async () => {
  await inTemporaryFolder(async (folder) => {
    const { detail } = await opened(folder, { compress: { name: 'lz4', with: lz4Frame } });
    expect(detail.joints.names).toEqual(foreignJoints);
    const cut = { name: 'lz4', with: (bytes: Uint8Array) => lz4Frame(bytes).subarray(0, -9) };
    await expect(opened(folder, { compress: cut })).rejects.toThrow(/damaged/);
  });
});

it('reads zstd, and says so where it is damaged', async () => {
  await zstdReady();
  await inTemporaryFolder(async (folder) => {
    const { detail } = await opened(folder, { compress: { name: 'zstd', with: zstdCompress } });
    expect(detail.joints.names).toEqual(foreignJoints);
    const cut = { name: 'zstd', with: (bytes: Uint8Array) => zstdCompress(bytes).subarray(0, -9) };
    await expect(opened(folder, { compress: cut })).rejects.toThrow(/damaged/);
  });
});
