import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type CameraStatus, cameraContract, type LiveFrame } from '../../../shared/contract/cameraContract';
import { type Client, connect } from '../../../shared/contract/channel';
import {
  type CameraChannel,
  type ModelChoices,
  modelChoicesSchema,
} from '../../../shared/contract/connection';
import { memoryPortPair } from '../../../shared/contract/memoryPort';
import { pictureHeader } from '../../pictures/pictureHeader';
import { type CameraService, createCameraService } from '../cameraService';
import { jpegOf } from './jpeg';
import { startRosCameras } from './startRosCameras';
import { type CameraNode, type CameraSettings, startCameraNode } from './testing/startCameraNode';

/** The camera process's ROS side against a camera of rclpy, over real DDS on loopback. */
const nowMs = () => performance.now();
const clocks = { nowMs, wallSec: () => Date.now() / 1000 };

function channel(name: string, prefix: string, change: Partial<CameraChannel> = {}): CameraChannel {
  return {
    name,
    color: { topic: `${prefix}/image`, transport: 'raw' },
    depth: { topic: `${prefix}/depth` },
    info: `${prefix}/camera_info`,
    pose: { kind: 'tf' },
    ...change,
  };
}

const model: ModelChoices = modelChoicesSchema.parse({
  source: { kind: 'bundled', name: 'fr3' },
  baseFrame: 'base',
});

let camera: CameraNode | undefined;
let endCameras: (() => void) | undefined;
let service: CameraService;
let client: Client<typeof cameraContract>;
let status: CameraStatus | undefined;
let frames: LiveFrame[];
let ticking: ReturnType<typeof setInterval>;

beforeAll(() => {
  process.env.ROS_DOMAIN_ID = String(randomInt(1, 100));
  process.env.FASTRTPS_DEFAULT_PROFILES_FILE = join(
    import.meta.dirname,
    '../../../resources/ros2/fastdds.xml',
  );
});

beforeEach(() => {
  frames = [];
  status = undefined;
  service = createCameraService({
    nowMs,
    newId: () => `obs-${nowMs()}`,
    onBadMessage: ({ problem }) => {
      throw new Error(problem);
    },
  });
  const [mine, theirs] = memoryPortPair();
  service.addSubscriber(theirs);
  client = connect(mine, cameraContract, ({ problem }) => {
    throw new Error(problem);
  });
  client.on('status', (now) => {
    status = now;
  });
  client.on('frame', (frame) => {
    frames.push(frame);
    client.notify('readyForFrame', {});
  });
  client.notify('readyForFrame', {});
  ticking = setInterval(service.tick, 100);
});

afterEach(async () => {
  clearInterval(ticking);
  endCameras?.();
  await camera?.kill();
  camera = undefined;
});

/** A camera of rclpy, and ours looking at it. */
async function start(
  settings: CameraSettings = {},
  cameras = [channel('table', '/camera')],
  choices = model,
) {
  [camera, endCameras] = await Promise.all([
    startCameraNode(settings),
    startRosCameras({ cameras, model: choices, rosbridge: null }, service, clocks),
  ]);
}

