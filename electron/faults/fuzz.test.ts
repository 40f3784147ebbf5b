import { expect, it } from 'vitest';
import { fuzzBorders } from './fuzzBorders';

/** A tenth of what `npm run test:faults` sends. */
const messages = 10_000;

it('fuzzing of every contract at every border: no crash, no command', { timeout: 600_000 }, async () => {
  const figures = await fuzzBorders(messages);
  expect(figures.messages).toBeGreaterThanOrEqual(messages);
  for (const { border, passed, refused } of [...figures.counts, figures.bridge]) {
    expect(passed, border).toBeGreaterThan(0);
    expect(refused, border).toBeGreaterThan(0);
  }
  const { bridge } = figures;
  expect(bridge.messages).toBeGreaterThanOrEqual(messages);
  expect(bridge.strangersHeard).toBe(0);
  // A stop is obeyed however mangled it is.
  expect(bridge.stops).toBeGreaterThan(messages / 50);
  expect(bridge.stopsObeyed).toBe(bridge.stops);
  expect(figures).toMatchObject({ crashes: [], commands: 0, moved: false });
});
