import { describe, expect, it } from 'vitest';
import { createPointCloud } from '../../electron/planner/perception/pointCloud';
import { createSceneMap } from '../../electron/planner/perception/sceneMap';
import { type Body, drawDepth } from '../../electron/planner/testing/depthPicture';
import { camera, can, cube } from '../../electron/planner/testing/scenes';
import { defaultFences } from '../contract/fences';
import type { Vec3 } from '../geometry/pose';
import { findIk } from '../motion/findIk';
import { writeFrame } from '../motion/frames';
import { createKinematics } from '../motion/kinematics';
import { planningLimits } from '../motion/limits';
import { fr3 } from '../robot/fr3';
import { type CheckedMotion, createMotionChecker, spoken } from './checkMotion';

const kinematics = createKinematics(fr3);
const limits = planningLimits(fr3, 1);
const checker = createMotionChecker(kinematics, defaultFences);
const map = (bodies: readonly Body[]) =>
  createSceneMap(createPointCloud(camera, drawDepth(camera, bodies)), () => false);
const downAt = (position: Vec3) =>
  findIk(kinematics, limits, { position, orientation: [1, 0, 0, 0] }, fr3.home).positions;
const motion = (position: Vec3, more: Partial<CheckedMotion> = {}): CheckedMotion => ({
  phase: 'descend',
  positions: [downAt(position)],
  gripperWidth: 0.08,
  marginOf: () => 0.01,
  ...more,
});

describe('checkMotion', () => {
  it('passes where there is room and tells the least distances', () => {
    const verdict = checker.check(map([cube(0.5, 0.2, 0.045, 0)]), [motion([0.5, 0, 0.1])]);
    expect(verdict.problem).toBeUndefined();
    // Fingers end 5 mm past the tip.
    expect(verdict.table.distance).toBeCloseTo(0.095, 3);
    expect(verdict.table.what).toMatch(/finger/);
    expect(verdict.self.distance).toBeGreaterThan(0.01);
    expect(verdict.scene.distance).toBe(Number.POSITIVE_INFINITY);
  });

  it('finds fingers in the table and in what stands there', () => {
    expect(checker.check(map([]), [motion([0.5, 0, 0.004])]).problem?.check).toBe('table');
    // Open to 80 mm, the left finger comes down on a can 5 cm to the side.
    const hit = checker.check(map([can(0.5, 0.055, 0.05, 0.1)]), [motion([0.5, 0, 0.05])]);
    expect(hit.problem?.check).toBe('scene');
    expect(hit.problem?.text).toMatch(/During descend, the (left|right) finger|the hand/);
    expect(hit.problem?.text).toContain('x 0.50, y 0.0');
  });

  it('keeps the gripper, not the arm, from a surface that is higher than the table', () => {
    const low = motion([0.5, 0, 0.1]);
    expect(checker.check({ ...map([]), surface: 0.09 }, [low]).problem).toBeUndefined();
    const { problem } = checker.check({ ...map([]), surface: 0.1 }, [low]);
    expect(problem?.check).toBe('table');
    expect(problem?.text).toMatch(/finger/);
    // Its elbow would be within the arm's margin of a surface that the gripper is above.
    const folded = motion([0.5, 0, 0.32]);
    expect(checker.check({ ...map([]), surface: 0.3 }, [folded]).problem).toBeUndefined();
  });

  it('finds the robot in itself', () => {
    const inside = motion([0.5, 0, 0.3], { positions: [[0, 0.2, 0, -3.04, 0, 1, 0.8]] });
    const { problem } = checker.check(map([]), [inside]);
    expect(problem?.check).toBe('self collision');
    expect(problem?.text).toContain('arm link 1 and the hand');
  });

  it('counts the load, with its own margins', () => {
    const inTip = new Float64Array(12);
    writeFrame({ position: [0, 0, 0.05], orientation: [0, 0, 0, 1] }, inTip, 0);
    const load = { shape: { type: 'cylinder', radius: 0.03, length: 0.1 }, inTip } as const;
    const scene = map([cube(0.5, 0, 0.05, 0)]);
    const high = motion([0.5, 0, 0.14], { load, phase: 'transport' });
    expect(checker.check(scene, [high]).problem?.text).toContain('the held object');
    expect(checker.check(scene, [{ ...high, loadMarginOf: () => undefined }]).problem).toBeUndefined();
  });

  it('names parts as people do', () => {
    expect(spoken('fr3_link5')).toBe('arm link 5');
    expect(spoken('fr3_leftfinger')).toBe('the left finger');
    expect(spoken('fr3_hand')).toBe('the hand');
    expect(spoken('fr3_joint7')).toBe('joint 7');
    expect(spoken('held object')).toBe('the held object');
  });
});
