import { describe, expect, it } from 'vitest';
import { readTimingFixture, timeFixture } from './timing';

const fixture = readTimingFixture();
const timed = timeFixture(fixture, () => performance.now());
const excess = (duration: number, oracle: number) => duration / oracle - 1;

describe('timing against the oracles, on 100 paths', () => {
  it('never passes a limit by more than 1e-6 at 1 kHz', () => {
    expect(timed).toHaveLength(100);
    for (const { use } of timed) expect(use).toBeLessThanOrEqual(1 + 1e-6);
  });

  it('times straight motions as Ruckig does wherever it goes straight', () => {
    let same = 0;
    for (const { path, duration } of timed.filter((t) => t.path.kind === 'pointToPoint')) {
      // Below: Ruckig left the straight line, which its joints' limits allow it to.
      expect(excess(duration, path.ruckigStraight!)).toBeGreaterThan(-1e-4);
      if (excess(duration, path.ruckigStraight!) < 1e-4) same++;
      expect(excess(duration, path.toppRa)).toBeLessThan(0.03);
    }
    expect(same).toBeGreaterThan(15);
  });

  it('stays near the acceleration-limited optimum of TOPP-RA, though it keeps a jerk limit', () => {
    const curved = timed.filter((t) => t.path.kind !== 'pointToPoint');
    const all = curved.map((t) => excess(t.duration, t.path.toppRa)).sort((a, b) => a - b);
    // No motion can be faster; a hair for the oracle's grid.
    expect(all[0]).toBeGreaterThan(-0.005);
    expect(all[Math.floor(all.length / 2)]).toBeLessThan(0.025);
    expect(all.at(-1)).toBeLessThan(0.05);
  });
});
