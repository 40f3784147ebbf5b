import { describe, expect, it } from 'vitest';
import { cameraContract, type EncodedFrame, type LiveFrame } from '../../shared/contract/cameraContract';
import { connect, serve } from '../../shared/contract/channel';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import { observation } from '../loop/loopTestNouns';
import { createLiveFrames } from './liveFrames';

const failing = () => {
  throw new Error('no');
};

function setUp() {
  let nowMs = 1000;
  let ready = 0;
  const closed: number[] = [];
  const [left, right] = memoryPortPair();
  const camera = serve<typeof cameraContract>(
    right,
    cameraContract,
    {
      getStatus: failing,
      freeze: failing,
      selectCamera: failing,
      getDecisionFrame: failing,
      readyForFrame: () => {
        ready += 1;
      },
    },
    () => undefined,
  );
  let whileDecoding: () => void = () => undefined;
  const frames = createLiveFrames(
    async (frame) => {
      const { jpeg } = frame as EncodedFrame;
      whileDecoding();
      if (jpeg.length === 0) throw new Error('not a picture');
      return { width: jpeg[0], height: 1, close: () => closed.push(jpeg[0] ?? 0) } as unknown as ImageBitmap;
    },
    () => nowMs,
    () => nowMs / 1000,
  );
  frames.attach(connect(left, cameraContract, () => undefined));
  const send = async (first: number | null, stampSec: number) => {
    const frame: LiveFrame = {
      seq: 1,
      stampSec,
      camera: observation.camera,
      jpeg: first === null ? new Uint8Array() : new Uint8Array([first]),
    };
    camera.emit('frame', frame);
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return {
    frames,
    send,
    closed,
    whileDecoding: (act: () => void) => {
      whileDecoding = act;
    },
    ready: () => ready,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

describe('createLiveFrames', () => {
  it('asks for the next picture only when it has dealt with the last, a bad one too', async () => {
    const { send, ready } = setUp();
    await expect.poll(ready).toBe(1);
    await send(1, 0.98);
    expect(ready()).toBe(2);
    await send(null, 0.99);
    expect(ready()).toBe(3);
  });

  it('gives the present picture and each new one to whoever listens, and decodes for nobody else', async () => {
    const { frames, send, closed } = setUp();
    const drawn: (number | null)[] = [];
    await send(1, 0.9);
    const end = frames.listen((bitmap) => drawn.push(bitmap?.width ?? null));
    await send(2, 0.95);
    end();
    await send(3, 0.99);
    expect(drawn).toEqual([1, 2]);
    expect(closed).toEqual([]);
    expect(frames.count()).toBe(3);
  });

  it('leaves nothing of a camera when another one is chosen, not even what was being decoded', async () => {
    const { frames, send, closed, whileDecoding } = setUp();
    const drawn: (number | null)[] = [];
    frames.listen((bitmap) => drawn.push(bitmap?.width ?? null));
    await send(1, 0.9);
    whileDecoding(frames.forget);
    await send(2, 0.95);
    expect(drawn).toEqual([1, null]);
    expect(closed).toEqual([2]);
    expect(frames.ageMs()).toBeNull();
    expect(frames.fps()).toBe(0);
    whileDecoding(() => undefined);
    await send(3, 0.99);
    expect(drawn.at(-1)).toBe(3);
  });

  it('knows the age of the picture, also when nothing comes any more', async () => {
    const { frames, send, pass } = setUp();
    expect(frames.ageMs()).toBeNull();
    await send(1, 0.96);
    expect(frames.ageMs()).toBeCloseTo(40, 6);
    pass(700);
    expect(frames.ageMs()).toBeCloseTo(740, 6);
    expect(frames.fps()).toBe(0.5);
    pass(5000);
    expect(frames.fps()).toBe(0);
  });
});
