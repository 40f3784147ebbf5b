import { describe, expect, it } from 'vitest';
import { type CameraStatus, simulatorCameraContract } from '../../shared/contract/cameraContract';
import { connect, type Port, serve } from '../../shared/contract/channel';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import { sceneSchema, type WorldState, worldContract } from '../../shared/contract/simulatorContract';
import { fr3 } from '../../shared/robot/fr3';
import { sampleScene } from '../../shared/scene/sampleScene';
import type { Graphics } from './graphics';
import { createSimulatorCamera } from './simulatorCamera';

/** The page without its window: real channels and contracts; WebGL itself is the end-to-end test's. */
function rig() {
  const bad: string[] = [];
  const logged: string[] = [];
  const shown: number[] = [];
  const later: (() => void)[] = [];
  const opened: { lose: () => void; disposed: boolean }[] = [];

  function openGraphics(onLost: () => void): Graphics {
    const entry = { lose: onLost, disposed: false };
    opened.push(entry);
    return {
      show: (_robot, scene) => shown.push(scene.seed),
      paint: async (state, withDepth) => {
        if (entry.disposed) throw new Error('The graphics context was lost.');
        return {
          rgba: new Uint8ClampedArray(640 * 480 * 4).fill(state.joints.fr3_joint1! * 100),
          depth: withDepth ? new Float32Array(640 * 480).fill(state.joints.fr3_joint1!) : undefined,
        };
      },
      describe: () => 'nothing',
      dispose: () => {
        entry.disposed = true;
      },
    };
  }

  const page = createSimulatorCamera({
    robots: [fr3],
    openGraphics,
    encodeJpeg: async (rgba) => Uint8Array.of(0xff, rgba[0]!),
    later: (_delayMs, task) => later.push(task),
    nowSec: () => 0,
    log: (line) => logged.push(line),
    onBadMessage: ({ problem }) => bad.push(problem),
  });
  return { page, bad, logged, shown, later, opened };
}

function simulator(attach: (port: Port) => void, seed: number, robot = fr3.name) {
  const [mine, theirs] = memoryPortPair();
  const told = (of: number) => ({ robot, scene: sceneSchema.parse(sampleScene(of)) });
  const server = serve(mine, worldContract, { getScene: () => told(seed), getWorld: () => at(0, 0) }, () => {
    throw new Error('bad message');
  });
  attach(theirs);
  return {
    world: (stampSec: number, joint: number) => server.emit('world', at(stampSec, joint)),
    load: (of: number) => server.emit('scene', told(of)),
    close: () => server.close(),
  };
}

function at(stampSec: number, joint: number): WorldState {
  return { stampSec, joints: { fr3_joint1: joint }, objects: [] };
}

