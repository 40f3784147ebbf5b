import { describe, expect, it } from 'vitest';
import { rotate } from '../../shared/geometry/pose';
import { fr3 } from '../../shared/robot/fr3';
import { graspCandidates } from './grasp';
import type { GroundedObject } from './perception/groundBox';
import { PlanningError } from './planningError';

function object(
  form: GroundedObject['form'],
  length: number,
  width: number,
  top: number,
  angle = 0,
): GroundedObject {
  return {
    thing: 1,
    pointCount: 500,
    center: [0.5, 0.1, top / 2],
    size: [length, width, top],
    top,
    form,
    footprint: { center: [0.5, 0.1], length, width, angle },
  };
}
const everyGrasp = (o: GroundedObject, yaw = 0) => graspCandidates(o, fr3.gripper, yaw);
const candidates = (o: GroundedObject, yaw = 0) => everyGrasp(o, yaw).filter(({ tilt }) => tilt === 0);

describe('graspCandidates', () => {
  it('closes across the narrow side, approaching straight down', () => {
    const all = candidates(object('angular', 0.1, 0.04, 0.05, 0.3));
    expect(all).toHaveLength(2);
    for (const grasp of all) {
      const q = grasp.pose.orientation;
      expect(rotate(q, [0, 0, 1])[2]).toBeCloseTo(-1, 12);
      const closing = rotate(q, [0, 1, 0]);
      // At right angles to the long side.
      expect(closing[0] * Math.cos(0.3) + closing[1] * Math.sin(0.3)).toBeCloseTo(0, 12);
      expect(grasp.width).toBe(0.04);
      expect(grasp.openWidth).toBeCloseTo(0.07, 12);
    }
  });

  it('offers all four sides of a cube, the least turn of the hand first', () => {
    const all = candidates(object('angular', 0.045, 0.045, 0.045, 0.3), 1.7);
    expect(all).toHaveLength(4);
    expect(all[0]!.yaw).toBeCloseTo(0.3 + Math.PI / 2, 12);
    expect(Math.abs(all[0]!.yaw - 1.7)).toBeLessThan(Math.PI / 4);
  });

  it('takes round things as the hand stands', () => {
    expect(candidates(object('round', 0.055, 0.055, 0.09), 0.4)[0]!.yaw).toBeCloseTo(0.4, 12);
    expect(candidates(object('ball', 0.05, 0.05, 0.05), -2)[0]!.yaw).toBeCloseTo(-2, 12);
  });

  it('holds at the middle, but stays off the table and under a tall top', () => {
    expect(candidates(object('angular', 0.045, 0.045, 0.045))[0]!.pose.position[2]).toBeCloseTo(0.0175, 12);
    expect(candidates(object('round', 0.05, 0.05, 0.1))[0]!.pose.position[2]).toBeCloseTo(0.066, 12);
    expect(candidates(object('angular', 0.03, 0.03, 0.016))[0]!.pose.position[2]).toBeCloseTo(0.01, 12);
  });

  it('leans the hand only after all that point straight down, the fingers still level and off the table', () => {
    const all = everyGrasp(object('angular', 0.045, 0.045, 0.03, 0.3));
    const straight = all.filter(({ tilt }) => tilt === 0).length;
    expect(straight).toBe(4);
    expect(all.slice(straight).map(({ tilt }) => Math.round((tilt * 180) / Math.PI))).toEqual([
      25, 25, -25, -25, 45, 45, -45, -45,
    ]);
    for (const { pose, tilt } of all) {
      expect(rotate(pose.orientation, [0, 0, 1])[2]).toBeCloseTo(-Math.cos(tilt), 12);
      expect(rotate(pose.orientation, [0, 1, 0])[2]).toBeCloseTo(0, 12);
      // The lower edge of a fingertip 1 cm to either side.
      expect(pose.position[2] - 0.005 - 0.01 * Math.sin(Math.abs(tilt))).toBeGreaterThan(0.0049);
    }
  });

  it('refuses in words what is too wide or too flat', () => {
    const wide = () => candidates(object('round', 0.15, 0.15, 0.05));
    expect(wide).toThrow(PlanningError);
    expect(wide).toThrow('150 mm across at its narrowest; the gripper opens to 80 mm and takes up to 72 mm');
    expect(() => candidates(object('angular', 0.05, 0.05, 0.01))).toThrow('only 10 mm high');
  });
});