async function until(what: string, met: () => boolean, timeoutMs = 15_000): Promise<void> {
  const end = nowMs() + timeoutMs;
  while (!met()) {
    if (nowMs() > end)
      throw new Error(`Not within ${timeoutMs} ms: ${what}. Status: ${JSON.stringify(status)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const live = () => until('a live picture', () => status?.state === 'streaming' && frames.length > 2);
const ready = () => until('ready to decide', () => status?.text === 'The picture is live.');
const words = (pattern: RegExp) => until(String(pattern), () => pattern.test(status?.text ?? ''));
const freeze = () => client.request('freeze', {}, { timeoutMs: 5000 });
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const near = (a: number, b: number, by: number) => Math.abs(a - b) <= by;

it('shows live pictures, and freezes colour, depth, lens and pose of one instant', async () => {
  await start();
  await live();
  await ready();
  const { observation, jpeg } = await freeze();
  expect(observation).toMatchObject({ cameraName: 'table', hasDepth: true });
  expect(observation.camera).toMatchObject({ width: 64, height: 48, fx: 64, fy: 64, cx: 32, cy: 24 });
  expect(observation.camera.poseInBase.position).toEqual([0.5, 0.1, 0.9]);
  expect(observation.camera.poseInBase.orientation).toEqual([1, 0, 0, 0]);
  expect(Math.abs(observation.stampSec - Date.now() / 1000)).toBeLessThan(1);
  const { rgb, depth } = await client.request('getDecisionFrame', {
    observationId: observation.observationId,
  });
  expect([...rgb.subarray(0, 6)]).toEqual([200, 100, 50, 200, 100, 50]);
  expect(depth?.length).toBe(64 * 48);
  expect(depth?.[100]).toBeCloseTo(0.75, 6);
  expect(pictureHeader(jpeg)).toMatchObject({ format: 'jpeg', width: 64, height: 48 });
  const raw = {
    width: 64,
    height: 48,
    rgba: Uint8Array.from({ length: 64 * 48 * 4 }, (_, i) => [200, 100, 50, 255][i % 4]!),
  };
  expect(frames.at(-1)).toMatchObject(raw);
  expect(frames.at(-1)?.camera?.poseInBase.position).toEqual([0.5, 0.1, 0.9]);
  await until('the rate of the stream', () => (status?.streams[0]?.rateHz ?? 0) > 10);
  const color = status?.streams[0];
  expect(color).toMatchObject({ topic: '/camera/image', problem: null });
  expect(color!.ageMs).toBeLessThan(1000);
});

it('reads every encoding of colours and depth, with padded rows and either byte order', async () => {
  await start({ padding: 6 });
  await ready();
  const cases: readonly [CameraSettings, readonly number[], number][] = [
    [{ encoding: 'bgr8', depth: '32FC1', depthMetres: 1.25 }, [200, 100, 50], 1.25],
    [{ encoding: 'rgba8', depth: '16UC1', depthBigEndian: true, depthMetres: 0.3 }, [200, 100, 50], 0.3],
    [{ encoding: 'bgra8', depth: '32FC1', depthBigEndian: true, depthMetres: 2 }, [200, 100, 50], 2],
    [{ encoding: 'mono8', depthBigEndian: false, depthMetres: 0.5 }, [200, 200, 200], 0.5],
  ];
  for (const [settings, color, metres] of cases) {
    await camera!.set(settings);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { observation } = await freeze();
    const frame = await client.request('getDecisionFrame', { observationId: observation.observationId });
    expect([...frame.rgb.subarray(0, 3)], JSON.stringify(settings)).toEqual(color);
    expect([...frame.rgb.subarray(-3)]).toEqual(color);
    expect(frame.depth?.at(-1)).toBeCloseTo(metres, 3);
  }
});

it('places a camera on a moving hand where the hand was when the picture was taken', async () => {
  await start({ tf: 'hand' });
  await ready();
  for (let i = 0; i < 3; i++) {
    const { observation } = await freeze();
    const [x, y, z] = observation.camera.poseInBase.position;
    const phase = observation.stampSec % 10;
    // The publisher's path has a jump every ten seconds.
    if (phase < 0.1 || phase > 9.9) continue;
    expect(near(x, 0.3 + 0.2 * phase, 1e-3), `${x} at ${phase}`).toBe(true);
    expect([y, z]).toEqual([0, 0.65]);
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
});

it('refuses in words, with the frames, when a transform is missing, and when it is stale', async () => {
  await start({ tf: 'none' });
  await live();
  await words(/nothing can be decided on it: No transform names the frame "camera_color_optical_frame"/);
  await expect(freeze()).rejects.toThrow(/"camera_color_optical_frame".*Nothing moves/);
  await camera!.set({ tf: 'hand' });
  await ready();
  await camera!.set({ tf: 'none' });
  await new Promise((resolve) => setTimeout(resolve, 600));
  await expect(freeze()).rejects.toThrow(/from "hand" to "base" is stale/);
});

it('refuses depth that does not belong to the colours: too far in time, of another size or frame, or empty', async () => {
  await start({ rate: 5, depthLateSec: 0.1 });
  await live();
  await expect(freeze()).rejects.toThrow(
    /depth picture nearest in time on \/camera\/depth is 0\.\d\d s away/,
  );
  const cases: readonly [CameraSettings, RegExp][] = [
    [{ rate: 30, depthLateSec: 0, depthSize: [32, 24] }, /is 32 x 24 pixels and the colours are 64 x 48/],
    [{ depthSize: null, depthFrame: 'camera_depth_frame' }, /of frame "camera_depth_frame".*registered/],
    [{ depthFrame: null, depthMetres: null, depth: '32FC1' }, /no distance at all/],
    [{ depth: '8UC1' }, /encoding "8UC1" cannot be read/],
  ];
  for (const [settings, pattern] of cases) {
    await camera!.set(settings);
    await new Promise((resolve) => setTimeout(resolve, 400));
    await expect(freeze(), JSON.stringify(settings)).rejects.toThrow(pattern);
  }
});

it('says what is wrong with the pictures, and goes on when they are right again', async () => {
  await start();
  await ready();
  const cases: readonly [CameraSettings, RegExp][] = [
    [{ encoding: 'bayer_rggb8' }, /encoding "bayer_rggb8" cannot be shown/],
    [{ encoding: 'rgb8', truncated: true }, /64 x 48 pixels \(rgb8\) came with 4608 bytes instead of 9216/],
    [{ truncated: false, width: 0 }, /picture of 0 x 48 pixels/],
    [{ width: 64, streaming: false }, /No new picture for/],
  ];
  for (const [settings, pattern] of cases) {
    await camera!.set(settings);
    await until(`${pattern}`, () => status?.state === 'stalled' && pattern.test(status.text));
    await expect(freeze()).rejects.toThrow(/Nothing moves/);
  }
  await camera!.set({ streaming: true });
  await ready();
  await freeze();
});

it('refuses to decide without camera_info, with that of another size, and with a fisheye lens', async () => {
  await start({ info: false });
  await live();
  await words(/No camera_info has come on \/camera\/camera_info/);
  await expect(freeze()).rejects.toThrow(/No camera_info has come on \/camera\/camera_info/);
  await camera!.set({ info: true, infoSize: [1280, 720] });
  await words(/camera_info on \/camera\/camera_info speaks of 1280 x 720/);
  await expect(freeze()).rejects.toThrow(/speaks of 1280 x 720/);
  await camera!.set({ infoSize: null, model: 'equidistant', d: [0.1, 0, 0, 0] });
  await words(/"equidistant".*rectified topic/);
  await camera!.set({ model: 'plumb_bob', d: [-0.3, 0.1, 0, 0, 0] });
  await ready();
  await freeze();
});

it('follows a change of resolution in mid-stream', async () => {
  await start();
  await ready();
  await camera!.set({ width: 96, height: 40 });
  await until('frames of the new size', () => frames.at(-1)?.camera?.width === 96);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const { observation } = await freeze();
  expect(observation.camera).toMatchObject({ width: 96, height: 40 });
});

it('survives a publisher that is killed and comes again', async () => {
  await start();
  await live();
  await camera!.kill();
  await until('stalled', () => status?.state === 'stalled');
  camera = await startCameraNode();
  await ready();
  await freeze();
});

it('goes on when the clock is set back, without mixing what was before with what is now', async () => {
  await start({ tf: 'hand' });
  await ready();
  await camera!.set({ stampShiftSec: -3600 });
  await new Promise((resolve) => setTimeout(resolve, 800));
  const { observation } = await freeze();
  expect(near(observation.stampSec, Date.now() / 1000 - 3600, 1)).toBe(true);
  expect((await client.request('getStatus', {})).streams[0]?.problem).toMatch(
    /3600\.\d s behind this machine's clock/,
  );
});

it('changes the camera that is shown and decided on', async () => {
  await start({}, [
    channel('table', '/camera'),
    channel('hand', '/hand', {
      pose: { kind: 'fixed', opticalFrameInBase: { position: [1, 2, 3], orientation: [0, 0, 0, 1] } },
    }),
  ]);
  const second = await startCameraNode({ prefix: '/hand', width: 32, height: 24, tf: 'none' });
  try {
    await ready();
    expect(status).toMatchObject({ cameraName: 'table', cameras: ['table', 'hand'] });
    expect(await client.request('selectCamera', { name: 'hand' })).toMatchObject({ cameraName: 'hand' });
    await until('pictures of the other camera', () => frames.at(-1)?.camera?.width === 32);
    await ready();
    expect((await freeze()).observation).toMatchObject({
      cameraName: 'hand',
      camera: { width: 32, poseInBase: { position: [1, 2, 3] } },
    });
    await expect(client.request('selectCamera', { name: 'roof' })).rejects.toThrow(
      /no camera "roof".*table, hand/,
    );
  } finally {
    await second.kill();
  }
});

it('tells of a topic that nobody publishes, and of one that carries another type', async () => {
  await start({}, [
    channel('none', '/nowhere'),
    channel('typed', '/camera', { color: { topic: '/camera/image', transport: 'compressed' } }),
  ]);
  await words(/Nobody publishes \/nowhere\/image/);
  await client.request('selectCamera', { name: 'typed' });
  await words(/sensor_msgs\/msg\/Image; sensor_msgs\/msg\/CompressedImage is needed/);
});

it('takes compressed pictures as they are, and the base frame from robot_description', async () => {
  const rgb = Uint8Array.from({ length: 64 * 48 * 3 }, (_, i) => [200, 100, 50][i % 3]!);
  const jpeg = await jpegOf(rgb, 64, 48);
  const urdf =
    '<robot name="r"><link name="base"/><link name="a"/><joint name="j" type="fixed"><parent link="base"/><child link="a"/></joint></robot>';
  await start(
    { compressedBase64: base64(jpeg), depth: null, urdf },
    [
      channel('small', '/camera', {
        color: { topic: '/camera/image', transport: 'compressed' },
        depth: null,
      }),
    ],
    modelChoicesSchema.parse({ source: { kind: 'topic', topic: '/robot_description' } }),
  );
  await ready();
  expect(frames.at(-1)).toMatchObject({ jpeg });
  const { observation } = await freeze();
  expect(observation.hasDepth).toBe(false);
  const { rgb: decided, depth } = await client.request('getDecisionFrame', {
    observationId: observation.observationId,
  });
  expect(depth).toBeNull();
  for (const [i, want] of [200, 100, 50].entries()) expect(near(decided[i]!, want, 4)).toBe(true);
  await camera!.set({ compressedBase64: base64(jpeg.subarray(0, jpeg.length / 2)) });
  await words(/was cut off/);
});
