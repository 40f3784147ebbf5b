import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { McapIndexedReader } from '@mcap/core';
import { describe, expect, it } from 'vitest';
import type { RecordedFrame } from '../../../shared/contract/recorderContract';
import { streamTopics } from '../../episodes/format/topics';
import { withFile } from '../../episodes/mcap/fileReadable';
import { findEpisode } from '../../episodes/reading/episodeFiles';
import { videoClip } from '../../episodes/testing/videoClip';
import { finishEpisode } from '../episode/finishEpisode';
import {
  bytesOf,
  inTemporaryFolder,
  startTestRecording,
  testCamera,
  testFrame,
  testStartSec,
} from '../testEpisode';
import { openEpisode } from './openEpisode';
import { readFrame, type WantedFrame } from './readFrame';
import { verifyEpisode } from './verifyEpisode';

const clip = videoClip('h264');
const timeOf = (place: number) => place / 10;

/** 2 s of video at 10 Hz, a chunk each 0.4 s as when it is flushed; the pictures in `single` as JPEG instead. */
async function recordVideo(folder: string, single: readonly number[] = []) {
  const test = await startTestRecording(folder, { name: 'video' });
  for (const [i, { data }] of clip.entries()) {
    const stampSec = testStartSec + timeOf(i);
    test.now.sec = stampSec;
    if (single.includes(i)) test.recording.addLiveFrame(testFrame(i, stampSec));
    else test.recording.addVideoFrame({ stampSec, camera: testCamera }, 'h264', data);
    if (i % 4 === 3) await test.recording.durable();
    if (i % 4 === 3) test.recording.flush();
  }
  return test;
}

const asked = async (folder: string, wanted: Partial<WantedFrame> & { timeSec: number }, name = 'video') =>
  readFrame(await findEpisode(folder, name), { which: 'live', ...wanted });

/** The file as it lay on the disk before it was ended. */
async function bytesOfKilled(folder: string): Promise<Buffer> {
  const { recording } = await recordVideo(folder);
  await recording.durable();
  const bytes = await readFile(recording.activePath);
  await recording.end('stopped');
  return bytes;
}
/** What the next start makes of it; its name. */
async function repaired(folder: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, 'cut.mcap.active');
  await writeFile(path, bytes);
  return basename(await finishEpisode(path, 'It was killed.'), '.mcap');
}

function packetsOf(frame: RecordedFrame | null) {
  if (!frame || !('packets' in frame)) throw new Error('It is no video.');
  return frame.packets;
}
/** Which packets of the clip these are. */
const placesOf = (frame: RecordedFrame | null) =>
  packetsOf(frame).map(({ data }) => clip.findIndex((each) => Buffer.compare(each.data, data) === 0));
const upTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('an episode whose pictures are video', () => {
  it('has one camera with all of its pictures, those that are JPEG among them, and verifies', () =>
    inTemporaryFolder(async (folder) => {
      const { recording } = await recordVideo(folder, [5, 6]);
      await recording.end('succeeded');
      const detail = await openEpisode(await findEpisode(folder, 'video'));
      expect(detail.cameras).toHaveLength(1);
      expect(detail.cameras[0]?.frameTimesSec).toEqual(upTo(0, 19).map((i) => expect.closeTo(timeOf(i), 6)));
      expect(detail.notShown).toEqual([]);
      expect(bytesOf(await asked(folder, { timeSec: 0.55 }))).toEqual(testFrame(5, 0).jpeg);
      expect((await verifyEpisode(await findEpisode(folder, 'video'))).ok).toBe(true);
    }));

  it('gives all that has to be decoded for a picture: from the key frame, or behind what was decoded', () =>
    inTemporaryFolder(async (folder) => {
      const { recording } = await recordVideo(folder);
      await recording.end('succeeded');
      const first = await asked(folder, { timeSec: 0 });
      expect(first).toMatchObject({ format: 'h264', codec: expect.stringMatching(/^avc1\.42/), timeSec: 0 });
      expect(placesOf(first)).toEqual([0]);
      expect(placesOf(await asked(folder, { timeSec: 1.75 }))).toEqual(upTo(10, 17));
      const next = await asked(folder, { timeSec: 1.75, afterSec: 1.5 });
      expect(next).toMatchObject({ codec: null, timeSec: expect.closeTo(1.7, 6) });
      expect(placesOf(next)).toEqual([16, 17]);
      // The cursor has not reached the next picture; it has gone back; it has gone past a key frame.
      expect(placesOf(await asked(folder, { timeSec: 1.55, afterSec: 1.5 }))).toEqual([]);
      expect(placesOf(await asked(folder, { timeSec: 1.3, afterSec: 1.5 }))).toEqual(upTo(10, 13));
      expect(placesOf(await asked(folder, { timeSec: 1.1, afterSec: 0.8 }))).toEqual([10, 11]);
      const quick = await asked(folder, { timeSec: 1.75, keyOnly: true, afterSec: 1.5 });
      expect(quick?.timeSec).toBeCloseTo(1, 6);
      expect(placesOf(quick)).toEqual([10]);
    }));

  it('leaves out what builds on a packet that is missing, until the next key frame', () =>
    inTemporaryFolder(async (folder) => {
      // Pictures 4 to 7 are in one chunk.
      const bytes = await bytesOfKilled(folder);
      const at = bytes.indexOf(clip[5]!.data);
      expect(at).toBeGreaterThan(0);
      bytes[at + 20]! ^= 1;
      const name = await repaired(folder, bytes);
      for (const [timeSec, shown, places] of [
        [0.35, 0.3, upTo(0, 3)],
        [0.95, 0.3, upTo(0, 3)],
        [1.25, 1.2, upTo(10, 12)],
      ] as const) {
        const frame = await asked(folder, { timeSec }, name);
        expect(frame?.timeSec).toBeCloseTo(shown, 6);
        expect(placesOf(frame)).toEqual(places);
      }
    }));

  it('opens after a cut at any byte, and every picture that it shows begins with a key frame', () =>
    inTemporaryFolder(async (folder) => {
      const bytes = await bytesOfKilled(folder);
      for (let cut = bytes.byteLength; cut > 3000; cut -= 997) {
        const name = await repaired(folder, bytes.subarray(0, cut));
        const file = await findEpisode(folder, name);
        for (const timeSec of (await openEpisode(file)).cameras[0]?.frameTimesSec ?? []) {
          const frame = await readFrame(file, { timeSec, which: 'live' });
          expect(packetsOf(frame)[0]?.key).toBe(true);
          expect(frame?.timeSec).toBe(timeSec);
        }
      }
    }));

  it('is what other programs know as compressed video, by a reader of their own', () =>
    inTemporaryFolder(async (folder) => {
      const { recording } = await recordVideo(folder);
      await recording.end('succeeded');
      await withFile((await findEpisode(folder, 'video')).path, async (readable) => {
        const reader = await McapIndexedReader.Initialize({ readable });
        const channel = [...reader.channelsById.values()].find(
          ({ topic }) => topic === streamTopics().video.topic,
        );
        const schema = reader.schemasById.get(channel?.schemaId ?? 0);
        expect(schema).toMatchObject({ name: 'foxglove_msgs/msg/CompressedVideo', encoding: 'ros2msg' });
        expect(channel?.topic).toBe('/camera/color/image_raw/foxglove');
        const sequences: number[] = [];
        for await (const { sequence } of reader.readMessages({ topics: [channel?.topic ?? ''] })) {
          sequences.push(sequence);
        }
        expect(sequences).toEqual(upTo(0, 19));
      });
    }));
});
