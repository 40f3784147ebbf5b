import { describe, expect, it } from 'vitest';
import { type Client, type Notice, serve } from '../../shared/contract/channel';
import { liveVideoContract } from '../../shared/contract/liveVideoContract';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import type { recorderContract } from '../../shared/contract/recorderContract';
import { videoClip } from '../episodes/testing/videoClip';
import { inTemporaryFolder, testFrame, testStartSec } from './testEpisode';
import { serveTestCamera, settle, startTestService } from './testRecorder';

const clip = videoClip('h264');
type Picture = Notice<typeof liveVideoContract, 'picture'>;

/** In the page's place: gives back the clip's packets, a key frame when one is asked for, as the test lets it. */
function startPage(test: ReturnType<typeof startTestService>, format: 'h264' | null = 'h264') {
  const [mine, theirs] = memoryPortPair();
  const pictures: Picture[] = [];
  const manner = { answers: true };
  let place = 0;
  const server = serve<typeof liveVideoContract>(
    theirs,
    liveVideoContract,
    {
      getFormat: () => ({ format }),
      endStream: () => ({}),
      picture: (picture) => {
        pictures.push(picture);
        if (!manner.answers) return;
        place = picture.key ? 0 : place + 1;
        const { key, data } = clip[place % 10]!;
        server.emit('packet', { stream: picture.stream, seq: picture.seq, format: 'h264', key, data });
      },
    },
    ({ problem }) => {
      throw new Error(problem);
    },
  );
  test.service.attachLiveVideo(mine);
  return {
    pictures,
    manner,
    die: () => theirs.close(),
    fail: (why: string) => server.emit('failed', { stream: '', why }),
  };
}

/** A recorder that was told to record video, in an episode, with a camera that shows a picture when asked. */
async function begin(folder: string) {
  const wishes: boolean[] = [];
  const test = startTestService(folder, { wantLiveVideo: (wanted) => wishes.push(wanted) });
  const client = test.client();
  client.notify('choosePictures', { pictures: 'video' });
  await settle(10);
  const [mine, theirs] = memoryPortPair();
  const camera = serveTestCamera(theirs, new Map());
  test.service.attachCamera(mine);
  let seq = 0;
  /** So many pictures, 0.1 s apart. */
  async function show(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const stampSec = testStartSec + ++seq * 0.1;
      test.now.ms = stampSec * 1000;
      while (!camera.offer(testFrame(seq, stampSec))) await settle(5);
      await settle(5);
    }
  }
  return { test, client, wishes, show, taken: () => seq };
}

async function recorded(client: Client<typeof recorderContract>, episodeId: string) {
  const { cameras, records } = await client.request('openEpisode', { episodeId });
  const times = cameras[0]?.frameTimesSec ?? [];
  const frames = [];
  for (const timeSec of times)
    frames.push(await client.request('readFrame', { episodeId, timeSec, which: 'live' }));
  return {
    kinds: frames.map((frame) => frame?.format),
    notes: records
      .filter(({ kind, source }) => kind === 'note' && source === 'recorder')
      .map(({ json }) => json),
  };
}

const start = { instruction: 'x', robot: 'r', model: 'm' };

describe('live pictures as video', () => {
  it('asks for the page when video is chosen, records what it gives, and says what it records', () =>
    inTemporaryFolder(async (folder) => {
      const { test, client, wishes, show } = await begin(folder);
      expect(wishes).toEqual([true]);
      expect((await client.request('getStatus', {})).pictures).toMatchObject({
        format: 'jpeg',
        text: expect.stringMatching(/is being started/),
      });
      startPage(test);
      await settle();
      expect((await client.request('getStatus', {})).pictures).toEqual({
        format: 'h264',
        text: 'H.264 video.',
      });
      const { episodeId } = await client.request('startEpisode', start);
      await show(12);
      await client.request('endEpisode', { outcome: 'stopped' });
      const { kinds, notes } = await recorded(client, episodeId);
      expect(kinds).toEqual(Array(12).fill('h264'));
      expect(notes).toEqual([]);
      client.notify('choosePictures', { pictures: 'jpeg' });
      await settle();
      expect(wishes).toEqual([true, false]);
      test.stop();
    }));

  it('loses no picture when the page dies, goes on with JPEG, says so, and with video when it is back', () =>
    inTemporaryFolder(async (folder) => {
      const { test, client, wishes, show } = await begin(folder);
      const page = startPage(test);
      await settle();
      const { episodeId } = await client.request('startEpisode', start);
      await show(4);
      page.manner.answers = false;
      await show(2);
      page.die();
      await settle();
      const { pictures, fault } = await client.request('getStatus', {});
      expect(pictures.format).toBe('jpeg');
      expect(fault?.happened).toMatch(/video encoder ended.*none is missing/);
      await show(3);
      await expect.poll(() => wishes, { timeout: 3000 }).toEqual([true, false, true]);
      startPage(test);
      await settle();
      expect((await client.request('getStatus', {})).fault).toBeNull();
      await show(2);
      await client.request('endEpisode', { outcome: 'stopped' });
      const { kinds, notes } = await recorded(client, episodeId);
      expect(kinds).toEqual([...Array(4).fill('h264'), ...Array(5).fill('jpeg'), ...Array(2).fill('h264')]);
      expect(notes).toEqual([expect.stringMatching(/\d of \d+ pictures of the camera are recorded as JPEG/)]);
      test.stop();
    }));

  it('records what a silent encoder holds before the episode ends', () =>
    inTemporaryFolder(async (folder) => {
      const { test, client, show } = await begin(folder);
      const page = startPage(test);
      await settle();
      const { episodeId } = await client.request('startEpisode', start);
      page.manner.answers = false;
      await show(3);
      await client.request('endEpisode', { outcome: 'stopped' });
      expect((await recorded(client, episodeId)).kinds).toEqual(['jpeg', 'jpeg', 'jpeg']);
      test.stop();
    }));

  it('records JPEG where nothing is encoded, and says why', () =>
    inTemporaryFolder(async (folder) => {
      const { test, client, show } = await begin(folder);
      startPage(test, null);
      await settle();
      expect((await client.request('getStatus', {})).pictures).toEqual({
        format: 'jpeg',
        text: expect.stringMatching(/offers no video encoder/),
      });
      const { episodeId } = await client.request('startEpisode', start);
      await show(2);
      await client.request('endEpisode', { outcome: 'stopped' });
      expect((await recorded(client, episodeId)).kinds).toEqual(['jpeg', 'jpeg']);
      test.stop();
    }));

  it('records the pictures of a camera that the encoder does not take', () =>
    inTemporaryFolder(async (folder) => {
      const { test, client, show } = await begin(folder);
      const page = startPage(test);
      await settle();
      const { episodeId } = await client.request('startEpisode', start);
      page.manner.answers = false;
      await show(1);
      page.fail('its pictures are 63 x 47');
      await show(2);
      expect((await client.request('getStatus', {})).pictures.text).toMatch(/63 x 47/);
      await client.request('endEpisode', { outcome: 'stopped' });
      const { kinds, notes } = await recorded(client, episodeId);
      expect(kinds).toEqual(['jpeg', 'jpeg', 'jpeg']);
      expect(notes).toEqual([expect.stringMatching(/63 x 47/)]);
      test.stop();
    }));
});
