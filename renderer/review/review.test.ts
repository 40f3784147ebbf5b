import { describe, expect, it } from 'vitest';
import type { EpisodeDetail, RecordKind } from '../../shared/contract/recorderContract';
import { plan as taskPlan } from '../loop/loopTestNouns';
import { describeRecord } from './describeRecord';
import { jointRows } from './jointRows';
import { latestAt, readEpisode } from './readEpisode';

const start = 1000;
const link = (index: number, kind: RecordKind, stampSec: number, value: unknown) => ({
  index,
  hash: `${index}`,
  kind,
  source: 'robot' as const,
  stampSec,
  json: typeof value === 'string' ? value : JSON.stringify(value),
});
const event = (type: string, planTimeSec: number) => ({
  executionId: 'e',
  planHash: 'a'.repeat(64),
  type,
  stampSec: 0,
  segmentIndex: 0,
  segmentCount: 1,
  phase: 'approach',
  planTimeSec,
  text: '',
});
const timeSec = Array.from({ length: 41 }, (_, i) => i * 0.25);
const detail: EpisodeDetail = {
  summary: {
    episodeId: 'e',
    fileName: 'e.mcap',
    path: '/e.mcap',
    startedAtSec: start,
    durationSec: 10,
    bytes: 1,
    instruction: 'x',
    robot: 'fr3',
    model: 'm',
    outcome: 'succeeded',
    problem: null,
    origin: null,
  },
  records: [
    link(0, 'instruction', start + 0.5, { text: 'put it there' }),
    link(1, 'plan', start + 3, taskPlan),
    link(2, 'execution', start + 5, event('started', 0)),
    link(3, 'execution', start + 7, event('succeeded', 2)),
    link(4, 'fault', start + 8, '{damaged'),
    link(5, 'verification', start + 9, { outcome: 'there', text: 'It is there.', distance: 0.01 }),
  ],
  joints: { names: ['finger', 'j0', 'j1'], timeSec, positions: [timeSec, timeSec.map((t) => -t), timeSec] },
  desired: null,
  cameras: [],
  notShown: [],
};

describe('readEpisode', () => {
  it('reads the nouns back with their times, and leaves out what is damaged', () => {
    const nouns = readEpisode(detail);
    expect(nouns.plans).toEqual([{ timeSec: 3, value: taskPlan }]);
    expect(nouns.execution.map(({ timeSec: at }) => at)).toEqual([5, 7]);
    expect(nouns.verification?.value.distance).toBe(0.01);
    expect(nouns.proposals).toEqual([]);
  });

  it('finds what was there at a time', () => {
    const items = [
      { timeSec: 1, value: 'a' },
      { timeSec: 4, value: 'b' },
    ];
    expect(latestAt(items, 0)?.value).toBe('a');
    expect(latestAt(items, 3.9)?.value).toBe('a');
    expect(latestAt(items, 4)?.value).toBe('b');
    expect(latestAt([], 4)).toBeNull();
  });
});

describe('jointRows', () => {
  it('puts planned beside actual on the episode clock, only while it was executed', () => {
    const rows = jointRows(detail, readEpisode(detail), ['j0', 'j1'], 1000);
    expect(rows).toHaveLength(41);
    const at = (time: number) => rows.find((row) => row.timeSec === time);
    expect(at(4)).toMatchObject({ a1: -4, a2: 4, p1: null });
    expect(at(5)?.p1).toBeCloseTo(0, 9);
    expect(at(6)?.p1).toBeCloseTo(0.5, 9);
    expect(at(7)?.p1).toBeCloseTo(1, 9);
    expect(at(7.25)?.p1).toBeNull();
  });

  it('thins to the rows that are asked for', () => {
    expect(jointRows(detail, readEpisode(detail), ['j0'], 10).length).toBeLessThanOrEqual(10);
  });
});

describe('describeRecord', () => {
  it('gives a line to each record, a damaged one too', () => {
    expect(detail.records.map(describeRecord)).toEqual([
      'put it there',
      '2.0\u202fs of motion',
      'Approach: motion begins',
      'Approach: motion done',
      'cannot be read',
      'there: It is there.',
    ]);
  });
});
