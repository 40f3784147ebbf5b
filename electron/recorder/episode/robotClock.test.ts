import { expect, it } from 'vitest';
import { createRobotClock } from './robotClock';

it('is this machine until the robot is heard, and then the robot, carried on', () => {
  let wall = 1000;
  const clock = createRobotClock(() => wall);
  expect(clock.nowSec()).toBe(1000);
  clock.noteJointState(50);
  wall += 2;
  expect(clock.nowSec()).toBe(52);
});

it('files a message under its own stamp, unless that is nowhere near', () => {
  const clock = createRobotClock(() => 1000);
  expect(clock.logTimeSec(997.5)).toBe(997.5);
  expect(clock.logTimeSec(0)).toBe(1000);
  expect(clock.logTimeSec(1e12)).toBe(1000);
});
