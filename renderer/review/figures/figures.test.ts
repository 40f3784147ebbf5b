import { describe, expect, it } from 'vitest';
import type { EpisodeSummary, Outcome, Tally } from '../../../shared/contract/recorderContract';
import { countable, figuresCsv, figuresOf, figuresOverTime, groupedFigures, wilson } from './figures';

const noTally: Tally = { approvals: 1, refusals: 0, corrections: 0, stops: 0, noPlans: 0, faults: 0 };
const monday = Date.UTC(2026, 10, 16) / 1000;
let made = 0;
const episode = (outcome: Outcome, change: Partial<EpisodeSummary> = {}): EpisodeSummary => ({
  episodeId: `e${made++}`,
  fileName: '',
  path: '',
  startedAtSec: monday + 3600,
  durationSec: 10,
  bytes: 1,
  instruction: 'put it there',
  robot: 'fr3',
  model: 'small',
  outcome,
  problem: null,
  origin: null,
  tally: noTally,
  ...change,
});

describe('figuresOf', () => {
  it('counts success only among what was judged', () => {
    const some = [episode('succeeded'), episode('failed'), episode('unverified'), episode('interrupted')];
    expect(figuresOf('x', some)).toMatchObject({ episodes: 4, judged: 2, succeeded: 1, successRate: 0.5 });
    expect(figuresOf('x', [episode('unverified')])).toMatchObject({ successRate: null, medianSec: null });
  });

  it('counts an episode as one intervention, however often a person had to act in it', () => {
    const some = [
      episode('stopped', { tally: { ...noTally, stops: 2, refusals: 1 } }),
      episode('succeeded', { tally: { ...noTally, corrections: 1 } }),
      episode('succeeded'),
      episode('succeeded', { tally: null }),
    ];
    const { interventionRate, stops, refusals, corrections } = figuresOf('x', some);
    expect(interventionRate).toBeCloseTo(2 / 3, 12);
    expect([stops, refusals, corrections]).toEqual([2, 1, 1]);
  });

  it('takes times from what succeeded', () => {
    const some = [1, 2, 3, 4, 100].map((durationSec) => episode('succeeded', { durationSec }));
    expect(figuresOf('x', [...some, episode('failed', { durationSec: 1e6 })])).toMatchObject({
      medianSec: 3,
      p90Sec: 100,
    });
  });
});

it('gives the interval of a share as it is published (Wilson 1927; 10 of 20, 0 of 5)', () => {
  expect(wilson(10, 20)[0]).toBeCloseTo(0.2993, 4);
  expect(wilson(10, 20)[1]).toBeCloseTo(0.7007, 4);
  expect(wilson(0, 5)[0]).toBe(0);
  expect(wilson(0, 5)[1]).toBeCloseTo(0.4345, 4);
});

it('leaves out what this console did not do, and what it cannot read', () => {
  expect(countable(episode('succeeded'))).toBe(true);
  expect(countable(episode('unverified', { origin: 'Recorded by another program' }))).toBe(false);
  expect(countable(episode('interrupted', { tally: null, problem: 'damaged' }))).toBe(false);
});

it('puts the same task together, however it was written', () => {
  const some = [
    episode('succeeded', { instruction: 'Put it  there ' }),
    episode('failed'),
    episode('failed', { instruction: 'other' }),
  ];
  expect(groupedFigures(some, 'task').map(({ name, episodes }) => [name, episodes])).toEqual([
    ['put it there', 2],
    ['other', 1],
  ]);
  expect(groupedFigures([episode('failed', { model: '' })], 'model')[0]?.name).toBe('no model');
});

describe('figuresOverTime', () => {
  it('goes by days that begin here', () => {
    const some = [
      episode('succeeded', { startedAtSec: monday + 23.5 * 3600 }),
      episode('failed', { startedAtSec: monday + 12 * 3600 }),
    ];
    expect(figuresOverTime(some, 0).periods.map(({ name }) => name)).toEqual(['2026-11-16']);
    expect(figuresOverTime(some, 3600).periods.map(({ name }) => name)).toEqual(['2026-11-16', '2026-11-17']);
  });

  it('goes by weeks from Monday when there are many days', () => {
    const some = Array.from({ length: 40 }, (_, i) =>
      episode('succeeded', { startedAtSec: monday + i * 86_400 }),
    );
    const { period, periods } = figuresOverTime(some, 0);
    expect(period).toBe('week');
    expect(periods.map(({ name, episodes }) => [name, episodes])).toEqual([
      ['2026-11-16', 7],
      ['2026-11-23', 7],
      ['2026-11-30', 7],
      ['2026-12-07', 7],
      ['2026-12-14', 7],
      ['2026-12-21', 5],
    ]);
  });
});

it('writes CSV that a spreadsheet reads as it is, and runs nothing', () => {
  const rows = groupedFigures(
    [
      episode('succeeded', { instruction: '=HYPERLINK("x"), then wait' }),
      episode('failed', { instruction: 'b' }),
    ],
    'task',
  );
  const lines = figuresCsv([{ kind: 'task', rows }]).split('\r\n');
  expect(lines[0]).toMatch(/^kind,name,episodes,judged,succeeded,success_rate,/);
  expect(lines[1]).toBe(`task,"'=hyperlink(""x""), then wait",1,1,1,1,0.2065,1,0,0,0,0,0,10,10`);
  expect(lines[2]).toMatch(/^task,b,1,1,0,0,0,0\.7935,/);
  expect(lines[3]).toBe('');
});
