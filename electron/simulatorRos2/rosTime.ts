/** builtin_interfaces/Time (and Duration), from and to seconds. */
export interface RosTime {
  readonly sec: number;
  readonly nanosec: number;
}

export function rosTime(stampSec: number): RosTime {
  const sec = Math.floor(stampSec);
  const nanosec = Math.round((stampSec - sec) * 1e9);
  return nanosec === 1e9 ? { sec: sec + 1, nanosec: 0 } : { sec, nanosec };
}

export const seconds = ({ sec, nanosec }: RosTime): number => sec + nanosec / 1e9;
