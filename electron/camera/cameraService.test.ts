import { expect, it } from 'vitest';
import { type CameraStatus, cameraContract } from '../../shared/contract/cameraContract';
import { connect, serve } from '../../shared/contract/channel';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import { recorderContract, type SentRecord } from '../../shared/contract/recorderContract';
import { createCameraService } from './cameraService';
import { hashOf, type Picture, servePicture, testPicture } from './testPicture';

const settle = (ms = 20) => new Promise((resolve) => setTimeout(resolve, ms));

function setUp(capture: () => Picture | Promise<Picture> = () => testPicture(100)) {
  let now = 0;
  let ids = 0;
  const bad: string[] = [];
  const service = createCameraService({
    nowMs: () => now,
    newId: () => `obs-${++ids}`,
    onBadMessage: ({ problem }) => bad.push(problem),
  });
  const subscribe = () => {
    const [mine, theirs] = memoryPortPair();
    service.addSubscriber(theirs);
    return connect(mine, cameraContract, ({ problem }) => bad.push(problem));
  };
  const attach = () => {
    const [pictureEnd, cameraEnd] = memoryPortPair();
    const picture = servePicture(pictureEnd, capture);
    service.attachPicture(cameraEnd);
    return picture;
  };
  const wait = (ms: number) => {
    now += ms;
    service.tick();
  };
  return { service, subscribe, attach, wait, bad };
}

it('a slow subscriber does not delay another: the fast one gets every frame, the slow one the newest', async () => {
  const { subscribe, attach } = setUp();
  const picture = attach();
  const fast = subscribe();
  const slow = subscribe();
  const fastGot: number[] = [];
  const slowGot: number[] = [];
  fast.on('frame', ({ seq }) => {
    fastGot.push(seq);
    fast.notify('readyForFrame', {});
  });
  slow.on('frame', ({ seq }) => {
    slowGot.push(seq);
    setTimeout(() => slow.notify('readyForFrame', {}), 70);
  });
  fast.notify('readyForFrame', {});
  slow.notify('readyForFrame', {});
  await settle();
  for (let seq = 1; seq <= 40; seq++) {
    picture.send({ seq, stampSec: seq / 30 });
    await settle(5);
  }
  await settle(100);
  expect(fastGot).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  expect(slowGot.length).toBeLessThan(10);
  expect(slowGot.at(-1)).toBe(40);
  expect(picture.taken()).toBe(41);
});

it('freezes: colour, depth and their hash belong together and are kept for the others', async () => {
  const { subscribe, attach } = setUp();
  attach();
  const client = subscribe();
  const { observation, jpeg } = await client.request('freeze', {});
  expect(observation).toMatchObject({ observationId: 'obs-1', stampSec: 100, hasDepth: true });
  expect(jpeg.byteLength).toBe(4);
  const frame = await subscribe().request('getDecisionFrame', { observationId: 'obs-1' });
  expect(hashOf(frame.rgb)).toBe(observation.imageHash);
  expect(frame.depth).toEqual(testPicture(100).depth);
});

it('keeps the last eight decision frames and says so of an older one', async () => {
  const { subscribe, attach } = setUp();
  attach();
  const client = subscribe();
  for (let i = 0; i < 9; i++) await client.request('freeze', {});
  await expect(client.request('getDecisionFrame', { observationId: 'obs-2' })).resolves.toBeDefined();
  await expect(client.request('getDecisionFrame', { observationId: 'obs-1' })).rejects.toThrow('last 8');
});

