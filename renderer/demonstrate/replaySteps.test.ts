import { describe, expect, it } from 'vitest';
import type { EpisodeDetail } from '../../shared/contract/recorderContract';
import { fr3 } from '../../shared/robot/fr3';
import { replaySteps } from './replaySteps';

/** 4 s at 10 Hz: the first joint turns on, the gripper closes on something of 30 mm at 2 s. */
function detail(names: readonly string[]): EpisodeDetail {
  const timeSec = Array.from({ length: 40 }, (_, i) => i / 10);
  const value = (name: string, t: number) =>
    fr3.gripper.fingerJointNames.includes(name)
      ? t < 2.5
        ? 0.04
        : 0.015
      : name === 'fr3_joint1'
        ? t / 10
        : 0;
  const grip = { type: 'gripper', jogId: 'j', goalId: 'g', width: 0, maxEffort: 30 };
  return {
    summary: { startedAtSec: 1000 },
    records: [{ kind: 'jog', source: 'robot', stampSec: 1002, json: JSON.stringify(grip) }],
    joints: {
      names: [...names],
      timeSec,
      positions: names.map((name) => timeSec.map((t) => value(name, t))),
    },
    frameTimesSec: [],
  } as unknown as EpisodeDetail;
}
const all = [...fr3.gripper.fingerJointNames, ...fr3.armJointNames];

describe('a replay', () => {
  it('is the measured way of the arm, cut where the gripper was told to close, and on what', () => {
    const steps = replaySteps(detail(all), fr3);
    if (typeof steps === 'string') throw new Error(steps);
    expect(steps.map(({ type }) => type)).toEqual(['motion', 'gripper', 'motion']);
    const [first, grip, last] = steps;
    if (first?.type !== 'motion' || grip?.type !== 'gripper' || last?.type !== 'motion') throw new Error();
    expect(first.positions).toHaveLength(21);
    expect(first.positions[0]).toHaveLength(7);
    expect(last.positions.at(-1)![0]).toBeCloseTo(0.39, 9);
    expect(grip).toMatchObject({ width: 0, force: 30 });
    expect(grip.holds).toBeCloseTo(0.03, 9);
  });

  it('closes where a data set that it was imported from says so', () => {
    const imported = {
      dataset: '/sets/a',
      episodeIndex: 3,
      infoHash: 'a'.repeat(64),
      joints: [],
      unit: 'rad',
      grips: [{ timeSec: 1, width: 0.02 }],
      source: null,
    };
    const records = [
      { kind: 'imported', source: 'exporter', stampSec: 1000, json: JSON.stringify(imported) },
    ];
    const steps = replaySteps({ ...detail(all), records } as unknown as EpisodeDetail, fr3);
    if (typeof steps === 'string') throw new Error(steps);
    expect(steps.map(({ type }) => type)).toEqual(['motion', 'gripper', 'motion']);
    expect(steps[1]).toMatchObject({ width: 0.02 });
  });

  it('is refused in words for another robot, and when nothing was recorded', () => {
    expect(replaySteps(detail(['elbow']), fr3)).toContain('not recorded with the fr3');
    const empty = detail(all);
    const none = { ...empty, joints: { ...empty.joints, timeSec: [], positions: all.map(() => []) } };
    expect(replaySteps(none, fr3)).toContain('Nothing of the arm');
  });
});
