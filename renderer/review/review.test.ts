import { describe, expect, it } from 'vitest';
import { planSchema } from '../../shared/contract/plan';
import type { EpisodeDetail, RecordKind } from '../../shared/contract/recorderContract';
import { sha256Hex } from '../../shared/motion/sha256';
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
    tally: null,
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
    expect(nouns.plans).toEqual([{ timeSec: 3, value: taskPlan, hash: sha256Hex(JSON.stringify(taskPlan)) }]);
    expect(nouns.execution.map(({ timeSec: at }) => at)).toEqual([5, 7]);
    expect(nouns.verification?.value.distance).toBe(0.01);
    expect(nouns.proposals).toEqual([]);
  });

  it('reads a plan from before there were fences, which nobody could execute any more', () => {
    const { fencesHash: _, ...old } = taskPlan;
    expect(planSchema.safeParse(old).success).toBe(false);
    const records = detail.records.map((record) =>
      record.kind === 'plan' ? { ...record, json: JSON.stringify(old) } : record,
    );
    const before = { ...detail, records };
    expect(readEpisode(before).plans[0]?.value).toEqual(old);
    const rows = jointRows(before, readEpisode(before), ['j0', 'j1'], 1000);
    expect(rows.find(({ timeSec: at }) => at === 6)?.p1).toBeCloseTo(0.5, 9);
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

  it('says how fast the joints moved, and how far they were from the plan', () => {
    const rows = jointRows(detail, readEpisode(detail), ['j0', 'j1'], 1000);
    const at = (time: number) => rows.find((row) => row.timeSec === time);
    expect(at(6)?.v1).toBeCloseTo(-1, 9);
    expect(at(6)?.e1).toBeCloseTo(-6.5, 9);
    expect(at(4)).toMatchObject({ e1: null });
  });

  it('holds each execution against its own plan', () => {
    const shifted = (values: readonly number[]) => values.map((value) => value + 9);
    const other = {
      ...taskPlan,
      segments: taskPlan.segments.map((segment) =>
        segment.type === 'trajectory'
          ? {
              ...segment,
              points: segment.points.map((point) => ({ ...point, positions: shifted(point.positions) })),
            }
          : segment,
      ),
    };
    const late = (type: string, planTimeSec: number) => ({
      ...event(type, planTimeSec),
      planHash: sha256Hex(JSON.stringify(other)),
    });
    const both: EpisodeDetail = {
      ...detail,
      records: [
        ...detail.records.map((record) =>
          record.kind === 'execution'
            ? {
                ...record,
                json: record.json.replace(
                  /"planHash":"[^"]*"/,
                  `"planHash":"${sha256Hex(JSON.stringify(taskPlan))}"`,
                ),
              }
            : record,
        ),
        link(6, 'plan', start + 9, other),
        link(7, 'execution', start + 9.2, late('started', 0)),
        link(8, 'execution', start + 9.8, late('stopped', 0.1)),
      ],
    };
    const rows = jointRows(both, readEpisode(both), ['j0', 'j1'], 1000);
    expect(rows.find(({ timeSec: at }) => at === 6)?.p1).toBeCloseTo(0.5, 9);
    expect(rows.find(({ timeSec: at }) => at === 9.5)?.p1).toBeGreaterThan(8);
  });

  it("takes another program's word of what was wanted, while it is fresh", () => {
    const desired = {
      names: ['j1', 'j0'],
      timeSec: [1, 2],
      positions: [
        [5, 6],
        [7, 8],
      ],
    };
    const foreign = { ...detail, records: [], desired };
    const rows = jointRows(foreign, readEpisode(foreign), ['j0', 'j1'], 1000);
    const at = (time: number) => rows.find((row) => row.timeSec === time);
    expect(at(1.25)).toMatchObject({ p1: 7, p2: 5 });
    expect(at(2.25)).toMatchObject({ p1: 8, p2: 6 });
    expect(at(0.5)?.p1).toBeNull();
    expect(at(3)?.p1).toBeNull();
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