function camera(attach: (port: Port) => void) {
  const [mine, theirs] = memoryPortPair();
  attach(theirs);
  const frames: { seq: number; stampSec: number; jpeg: Uint8Array }[] = [];
  const statuses: { state: CameraStatus['state']; text: string }[] = [];
  const client = connect(mine, simulatorCameraContract, ({ problem }) => {
    throw new Error(problem);
  });
  client.on('frame', (frame) => frames.push(frame));
  client.on('status', (status) => statuses.push(status));
  return { client, frames, statuses, take: () => client.notify('frameTaken', {}) };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('simulator camera', () => {
  it('sends the newest world, stamped with its time, to whoever takes it', async () => {
    const { page, bad } = rig();
    const taker = camera(page.attachCamera);
    taker.take();
    const sim = simulator(page.attachWorld, 1);
    await settle();
    sim.world(10, 0.5);
    await settle();
    expect(taker.frames.map(({ seq, stampSec, jpeg }) => [seq, stampSec, jpeg[1]])).toEqual([[0, 10, 50]]);
    sim.world(10.05, 0.6);
    sim.world(10.1, 0.7);
    await settle();
    expect(taker.frames).toHaveLength(1);
    taker.take();
    await settle();
    expect(taker.frames.length).toBeGreaterThan(1);
    expect(bad).toEqual([]);
  });

  it('captures colour and depth of one instant without a credit', async () => {
    const { page } = rig();
    const taker = camera(page.attachCamera);
    const sim = simulator(page.attachWorld, 1);
    await settle();
    await expect(taker.client.request('capture', {})).rejects.toThrow(/not said yet/);
    sim.world(10, 0.5);
    const captured = await taker.client.request('capture', {});
    expect(captured.stampSec).toBe(10);
    expect(captured.rgb.length).toBe(640 * 480 * 3);
    expect([captured.rgb[0], captured.depth[0], captured.jpeg[1]]).toEqual([50, 0.5, 50]);
    expect(captured.camera).toEqual(sceneSchema.parse(sampleScene(1)).camera);
  });

  it('says that the simulator is gone, refuses to capture, and goes on with the next one', async () => {
    const { page, shown } = rig();
    const taker = camera(page.attachCamera);
    const first = simulator(page.attachWorld, 1);
    await settle();
    first.world(10, 0.5);
    first.close();
    await settle();
    expect(taker.statuses.at(-1)).toMatchObject({
      state: 'stopped',
      text: expect.stringMatching(/simulator is gone/),
    });
    await expect(taker.client.request('capture', {})).rejects.toThrow(/simulator is gone/);
    taker.take();
    const second = simulator(page.attachWorld, 2);
    await settle();
    second.world(5, 0.25);
    await settle();
    expect(taker.statuses.at(-1)?.state).toBe('streaming');
    expect(taker.frames.map(({ stampSec }) => stampSec)).toEqual([5]);
    expect(shown).toEqual([1, 2]);
  });

  it('draws a scene that is loaded, and nothing of the one before', async () => {
    const { page, shown } = rig();
    const taker = camera(page.attachCamera);
    const sim = simulator(page.attachWorld, 1);
    await settle();
    sim.world(10, 0.5);
    sim.load(7);
    await settle();
    expect(shown).toEqual([1, 7]);
    await expect(taker.client.request('capture', {})).rejects.toThrow(/not said yet/);
  });

  it('builds a lost graphics context again and says so meanwhile', async () => {
    const { page, later, opened, shown } = rig();
    const taker = camera(page.attachCamera);
    taker.take();
    const sim = simulator(page.attachWorld, 3);
    await settle();
    opened[0]!.lose();
    expect(opened[0]!.disposed).toBe(true);
    sim.world(10, 0.5);
    await settle();
    expect(taker.statuses.at(-1)).toMatchObject({
      state: 'stopped',
      text: expect.stringMatching(/context.*lost.*again/),
    });
    expect(taker.frames).toEqual([]);
    later.shift()!();
    sim.world(10.1, 0.5);
    await settle();
    expect(taker.statuses.at(-1)?.state).toBe('streaming');
    expect(taker.frames.map(({ stampSec }) => stampSec)).toEqual([10.1]);
    expect(shown).toEqual([3, 3]);
  });

  it('says which robot it cannot draw', async () => {
    const { page } = rig();
    const taker = camera(page.attachCamera);
    simulator(page.attachWorld, 1, 'other_arm');
    await settle();
    expect(taker.statuses.at(-1)).toMatchObject({
      state: 'stopped',
      text: expect.stringMatching(/other_arm/),
    });
  });

  it('turns to a new camera process, which gives the first credit itself', async () => {
    const { page } = rig();
    const old = camera(page.attachCamera);
    const sim = simulator(page.attachWorld, 1);
    await settle();
    const fresh = camera(page.attachCamera);
    sim.world(10, 0.5);
    await settle();
    expect(fresh.frames).toEqual([]);
    fresh.take();
    await settle();
    expect(fresh.frames).toHaveLength(1);
    expect(old.frames).toEqual([]);
  });
});
