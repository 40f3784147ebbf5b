import { describe, expect, it } from 'vitest';
import { createMotionChecker } from '../../../shared/collision/checkMotion';
import { defaultFences, type Fences } from '../../../shared/contract/fences';
import type { JogCommand } from '../../../shared/contract/jog';
import type { TrajectoryPoint } from '../../../shared/contract/plan';
import type { Vec3 } from '../../../shared/geometry/pose';
import { findIk } from '../../../shared/motion/findIk';
import { createKinematics, tipPose } from '../../../shared/motion/kinematics';
import { motionLimits } from '../../../shared/motion/limits';
import { runToEnd } from '../../../shared/motion/validateTrajectory';
import { fr3 } from '../../../shared/robot/fr3';
import { jogLimits } from '../../../shared/session/jog';
import { createRig } from '../testing/rig';
import { jogCollision } from './jogCollision';

const kinematics = createKinematics(fr3);
const { orientation } = tipPose(kinematics, fr3.home);

/** The arm with its hand down and the fingertips at a place. */
function above(position: Vec3): readonly number[] {
  const found = findIk(kinematics, motionLimits(fr3), { position, orientation }, fr3.home);
  if (!found.solved) throw new Error('out of reach');
  return found.positions;
}
const way = (from: readonly number[], to: readonly number[], count = 30): TrajectoryPoint[] =>
  Array.from({ length: count + 1 }, (_, k) => ({
    timeFromStart: 0.02 * k,
    positions: from.map((q, j) => q + ((to[j]! - q) * k) / count),
    velocities: from.map(() => 0),
    accelerations: from.map(() => 0),
  }));
const problemOf = (points: readonly TrajectoryPoint[], fences: Fences = defaultFences) =>
  runToEnd(jogCollision(points, createMotionChecker(kinematics, fences), 0.04));

describe('what a jogged motion would hit', () => {
  it('is the table', () => {
    const high = above([0.45, 0, 0.06]);
    expect(problemOf(way(high, above([0.45, 0, 0.02])))).toBeNull();
    expect(problemOf(way(high, above([0.45, 0, 0.001])))).toContain('above the table');
  });

  it('is the arm itself', () => {
    const folded = fr3.home.map((q, j) => (j === 3 ? -3.05 : j === 5 ? 0.3 : j === 1 ? -1.7 : q));
    const wide: Fences = { workspace: { min: [-3, -3, -3], max: [3, 3, 3] }, keepOut: [], joints: [] };
    expect(problemOf(way(fr3.home, folded), wide)).toContain('of each other');
  });

  it('is a keep-out box, with any part of the arm, and the side of the workspace', () => {
    const turned = fr3.home.map((q, j) => (j === 0 ? q + 0.8 : q));
    const [x, y] = tipPose(kinematics, turned).position;
    // Above the fingertips, where only the hand and the forearm pass; no joint's middle is that low.
    const beam = {
      name: 'beam',
      min: [x - 0.03, y - 0.03, 0.6] as [number, number, number],
      max: [x + 0.03, y + 0.03, 0.64] as [number, number, number],
    };
    const fences = { ...defaultFences, keepOut: [beam] };
    expect(problemOf(way(fr3.home, turned))).toBeNull();
    expect(problemOf(way(fr3.home, turned), fences)).toContain('beam');
    const narrow = {
      ...defaultFences,
      workspace: { ...defaultFences.workspace, max: [1, 0.2, 1.3] as [number, number, number] },
    };
    expect(problemOf(way(fr3.home, turned), narrow)).toContain('workspace');
  });

  it('lets an arm that stands too near get away, and nothing else', () => {
    const low = above([0.45, 0, 0.001]);
    expect(problemOf(way(low, above([0.45, 0, 0.05])))).toBeNull();
    expect(problemOf(way(low, above([0.45, 0, -0.01])))).toContain('table');
    // Away from the table, and into a box.
    const lid = {
      name: 'lid',
      min: [0.3, -0.2, 0.2] as [number, number, number],
      max: [0.7, 0.2, 0.22] as [number, number, number],
    };
    expect(problemOf(way(low, above([0.45, 0, 0.3])), { ...defaultFences, keepOut: [lid] })).toContain('lid');
  });
});

it('a held key brings the arm to rest above the table, in words, and up again', async () => {
  const rig = await createRig();
  rig.arm.place(above([0.45, 0, 0.06]));
  await rig.clock.advance(300);
  // That somebody put it there was noticed.
  await rig.now(rig.console.request('resetStop', {}));
  const before = rig.stops.length;
  const { jog, refusals } = await rig.now(rig.console.request('startJog', { operator: 'op', speed: 1 }));
  expect(refusals).toEqual([]);
  const hold = (holdId: number, z: number) => {
    const command: JogCommand = { space: 'base', linear: [0, 0, z], angular: [0, 0, 0] };
    return rig.clock.every(jogLimits.holdEveryMs, () =>
      rig.console.notify('jogHold', { jogId: jog!.jogId, holdId, command }),
    );
  };
  const letGo = hold(1, -1);
  await rig.clock.advance(3000);
  const tip = () => tipPose(kinematics, rig.state().positions).position[2];
  expect(rig.state().velocities.every((v) => Math.abs(v) < 1e-6)).toBe(true);
  expect(rig.state().manual?.problem).toContain('above the table');
  expect(tip()).toBeGreaterThan(0.003);
  expect(tip()).toBeLessThan(0.04);
  letGo();
  await rig.clock.advance(500);
  hold(2, 1);
  await rig.clock.advance(1500);
  expect(tip()).toBeGreaterThan(0.1);
  expect(rig.stops).toHaveLength(before);
});
