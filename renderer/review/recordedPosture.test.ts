import { describe, expect, it } from 'vitest';
import type { EpisodeDetail } from '../../shared/contract/recorderContract';
import { fr3 } from '../../shared/robot/fr3';
import type { EpisodeNouns } from './readEpisode';
import { measuredAt, robotOf, tipPath } from './recordedPosture';

const [left, right] = fr3.gripper.fingerJointNames;
const detail = {
  joints: {
    names: [...fr3.armJointNames, left, right],
    timeSec: [0, 1, 2],
    positions: [
      ...fr3.home.map((value, i) => (i === 0 ? [0, 1, 1] : [value, value, value])),
      [0.04, 0.02, 0.02],
      [0.04, 0.02, 0.02],
    ],
  },
} as unknown as EpisodeDetail;
const nouns = { robot: null } as unknown as EpisodeNouns;

describe('the recorded robot', () => {
  it('is known by its joints where the recording does not describe it', () => {
    expect(robotOf(nouns, detail)).toBe(fr3);
    const other = { joints: { ...detail.joints, names: ['elbow'] } } as unknown as EpisodeDetail;
    expect(robotOf(nouns, other)).toBeNull();
  });

  it('stands between two samples, and at the ends outside of them', () => {
    expect(measuredAt(detail, fr3, 0.5)?.positions[0]).toBeCloseTo(0.5, 9);
    expect(measuredAt(detail, fr3, 0.5)?.gripperWidth).toBeCloseTo(0.06, 9);
    expect(measuredAt(detail, fr3, -1)?.positions[0]).toBe(0);
    expect(measuredAt(detail, fr3, 9)?.positions[0]).toBe(1);
  });

  it('swings its tip about the base when the first joint turns', () => {
    const path = tipPath(detail, fr3);
    expect(path).toHaveLength(3);
    const radius = ([x, y]: readonly [number, number, number]) => Math.hypot(x, y);
    expect(radius(path[1]!)).toBeCloseTo(radius(path[0]!), 9);
    expect(Math.atan2(path[1]![1], path[1]![0]) - Math.atan2(path[0]![1], path[0]![0])).toBeCloseTo(1, 9);
  });
});
