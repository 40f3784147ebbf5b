import { describe, expect, it } from 'vitest';
import type { JogRecord } from '../../../shared/contract/jog';
import type { ChainedRecord } from '../../episodes/format/hashChain';
import { readCommands } from './commanded';

const startedAtSec = 1000;
const point = (timeFromStart: number, p: number) => ({
  timeFromStart,
  positions: [p],
  velocities: [0],
  accelerations: [0],
});
const goal = (sec: number, startSec: number, from: number, to: number): readonly [number, JogRecord] => [
  sec,
  {
    type: 'goal',
    jogId: 'j',
    goalId: `j:${sec}`,
    holdId: 1,
    command: null,
    renewal: false,
    scale: 1,
    startSec: startedAtSec + startSec,
    jointNames: ['a'],
    points: [point(0, from), point(1, to)],
  },
];
const chain = (jogs: readonly (readonly [number, JogRecord])[]): ChainedRecord[] =>
  jogs.map(([sec, jog], index) => ({
    index,
    kind: 'jog',
    source: 'robot',
    stampSec: startedAtSec + sec,
    json: JSON.stringify(jog),
    hash: '',
  })) as unknown as ChainedRecord[];

describe('what was commanded by jogging', () => {
  it('is the newest goal at each time, on its own clock, and the gripper width', () => {
    const { at, span } = readCommands(
      chain([
        goal(2, 1.5, 0, 1),
        [3, { type: 'gripper', jogId: 'j', goalId: 'g', width: 0.02, maxEffort: 30 }],
        goal(4, 3.5, 1, 0),
      ]),
      startedAtSec,
    );
    expect(at(1).joints.size).toBe(0);
    expect(at(2).joints.get('a')).toBeCloseTo(0.5, 9);
    expect(at(3.2)).toEqual({ joints: new Map([['a', 1]]), width: 0.02 });
    expect(at(4).joints.get('a')).toBeCloseTo(0.5, 9);
    expect(at(9).joints.get('a')).toBe(0);
    expect(span).toEqual({ fromSec: 2, toSec: 4.5 });
  });
});
