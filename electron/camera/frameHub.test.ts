import { expect, it } from 'vitest';
import type { LiveFrame } from '../../shared/contract/cameraContract';
import { createFrameHub } from './frameHub';
import { testCamera } from './testPicture';

function frame(seq: number): LiveFrame {
  return { seq, stampSec: seq, camera: testCamera, jpeg: new Uint8Array([seq]) };
}

it('gives nothing before a subscriber asks, then the newest at once', () => {
  const hub = createFrameHub();
  const got: number[] = [];
  const subscription = hub.subscribe(({ seq }) => got.push(seq));
  hub.publish(frame(1));
  hub.publish(frame(2));
  expect(got).toEqual([]);
  subscription.ready();
  expect(got).toEqual([2]);
});

it('gives a frame only once, and the next as soon as it comes', () => {
  const hub = createFrameHub();
  const got: number[] = [];
  const subscription = hub.subscribe(({ seq }) => got.push(seq));
  hub.publish(frame(1));
  subscription.ready();
  subscription.ready();
  expect(got).toEqual([1]);
  hub.publish(frame(2));
  hub.publish(frame(3));
  expect(got).toEqual([1, 2]);
});

it('a subscriber that never answers does not hold up another', () => {
  const hub = createFrameHub();
  const got: number[] = [];
  const slow: number[] = [];
  hub.subscribe(({ seq }) => slow.push(seq)).ready();
  const fast = hub.subscribe(({ seq }) => {
    got.push(seq);
    fast.ready();
  });
  fast.ready();
  for (let seq = 1; seq <= 50; seq++) hub.publish(frame(seq));
  expect(slow).toEqual([1]);
  expect(got).toHaveLength(50);
});

it('stops giving after the end, and never gives a forgotten frame', () => {
  const hub = createFrameHub();
  const got: number[] = [];
  const ended = hub.subscribe(({ seq }) => got.push(seq));
  ended.ready();
  ended.end();
  hub.publish(frame(1));
  hub.forget();
  hub.subscribe(({ seq }) => got.push(seq)).ready();
  expect(got).toEqual([]);
});

it('gives one who must miss none as many as it asked for, without being asked for each', () => {
  const hub = createFrameHub();
  const got: number[] = [];
  const subscription = hub.subscribe(({ seq }) => got.push(seq));
  subscription.ready(3);
  for (let seq = 1; seq <= 5; seq++) hub.publish(frame(seq));
  expect(got).toEqual([1, 2, 3]);
  expect(hub.wanted()).toBe(false);
  subscription.ready(2);
  hub.publish(frame(6));
  expect(got).toEqual([1, 2, 3, 5, 6]);
});
