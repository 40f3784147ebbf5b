import { expect, it } from 'vitest';
import { secondsOf } from '../ros2/rosTime';
import { createRosClock } from './rosClock';

it('keeps the spacing of stamps, and moves them forward by what the simulator has lost', () => {
  let now = 1000;
  const clock = createRosClock(() => now);
  let stampSec = 1000;
  const run = (steps: number, jitter = 0) => {
    for (let i = 0; i < steps; i++) {
      stampSec += 0.01;
      now += 0.01;
      now += i % 2 ? jitter : -jitter;
      clock.heard(stampSec);
    }
  };
  run(300, 0.002);
  expect(secondsOf(clock.stamp(stampSec))).toBeCloseTo(now, 2);
  // The machine is busy for a second; the simulator does not catch up.
  now += 1;
  run(20);
  expect(secondsOf(clock.stamp(stampSec))).toBeLessThan(now - 0.9);
  run(350);
  expect(secondsOf(clock.stamp(stampSec))).toBeCloseTo(now, 2);
});

it('never leaps forward: the time that was lost is made up state by state', () => {
  let now = 1000;
  const clock = createRosClock(() => now);
  const stamps: number[] = [];
  for (let i = 1; i < 400; i++) {
    now = 1000 + i * 0.01 + (i > 100 ? 0.5 : 0);
    clock.heard(1000 + i * 0.01);
    stamps.push(secondsOf(clock.stamp(1000 + i * 0.01)));
  }
  const steps = stamps.slice(1).map((stamp, i) => stamp - stamps[i]!);
  expect(Math.max(...steps)).toBeLessThan(0.0131);
  expect(stamps.at(-1)).toBeCloseTo(now, 2);
});

it('never sets stamps back, however unevenly the states come', () => {
  let now = 1000;
  const clock = createRosClock(() => now);
  const stamps: number[] = [];
  for (let i = 1; i < 2300; i++) {
    // Late by up to a second, for seconds, and then not any more.
    now = 1000 + i * 0.01 + Math.max(0, Math.sin(i / 200));
    clock.heard(1000 + i * 0.01);
    stamps.push(secondsOf(clock.stamp(1000 + i * 0.01)));
  }
  expect(stamps.every((stamp, i) => i === 0 || stamp > stamps[i - 1]!)).toBe(true);
  expect(stamps.at(-1)).toBeLessThan(now + 0.01);
});
