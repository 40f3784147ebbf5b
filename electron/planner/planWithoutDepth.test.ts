import { describe, expect, it } from 'vitest';
import { type Plan, planSchema, type TrajectorySegment } from '../../shared/contract/plan';
import type { Stated } from '../../shared/contract/stated';
import { largestLevelSigma } from '../../shared/geometry/covariance';
import type { Vec2 } from '../../shared/geometry/pose';
import { tipPose } from '../../shared/motion/kinematics';
import { type PlanTaskInput, planTask } from './planTask';
import type { Solid } from './testing/depthPicture';
import { can, cube, pixelShare, tightBox } from './testing/scenes';
import { atHome, checker, kinematics, observation, proposalOf } from './testing/situation';

/** A way from (0.5, 0.1) to (0.45, -0.15), as a model draws it over a surface. */
const wayOver = (surface: number): readonly Vec2[] =>
  (
    [
      [0.5, 0.1, 0.015],
      [0.49, 0.02, 0.2],
      [0.47, -0.08, 0.2],
      [0.45, -0.15, 0.055],
    ] as const
  ).map(([x, y, z]) => pixelShare([x, y, surface + z]));
const small = cube(0.5, 0.1, 0.03, 0);
const stated: Stated = { surface: 0, height: 0.03, width: 0.042, target: 0.06 };

function task(body: Solid, more: Partial<PlanTaskInput>) {
  return planTask({
    kinematics,
    checker,
    proposal: proposalOf(tightBox(body), wayOver(more.stated?.surface ?? 0)),
    observation: { ...observation, hasDepth: false },
    depth: null,
    state: atHome,
    speedScale: 0.5,
    nowMs: () => 0,
    ...more,
  });
}
function planned(body: Solid, more: Partial<PlanTaskInput>): Plan {
  const result = task(body, more);
  if (!result.ok) throw new Error(JSON.stringify(result.failures));
  return planSchema.parse(JSON.parse(result.document.planText));
}
function refused(body: Solid, more: Partial<PlanTaskInput>): string {
  const result = task(body, more);
  if (result.ok) throw new Error('It was not refused.');
  return `${result.failures[0]!.text} ${result.failures[0]!.next}`;
}
const tips = (plan: Plan, phase: string) =>
  plan.segments
    .filter((s): s is TrajectorySegment => s.type === 'trajectory' && s.phase === phase)
    .flatMap(({ points }) => points.map((p) => tipPose(kinematics, p.positions).position));

describe('a plan on a picture without depth', () => {
  it('rests on what was stated, says so, and says how well the place is known', () => {
    const plan = planned(small, { stated });
    const { objectCenter, objectSize, uncertainty, stated: told } = plan.grounding!;
    expect(Math.hypot(objectCenter[0] - 0.5, objectCenter[1] - 0.1)).toBeLessThan(0.003);
    expect(objectSize).toEqual([0.042, 0.042, 0.03]);
    expect(told).toEqual(stated);
    // An axis of the model's error is 3.84 pixels of 1.7 mm, flattened by a ray at 48 degrees.
    expect(largestLevelSigma(uncertainty!.object)).toBeGreaterThan(0.007);
    expect(largestLevelSigma(uncertainty!.object)).toBeLessThan(0.012);
    const text = (name: string) => plan.checks.find((check) => check.name === name)!.text;
    expect(text('stated, not seen')).toContain('42 mm across and 30 mm high');
    expect(text('scene')).toContain('Not seen');
    expect(text('place')).toContain('not seen');
    expect(text('grounding uncertainty')).toContain('nothing was measured');
    const unchecked = plan.checks.filter((check) => check.unchecked).map(({ name }) => name);
    expect(unchecked).toEqual(['stated, not seen', 'camera calibration', 'scene']);
  });

  it('opens wide, comes from above and carries higher than where depth shows the way', () => {
    const plan = planned(small, { stated });
    expect(plan.segments[0]).toMatchObject({ type: 'gripper', width: kinematics.robot.gripper.maxWidth });
    const carried = Math.min(...tips(plan, 'transport').map(([, , z]) => z));
    expect(carried).toBeGreaterThan(0.265);
    const last = tips(plan, 'approach').slice(-30);
    for (const [x, y] of last) expect(Math.hypot(x - 0.5, y - 0.1)).toBeLessThan(0.005);
    // Its underside is let go a little above what was stated to be there.
    const taken = tips(plan, 'descend').at(-1)![2];
    expect(tips(plan, 'lower').at(-1)![2] - taken).toBeCloseTo(0.06 + 0.01, 3);
    const bare = planned(small, { stated: { ...stated, target: 0 } });
    expect(tips(bare, 'lower').at(-1)![2] - tips(bare, 'descend').at(-1)![2]).toBeCloseTo(0.01, 3);
  });

  it('takes an object from a raised surface, and keeps the gripper above that', () => {
    const raised: Solid = {
      ...small,
      type: 'box',
      size: [0.03, 0.03, 0.03],
      yaw: 0,
      center: [0.5, 0.1, 0.115],
    };
    const plan = planned(raised, { stated: { ...stated, surface: 0.1, target: 0 } });
    expect(plan.grounding!.objectCenter[2]).toBeCloseTo(0.115, 6);
    expect(
      Math.hypot(plan.grounding!.objectCenter[0] - 0.5, plan.grounding!.objectCenter[1] - 0.1),
    ).toBeLessThan(0.003);
    const lowest = Math.min(
      ...plan.segments
        .flatMap((s) => (s.type === 'trajectory' ? s.points : []))
        .map((p) => tipPose(kinematics, p.positions).position[2]),
    );
    expect(lowest).toBeGreaterThan(0.109);
    expect(Math.min(...tips(plan, 'transport').map(([, , z]) => z))).toBeGreaterThan(0.365);
  });

  it('is refused in words: nothing stated, something else stated, too wide to be sure', () => {
    expect(refused(small, {})).toContain('State the height of the surface');
    // Seen from the side, 30 mm is not 120 mm.
    expect(refused(small, { stated: { ...stated, height: 0.12 } })).toContain(
      'does not look like what was stated',
    );
    expect(refused(small, { stated: { ...stated, width: 0.1 } })).toContain(
      'does not look like what was stated',
    );
    const wide = can(0.5, 0.1, 0.062, 0.06);
    const text = refused(wide, { stated: { surface: 0, height: 0.06, width: 0.062, target: 0 } });
    expect(text).toMatch(/too uncertain without depth: it is known \(95 %\) to \d+ mm across the fingers/);
    expect(text).toContain('can absorb 7 mm');
    const cut = { ...tightBox(small), xMin: -0.01 };
    expect(refused(small, { stated, proposal: proposalOf(cut, wayOver(0)) })).toContain('past the picture');
  });

  it('reads the depth where there is some, whatever was stated', () => {
    const depth = new Float32Array(observation.camera.width * observation.camera.height);
    expect(refused(small, { stated, depth })).toContain('0.0 % of the picture has depth');
  });
});
