import { expect, it } from 'vitest';
import { createStreamWatch } from './streamWatch';

function setUp(countsLosses = true) {
  let now = 0;
  const wall = 1_800_000_000;
  const watch = createStreamWatch(
    '/image',
    () => now * 1000,
    () => wall + now,
    countsLosses,
  );
  return {
    watch,
    /** A message stamped now (or off by `skewSec`) that took `lateSec` to come. */
    arrive(atSec: number, skewSec = 0) {
      now = atSec;
      watch.arrived(wall + atSec + skewSec);
    },
    pass(toSec: number) {
      now = toSec;
    },
  };
}

it('measures rate, age and skew', () => {
  const { watch, arrive, pass } = setUp();
  for (let i = 0; i < 60; i++) arrive(i / 30, -0.01);
  pass(2);
  const figures = watch.figures(null);
  expect(Math.abs(figures.rateHz - 30)).toBeLessThan(1);
  expect(figures.ageMs).toBeCloseTo(1000 / 30 + 10, 1);
  expect(figures.skewMs).toBeCloseTo(-10, 3);
  expect(figures).toMatchObject({ topic: '/image', dropped: 0, problem: null });
});

it('counts what the stamps show to be missing, but not a pause, jitter or another pace', () => {
  const { watch, arrive } = setUp();
  let at = 0;
  const send = (count: number, interval: number) => {
    for (let i = 0; i < count; i++) {
      at += interval;
      arrive(at);
    }
  };
  send(20, 1 / 30);
  at += 2 / 30;
  send(20, 1 / 30);
  expect(watch.figures(null).dropped).toBe(2);
  at += 5;
  send(20, 1 / 30);
  for (let i = 0; i < 20; i++) send(1, (1 + (i % 2 ? 0.3 : -0.3)) / 30);
  expect(watch.figures(null).dropped).toBe(2);
  const many = setUp(false);
  for (const stamp of [0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.5, 0.51]) many.arrive(stamp);
  expect(many.watch.figures(null).dropped).toBe(0);
});

it('tells first of bad messages, then of the graph, then of clocks', () => {
  const { watch, arrive, pass } = setUp();
  expect(watch.figures('Nobody publishes it.').problem).toBe('Nobody publishes it.');
  arrive(1, -30);
  expect(watch.figures('Nobody publishes it.').problem).toMatch(/30\.0 s behind this machine's clock/);
  watch.refused('It is cut off.');
  expect(watch.figures(null).problem).toBe('It is cut off.');
  arrive(1.1);
  expect(watch.figures(null).problem).toBeNull();
  pass(9);
  expect(watch.figures('Nobody publishes it.').problem).toBe('Nobody publishes it.');
});

it('knows no age where time is simulated', () => {
  const { watch } = setUp();
  watch.arrived(12.5);
  expect(watch.figures(null)).toMatchObject({ ageMs: null, skewMs: null });
});
