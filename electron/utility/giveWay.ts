import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';

/**
 * By how much each process gives way (0 not at all, 19 the most) to those that move a robot, look at it or
 * stop it. Whoever gives way loses nothing while nobody else computes. A stop that arrives while the model
 * or a plan computes then has a processor at once.
 */
export const niceness = {
  planner: 5,
  liveVideo: 5,
  inference: 10,
  simulatorPicture: 10,
  exporter: 15,
  videoEncoder: 15,
} as const;

/**
 * Has a process give way. On Linux each thread has a priority of its own and takes its maker's: so all that it
 * has now, and with them all that they make later.
 */
export function giveWay(niceBy: number, pid = process.pid): void {
  try {
    const threads = process.platform === 'linux' ? readdirSync(`/proc/${pid}/task`).map(Number) : [pid];
    for (const thread of threads) setPriority(thread, niceBy);
  } catch {
    // Not allowed, or gone already; it is only less polite.
  }
}
