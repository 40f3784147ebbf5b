import { describe, expect, it } from 'vitest';
import { runStory } from './runStory';
import { stepText, storyOf } from './story';

/** Seeds 1 to 200, as they come; `npm run test:faults` plays 2,000 and shrinks what fails. */
const cases = 200;
const batch = 20;

describe('the fault simulator', () => {
  const sum = { goals: 0, movingMs: 0, stops: 0, unconfirmed: 0, committed: 0 };

  for (let from = 1; from <= cases; from += batch) {
    it(`holds every law in the cases ${from} to ${from + batch - 1}`, { timeout: 300_000 }, async () => {
      for (let seed = from; seed < from + batch; seed++) {
        const { story, violations, counts } = await runStory(storyOf(seed));
        const told = [`npm run test:faults -- --seed ${seed}`, ...story.steps.map(stepText)].join('\n');
        expect(violations, told).toEqual([]);
        for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += counts[name] ?? 0;
      }
    });
  }

  it('is about something: arms that moved, stops that were confirmed and others that could not be', () => {
    expect(sum.goals).toBeGreaterThan(200);
    expect(sum.movingMs).toBeGreaterThan(60_000);
    expect(sum.stops).toBeGreaterThan(50);
    expect(sum.unconfirmed).toBeGreaterThan(5);
    expect(sum.committed).toBeGreaterThan(100);
  });

  it('plays a story the same way again', async () => {
    const [first, second] = [await runStory(storyOf(7)), await runStory(storyOf(7))];
    expect(second).toEqual(first);
  });
});