it('tells of stalling and of the end, to subscribers and to the recording', async () => {
  const { service, subscribe, attach, wait } = setUp();
  const records: SentRecord[] = [];
  const [cameraEnd, recorderEnd] = memoryPortPair();
  serve(
    recorderEnd,
    recorderContract,
    { record: (record: SentRecord) => records.push(record) } as never,
    () => undefined,
  );
  service.attachRecorder(cameraEnd);
  const states: CameraStatus['state'][] = [];
  subscribe().on('status', ({ state }) => {
    if (states.at(-1) !== state) states.push(state);
  });
  const picture = attach();
  picture.send({ seq: 1, stampSec: 1 });
  await settle();
  wait(501);
  await settle();
  picture.send({ seq: 2, stampSec: 2 });
  await settle();
  picture.close();
  await settle();
  expect(states).toEqual(['starting', 'streaming', 'stalled', 'streaming', 'stopped']);
  expect(records.map(({ kind }) => kind)).toEqual(['note', 'fault', 'note', 'fault']);
  expect(records[1]?.json).toContain('No new picture');
  // Only a picture brings a stamp: what is said of pictures that do not come leaves the time to the recorder.
  expect(records.map(({ stampSec }) => stampSec)).toEqual([1, null, 2, null]);
});

it('has no stamp to give before there is a picture', async () => {
  const { service, attach } = setUp();
  const records: SentRecord[] = [];
  const [cameraEnd, recorderEnd] = memoryPortPair();
  serve(
    recorderEnd,
    recorderContract,
    { record: (record: SentRecord) => records.push(record) } as never,
    () => undefined,
  );
  service.attachRecorder(cameraEnd);
  attach().close();
  await settle();
  expect(records).toMatchObject([{ kind: 'fault', stampSec: null }]);
});

it('refuses to freeze, in words, without a source, with a dead one, and after a crash', async () => {
  const { subscribe, attach } = setUp(() => Promise.reject(new Error('context lost')));
  const client = subscribe();
  await expect(client.request('freeze', {})).rejects.toThrow(/not connected.*Nothing moves/s);
  const picture = attach();
  await settle();
  await expect(client.request('freeze', {})).rejects.toThrow(/context lost.*Nothing moves/s);
  picture.close();
  await settle();
  await expect(client.request('freeze', {})).rejects.toThrow('not connected');
});

it('gives up on a capture that is never answered after three seconds', async () => {
  const { subscribe, attach } = setUp(() => new Promise<Picture>(() => undefined));
  attach();
  const before = performance.now();
  await expect(subscribe().request('freeze', {})).rejects.toThrow(/within 3000 ms/);
  expect(performance.now() - before).toBeLessThan(3500);
});

it('refuses to freeze a stale picture: the world stands still, or the capture is old', async () => {
  let stampSec = 100;
  const { subscribe, attach, wait } = setUp(() => testPicture(stampSec));
  const picture = attach();
  const client = subscribe();
  picture.send({ seq: 1, stampSec: 100 });
  await settle();
  await expect(client.request('freeze', {})).resolves.toBeDefined();
  wait(900);
  await expect(client.request('freeze', {})).rejects.toThrow(/not changed for 0.9 s/);
  stampSec = 100.9;
  await expect(client.request('freeze', {})).resolves.toBeDefined();
  picture.send({ seq: 2, stampSec: 102 });
  await settle();
  await expect(client.request('freeze', {})).rejects.toThrow(/1.1 s older/);
});

it('refuses a picture of another size than it says', async () => {
  const { subscribe, attach } = setUp(() => ({ ...testPicture(1), rgb: new Uint8Array(23) }));
  attach();
  await expect(subscribe().request('freeze', {})).rejects.toThrow(/not 4 x 2 pixels/);
});

it('takes a new source after the old one went, and ignores what the old one still says', async () => {
  const { subscribe, attach } = setUp();
  const first = attach();
  const second = attach();
  await settle();
  first.close();
  await settle();
  second.send({ seq: 1, stampSec: 5 });
  await settle();
  expect(await subscribe().request('getStatus', {})).toMatchObject({ state: 'streaming' });
});

it('says stopped with the words of the source', async () => {
  const { subscribe, attach } = setUp();
  const picture = attach();
  picture.say('stopped', 'The drawing context was lost.');
  await settle();
  expect(await subscribe().request('getStatus', {})).toMatchObject({
    state: 'stopped',
    text: 'The drawing context was lost.',
  });
});
