import { describe, expect, it } from 'vitest';
import { realClock } from './clock';
import { createSlicer, runInSlices, type Steps } from './slices';
import { createManualClock } from './testing/manualClock';

/** Steps of about a tenth of a millisecond each. */
function* work(steps: number): Steps<string> {
  for (let i = 0; i < steps; i++) {
    const until = performance.now() + 0.1;
    while (performance.now() < until);
    yield;
  }
  return 'done';
}

describe('slices', () => {
  it('give way about every millisecond, so that what arrives is handled in between', async () => {
    const gaps: number[] = [];
    let last = performance.now();
    let watching = true;
    const watch = () => {
      gaps.push(performance.now() - last);
      last = performance.now();
      if (watching) setImmediate(watch);
    };
    setImmediate(watch);
    expect(await runInSlices(realClock, work(500))).toBe('done');
    watching = false;
    expect(gaps.length).toBeGreaterThan(30);
    gaps.sort((a, b) => a - b);
    // The median: a stretch during which the operating system ran something else proves nothing.
    expect(gaps[gaps.length >> 1]).toBeLessThan(2);
  });

  it('run one after the other', async () => {
    const slice = createSlicer(realClock, 4);
    let running = 0;
    function* alone(): Steps<void> {
      expect(++running).toBe(1);
      yield* work(30);
      running--;
    }
    await Promise.all([slice(alone()), slice(alone()), slice(alone())]);
  });

  it('refuse more than may wait, and go on after one that threw', async () => {
    const slice = createSlicer(createManualClock(), 1);
    function* throws(): Steps<string> {
      yield;
      throw new Error('no');
    }
    const first = slice(throws());
    const second = slice(work(2));
    expect(slice(work(1))).toBeUndefined();
    await expect(first).rejects.toThrow('no');
    expect(await second).toBe('done');
    expect(await slice(work(1))).toBe('done');
  });
});
