import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildKilledRecorder, killMoments, killOnce } from './killOnce';

let recorder: Awaited<ReturnType<typeof buildKilledRecorder>>;
beforeAll(async () => {
  recorder = await buildKilledRecorder();
}, 60_000);
afterAll(() => recorder?.remove());

/** `npm run test:kills` does it 200 times. */
it.each(killMoments(1, 10))(
  'a recorder killed after %i ms loses less than a second, and nothing that it had confirmed',
  async (ms) => {
    const kill = await killOnce(recorder.program, ms);
    expect(kill.problems).toEqual([]);
    expect(kill.lostSec).toBeLessThan(1);
  },
);
