/** builtin_interfaces/Time. */
export interface RosTime {
  readonly sec: number;
  readonly nanosec: number;
}

const nsPerSec = 1_000_000_000;

/** A stamp in seconds (a double resolves 0.2 us in our century) as ROS time. */
export function rosTime(stampSec: number): RosTime {
  const sec = Math.floor(stampSec);
  const nanosec = Math.round((stampSec - sec) * nsPerSec);
  return nanosec === nsPerSec ? { sec: sec + 1, nanosec: 0 } : { sec, nanosec };
}

/** The same as nanoseconds for MCAP, whose times cannot be negative. */
export function nanoseconds(stampSec: number): bigint {
  const { sec, nanosec } = rosTime(Math.max(0, stampSec));
  return BigInt(sec) * BigInt(nsPerSec) + BigInt(nanosec);
}

export function seconds(ns: bigint): number {
  return Number(ns / BigInt(nsPerSec)) + Number(ns % BigInt(nsPerSec)) / nsPerSec;
}
