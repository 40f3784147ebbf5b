import type { FaultText } from '../../shared/contract/common';
import type { Clock } from './clock';

/** ms: the same fault is told no more often than this. */
const againAfterMs = 1000;

/** Tells faults, each kind at most once a second: a fault that comes with every joint state is one fault. */
export function createFaults(
  clock: Clock,
  describe: () => Pick<FaultText, 'robotIs' | 'next'>,
  tell: (fault: FaultText) => void,
) {
  const toldAtMs = new Map<string, number>();
  return (code: string, happened: string): void => {
    const now = clock.nowMs();
    if (now - (toldAtMs.get(code) ?? Number.NEGATIVE_INFINITY) < againAfterMs) return;
    toldAtMs.set(code, now);
    tell({ code, happened: happened.slice(0, 2000), ...describe() });
  };
}
