import type { Clock } from '../robot/clock';

/**
 * One operating system process, as far as its faults matter: what it does (timers that come due, messages
 * that arrive) goes through `run`. Killed, it does nothing more; frozen (SIGSTOP, a busy loop, a swapped-out
 * page), it does all of it later, in order.
 */
export interface Host {
  readonly name: string;
  /** The process's own timers. */
  readonly clock: Clock;
  run(work: () => void): void;
  isAlive(): boolean;
  isFrozen(): boolean;
  freeze(): void;
  thaw(): void;
  kill(): void;
  onKill(handler: () => void): void;
}

/** `time` is the world's; `wallAheadSec` by how much the wall clock was set forward. */
export function createHost(name: string, time: Clock, wallAheadSec: () => number = () => 0): Host {
  let alive = true;
  let frozen = false;
  let waiting: (() => void)[] = [];
  const killHandlers: (() => void)[] = [];
  const timers = new Set<() => void>();

  function run(work: () => void): void {
    if (!alive) return;
    if (frozen) waiting.push(work);
    else work();
  }

  function keep(end: () => void): () => void {
    timers.add(end);
    return () => {
      timers.delete(end);
      end();
    };
  }

  return {
    name,
    run,
    clock: {
      nowMs: time.nowMs,
      wallSec: () => time.wallSec() + wallAheadSec(),
      soon: (work) => time.soon(() => run(work)),
      after(ms, work) {
        let off = false;
        const end = keep(
          time.after(ms, () =>
            run(() => {
              if (!off) work();
            }),
          ),
        );
        return () => {
          off = true;
          end();
        };
      },
      every(ms, work) {
        // A timer that came due many times while nobody ran comes once.
        let due = false;
        let off = false;
        const end = keep(
          time.every(ms, () => {
            if (due) return;
            due = true;
            run(() => {
              due = false;
              if (!off) work();
            });
          }),
        );
        return () => {
          off = true;
          end();
        };
      },
    },
    isAlive: () => alive,
    isFrozen: () => frozen,
    freeze() {
      frozen = true;
    },
    thaw() {
      if (!frozen) return;
      frozen = false;
      const late = waiting;
      waiting = [];
      // One after the other, with everything between them that a process does between two messages.
      for (const work of late) time.after(0, () => run(work));
    },
    kill() {
      if (!alive) return;
      alive = false;
      frozen = false;
      waiting = [];
      for (const end of timers) end();
      timers.clear();
      for (const handler of killHandlers) handler();
    },
    onKill: (handler) => killHandlers.push(handler),
  };
}
