import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';

/**
 * Has a process give way to those that look at, or move, a robot. On Linux each thread has a priority of its
 * own and takes its maker's: so all that it has now, and with them all that they make later.
 */
export function giveWay(pid: number, niceness: number): void {
  try {
    const threads = process.platform === 'linux' ? readdirSync(`/proc/${pid}/task`).map(Number) : [pid];
    for (const thread of threads) setPriority(thread, niceness);
  } catch {
    // Not allowed, or gone already; it is only less polite.
  }
}
