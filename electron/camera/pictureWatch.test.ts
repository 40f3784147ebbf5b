import { expect, it } from 'vitest';
import { createPictureWatch } from './pictureWatch';

const source = (problem: string | null = null) => ({
  cameraName: 'camera',
  advice: 'look at its cable',
  problem: () => problem,
});

function setUp() {
  let now = 0;
  const watch = createPictureWatch(() => now);
  return {
    watch,
    wait: (ms: number) => {
      now += ms;
    },
  };
}

it('starts, streams, and measures the rate of new pictures', () => {
  const { watch, wait } = setUp();
  expect(watch.status().state).toBe('starting');
  watch.attached(source());
  for (let i = 0; i < 100; i++) {
    wait(40);
    watch.frame(i * 0.04);
  }
  expect(watch.status()).toMatchObject({ state: 'streaming', ageMs: 0 });
  expect(watch.status().fps).toBeCloseTo(25, 5);
});

it('says stalled after 500 ms without a frame, with the age in words, and recovers', () => {
  const { watch, wait } = setUp();
  watch.attached(source());
  watch.frame(1);
  wait(500);
  expect(watch.status().state).toBe('streaming');
  wait(1);
  expect(watch.status().state).toBe('stalled');
  wait(1499);
  expect(watch.status().text).toContain('2.0 s');
  watch.frame(2);
  expect(watch.status().state).toBe('streaming');
});

it('takes a picture that repeats the same stamp for no new picture', () => {
  const { watch, wait } = setUp();
  watch.attached(source());
  watch.frame(1);
  for (let i = 0; i < 10; i++) {
    wait(100);
    watch.frame(1);
  }
  expect(watch.status().state).toBe('stalled');
});

it('says stopped with its words when the source is gone, and starts again with a new one', () => {
  const { watch, wait } = setUp();
  watch.attached(source());
  watch.frame(1);
  watch.gone('The window closed.');
  expect(watch.status()).toMatchObject({ state: 'stopped', text: 'The window closed.' });
  wait(1000);
  watch.attached(source());
  expect(watch.status().state).toBe('starting');
});

it('tells what the source knows: why none comes, and why a live one is not to be decided on', () => {
  const { watch, wait } = setUp();
  watch.attached(source('Nobody publishes /image.'));
  expect(watch.status()).toMatchObject({ state: 'starting', text: 'Nobody publishes /image.' });
  watch.frame(1);
  expect(watch.status().text).toMatch(/live, but nothing can be decided on it: Nobody publishes/);
  wait(600);
  expect(watch.status().text).toMatch(
    /for 0\.6 s.*Nobody publishes \/image\. If it lasts, look at its cable/,
  );
});
