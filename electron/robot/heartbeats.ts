import type { Clock } from './clock';

/** When the console's page and main last said that they live. */
export function createHeartbeats(clock: Clock) {
  const heardAtMs: { renderer: number | null; main: number | null } = { renderer: null, main: null };
  const age = (at: number | null) => (at === null ? null : clock.nowMs() - at);
  return {
    beat(from: 'renderer' | 'main'): void {
      heardAtMs[from] = clock.nowMs();
    },
    /** Its port closed: it does not live any more. */
    gone(from: 'renderer' | 'main'): void {
      heardAtMs[from] = null;
    },
    ageMs: () => ({ renderer: age(heardAtMs.renderer), main: age(heardAtMs.main) }),
  };
}
