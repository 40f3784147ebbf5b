import { describe, expect, it } from 'vitest';
import { planSchema, type TrajectorySegment } from '../../shared/contract/plan';
import { findIk } from '../../shared/motion/findIk';
import { tipPose } from '../../shared/motion/kinematics';
import { planningLimits } from '../../shared/motion/limits';
import { fr3 } from '../../shared/robot/fr3';
import { planHome } from './planHome';
import { atHome, checker, kinematics } from './testing/situation';

const at = (positions: readonly number[]) => ({ ...atHome, positions: [...positions] });
const plan = (positions: readonly number[]) =>
  planSchema.parse(JSON.parse(planHome(kinematics, checker, at(positions), 0.5).planText));
const low = findIk(
  kinematics,
  planningLimits(fr3, 1),
  { position: [0.5, 0.2, 0.02], orientation: [1, 0, 0, 0] },
  fr3.home,
).positions;

describe('planHome', () => {
  it('rises straight up from the table before it goes home', () => {
    const { segments, purpose, checks, observation, model } = plan(low);
    expect(purpose).toBe('home');
    expect(observation).toBeUndefined();
    expect(model).toBeUndefined();
    expect(segments.map((s) => s.phase)).toEqual(['retreat', 'home']);
    const { points } = segments[0] as TrajectorySegment;
    for (const { positions } of points) {
      const tip = tipPose(kinematics, positions).position;
      expect(Math.hypot(tip[0] - 0.5, tip[1] - 0.2)).toBeLessThan(0.001);
    }
    const last = (segments[1] as TrajectorySegment).points.at(-1)!;
    for (let j = 0; j < 7; j++) expect(last.positions[j]).toBeCloseTo(fr3.home[j]!, 8);
    expect(checks.find((check) => check.name === 'scene')!.text).toContain('No picture was used');
  });

  it('goes straight home from up high', () => {
    expect(plan(fr3.home.with(0, 0.8)).segments.map((s) => s.phase)).toEqual(['home']);
  });

  it('says when the arm is there already', () => {
    expect(() => plan(fr3.home)).toThrow('at home already');
  });

  it('refuses a way through the robot itself, and a robot that moves', () => {
    expect(() => plan([0, 0.2, 0, -3.04, 0, 1, 0.8])).toThrow(/come within/);
    const moving = { ...at(low), velocities: fr3.home.map(() => 0.3) };
    expect(() => planHome(kinematics, checker, moving, 0.5)).toThrow('still moving');
  });
});
