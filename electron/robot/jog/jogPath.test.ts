import { describe, expect, it } from 'vitest';
import { createKinematics, tipPose } from '../../../shared/motion/kinematics';
import { motionLimits } from '../../../shared/motion/limits';
import { sampleTrajectory } from '../../../shared/motion/sampleTrajectory';
import { runToEnd, validateTrajectory } from '../../../shared/motion/validateTrajectory';
import { fr3 } from '../../../shared/robot/fr3';
import { endOf, extendPath, lastTick, pointsFrom, restingPath, restSec, tickSec } from './jogPath';
import { toJointsOf } from './toJoints';

const kinematics = createKinematics(fr3);
const limits = motionLimits(fr3);
const joints = toJointsOf('joints', kinematics, 1);
const only = (j: number, value: number, n = 7) => Array.from({ length: n }, (_, i) => (i === j ? value : 0));
const problemsOf = (points: ReturnType<typeof pointsFrom>, begins: 'atRest' | 'moving') =>
  runToEnd(validateTrajectory({ jointNames: limits.jointNames, points }, limits, begins)).problems;

describe('a jogged path', () => {
  it('reaches the wanted speed, holds it, and ends exactly at rest', () => {
    const path = extendPath(restingPath(fr3.home, 100, 7), 100, only(0, 0.4), 20, joints);
    const points = pointsFrom(path, 100);
    expect(problemsOf(points, 'atRest')).toEqual([]);
    expect(points.at(-1)!.timeFromStart).toBeCloseTo(20 * tickSec + restSec, 9);
    expect(sampleTrajectory(points, 0.3).velocities[0]).toBeCloseTo(0.4, 9);
    expect(sampleTrajectory(points, 0.5).velocities[0]).toBeCloseTo(0.2, 9);
    // The averages delay what is wanted and lose nothing of it.
    expect(endOf(path)[0]! - fr3.home[0]!).toBeCloseTo(0.4 * 20 * tickSec, 9);
  });

  it('goes on where it was, without a step in position, velocity or acceleration', () => {
    let path = extendPath(restingPath(fr3.home, 0, 7), 0, only(1, -0.4), 8, joints);
    for (let splice = 4; splice < 60; splice += 4) {
      const before = path;
      path = extendPath(path, splice, only(1, splice < 30 ? -0.4 : 0.4), 8, joints);
      const points = pointsFrom(path, splice);
      expect(problemsOf(points, 'moving')).toEqual([]);
      const old = pointsFrom(before, splice)[0]!;
      expect(points[0]!).toEqual(old);
    }
    const released = extendPath(path, 60, only(1, 0), 0, joints);
    expect((lastTick(released) - 60) * tickSec).toBeCloseTo(restSec, 9);
    expect(problemsOf(pointsFrom(released, 60), 'moving')).toEqual([]);
  });

  it('leads the tool point along a straight line, and keeps its direction', () => {
    const toJoints = toJointsOf('base', kinematics, 1);
    let path = extendPath(restingPath(fr3.home, 0, 6), 0, only(1, 0.1, 6), 8, toJoints);
    for (let splice = 4; splice <= 80; splice += 4) {
      path = extendPath(path, splice, only(1, 0.1, 6), 8, toJoints);
      expect(problemsOf(pointsFrom(path, splice), 'moving')).toEqual([]);
    }
    const [from, to] = [tipPose(kinematics, fr3.home), tipPose(kinematics, endOf(path))];
    const moved = to.position.map((p, k) => p - from.position[k]!);
    expect(moved[1]!).toBeCloseTo(0.1 * 88 * tickSec, 2);
    expect(Math.hypot(moved[0]!, moved[2]!)).toBeLessThan(0.002);
    for (const [k, q] of to.orientation.entries())
      expect(Math.abs(q - from.orientation[k]!)).toBeLessThan(0.005);
  });

  it('moves along the axes of the tool when it is asked to', () => {
    const toJoints = toJointsOf('tool', kinematics, 1);
    const path = extendPath(restingPath(fr3.home, 0, 6), 0, only(2, 0.1, 6), 40, toJoints);
    // At home the tool looks straight down.
    const [from, to] = [tipPose(kinematics, fr3.home), tipPose(kinematics, endOf(path))];
    expect(to.position[2] - from.position[2]).toBeCloseTo(-0.08, 2);
  });

  it('changes the kind of command only from rest, and then starts clean', () => {
    const first = extendPath(restingPath(fr3.home, 0, 7), 0, only(0, 0.4), 8, joints);
    const splice = lastTick(first) + 2;
    const path = extendPath(first, splice, only(1, 0.1, 6), 8, toJointsOf('base', kinematics, 1));
    expect(problemsOf(pointsFrom(path, splice), 'atRest')).toEqual([]);
    expect(pointsFrom(path, splice)[0]!.positions).toEqual(endOf(first));
  });
});
