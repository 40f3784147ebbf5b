import { expect, it } from 'vitest';
import { rosTime, secondsOf } from './rosTime';

it('goes to ROS time and back', () => {
  for (const seconds of [0, 0.25, 1.5, 1_795_281_354.123456, 0.999_999_999_9]) {
    const time = rosTime(seconds);
    expect(secondsOf(time)).toBeCloseTo(seconds, 6);
    expect(time.nanosec).toBeLessThan(1_000_000_000);
    expect(Number.isInteger(time.sec) && Number.isInteger(time.nanosec)).toBe(true);
  }
});

it('keeps nanoseconds positive before zero', () => {
  expect(rosTime(-0.25)).toEqual({ sec: -1, nanosec: 750_000_000 });
});
