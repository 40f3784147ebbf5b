/** builtin_interfaces/Time and Duration, as rclnodejs speaks them. */
export interface RosTime {
  readonly sec: number;
  readonly nanosec: number;
}

const nsPerSec = 1_000_000_000;

/** Seconds (a double resolves 0.2 us in our century) as ROS time or duration. */
export function rosTime(seconds: number): RosTime {
  const sec = Math.floor(seconds);
  const nanosec = Math.round((seconds - sec) * nsPerSec);
  return nanosec === nsPerSec ? { sec: sec + 1, nanosec: 0 } : { sec, nanosec };
}

/** A ROS time or duration in seconds. */
export function secondsOf({ sec, nanosec }: RosTime): number {
  return sec + nanosec / nsPerSec;
}
