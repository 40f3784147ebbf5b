import { describe, expect, it } from 'vitest';
import { createMotionChecker } from '../../shared/collision/checkMotion';
import { emptyMap } from '../../shared/collision/sceneMap';
import { defaultFences, type KeepOut } from '../../shared/contract/fences';
import { type Plan, planSchema, type TrajectorySegment } from '../../shared/contract/plan';
import type { ReplayStep } from '../../shared/contract/plannerContract';
import { findIk } from '../../shared/motion/findIk';
import { tipPose } from '../../shared/motion/kinematics';
import { motionLimits, planningLimits, scaleLimits } from '../../shared/motion/limits';
import { sampleTrajectory } from '../../shared/motion/sampleTrajectory';
import { runToEnd, validateTrajectory } from '../../shared/motion/validateTrajectory';
import { fr3 } from '../../shared/robot/fr3';
import { createRandom } from '../../shared/scene/random';
import { approachMoves } from './approachMoves';
import { jointMove } from './motion/postures';
import { planReplay } from './planReplay';
import { atHome, checker, kinematics } from './testing/situation';

const at = (x: number, y: number, z: number, from: readonly number[] = fr3.home) =>
  findIk(kinematics, planningLimits(fr3, 1), { position: [x, y, z], orientation: [1, 0, 0, 0] }, from)
    .positions;
const high = at(0.45, 0.2, 0.3);
const over = at(0.45, -0.2, 0.3, high);
const low = at(0.45, -0.2, 0.1, over);

/** A motion as a recorder sees it: every few milliradians, with a little noise. */
function recorded(...corners: readonly (readonly number[])[]): ReplayStep {
  const random = createRandom(3);
  const noisy = (q: readonly number[]) => q.map((v) => v + random.uniform(-0.0003, 0.0003));
  const positions = corners.slice(1).flatMap((to, i) => {
    const coarse = jointMove(corners[i]!, to);
    return coarse.slice(1).flatMap((q, k) => jointMove(coarse[k]!, q).filter((_, n) => n % 8 === 0));
  });
  return { type: 'motion', positions: [[...corners[0]!], ...positions.map(noisy)] };
}
const close: ReplayStep = { type: 'gripper', width: 0, force: 30, holds: 0.045 };
const plan = (steps: ReplayStep[], positions: readonly number[] = fr3.home): Plan =>
  planSchema.parse(
    JSON.parse(
      planReplay(
        kinematics,
        checker,
        { ...atHome, positions: [...positions] },
        {
          title: 'Replay of "stack two cubes"',
          steps,
          speedScale: 0.5,
        },
      ).planText,
    ),
  );
const moves = (p: Plan) => p.segments.filter((s): s is TrajectorySegment => s.type === 'trajectory');

describe('planReplay', () => {
  it('goes to the start first, wherever the arm stands, and never jumps', () => {
    for (const from of [fr3.home, low, fr3.home.with(0, 1.2)]) {
      const made = plan([recorded(high, over, low), close, recorded(low, over)], from);
      expect(made.purpose).toBe('replay');
      expect(made.segments.map((s) => s.phase).filter((phase, i, all) => phase !== all[i - 1])).toEqual([
        'approach',
        'replay',
        'grasp',
        'replay',
      ]);
      let standing: readonly number[] = from;
      for (const segment of moves(made)) {
        for (let j = 0; j < 7; j++) expect(segment.points[0]!.positions[j]).toBeCloseTo(standing[j]!, 7);
        expect(runToEnd(validateTrajectory(segment, scaleLimits(motionLimits(fr3), 0.5))).problems).toEqual(
          [],
        );
        standing = segment.points.at(-1)!.positions;
      }
      expect(made.checks.find((check) => check.name === 'start')!.text).toContain('goes there first');
    }
  });

  it('needs no approach where it stands at the start', () => {
    const made = plan([recorded(high, over)], high);
    expect(made.segments.map((s) => s.phase)).toEqual(['replay']);
    expect(made.checks.find((check) => check.name === 'start')!.text).toContain('stands where');
  });

  it('keeps to the way that was recorded, to 2 mm', () => {
    const step = recorded(high, over, low);
    const { points } = moves(plan([step], high))[0]!;
    const way = step.type === 'motion' ? step.positions.map((q) => tipPose(kinematics, q).position) : [];
    for (let t = 0; t < points.at(-1)!.timeFromStart; t += 0.05) {
      const tip = tipPose(kinematics, sampleTrajectory(points, t).positions).position;
      const off = Math.min(...way.map((p) => Math.hypot(p[0] - tip[0], p[1] - tip[1], p[2] - tip[2])));
      expect(off).toBeLessThan(0.002);
    }
  });

  it('comes by way of home where the straight way is not free', () => {
    const left = at(0.4, 0.35, 0.12, fr3.home.with(0, 0.7));
    const right = at(0.4, -0.35, 0.12, fr3.home.with(0, -0.7));
    const from = { positions: left, gripperWidth: 0.08 };
    expect(approachMoves(kinematics, checker, emptyMap, from, right)).toHaveLength(2);
    const post: KeepOut = { name: 'post', min: [0.48, -0.05, 0], max: [0.6, 0.05, 0.3] };
    const fenced = createMotionChecker(kinematics, { ...defaultFences, keepOut: [post] });
    const moves = approachMoves(kinematics, fenced, emptyMap, from, right);
    expect(moves).toHaveLength(3);
    expect(moves[1]!.postures.at(-1)).toEqual(fr3.home);
  });

  it('expects the gripper to close on what it held', () => {
    const grasp = plan([recorded(high, over), close]).segments.at(-1)!;
    expect(grasp).toMatchObject({ type: 'gripper', phase: 'grasp', force: 30 });
    if (grasp.type !== 'gripper') throw new Error('no gripper');
    expect(grasp.expectObject!.minWidth).toBeGreaterThan(grasp.width);
    expect(grasp.expectObject!.minWidth).toBeLessThan(0.045);
    expect(grasp.expectObject!.maxWidth).toBeGreaterThan(0.045);
  });

  it('cuts a long recording into stretches that join', () => {
    const there = recorded(high, over, low, over, high, over, low, over, high);
    const segments = moves(plan([there], high));
    expect(segments.length).toBeGreaterThan(1);
  });

  it('refuses gaps, other robots, limits that are passed, what hits the table, and nothing at all', () => {
    const gap: ReplayStep = { type: 'motion', positions: [[...high], [...over]] };
    expect(() => plan([gap])).toThrow('has a gap');
    expect(() => plan([recorded(high, over), recorded(low, over)])).toThrow('has a gap');
    expect(() => plan([{ type: 'motion', positions: [[0, 0, 0]] }])).toThrow('has 3 joints');
    const past = high.with(3, motionLimits(fr3).upper[3]! + 0.01);
    expect(() => plan([{ type: 'motion', positions: [past] }])).toThrow('past its limit');
    const table = at(0.45, -0.2, 0.002, low);
    expect(() => plan([recorded(high, over, table)])).toThrow('above the table');
    expect(() => plan([close])).toThrow('no motion');
    expect(() => plan([recorded(fr3.home, fr3.home)])).toThrow('moves the arm');
  });
});
