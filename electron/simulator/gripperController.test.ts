import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fr3 } from '../../shared/robot/fr3';
import { createSimulator, type Simulator } from './createSimulator';
import type { GripperResult } from './gripperController';
import { downward, solveTcp } from './testing/inverseKinematics';
import { moveTo, runGripper } from './testing/motions';
import { objectAt, sceneWith } from './testing/scenes';

/** Real physics takes its time where the machine is busy. */
vi.setConfig({ testTimeout: 60_000 });

describe('the gripper under its controller, in real physics', () => {
  let simulator: Simulator;
  let results: GripperResult[];
  beforeEach(async () => {
    simulator = await createSimulator({ scene: sceneWith(objectAt('cube', 0.5, 0)), clock: () => 0 });
    results = [];
    simulator.onEvent((event) => {
      if (event.type === 'gripper') results.push(event.result);
    });
  });
  afterEach(() => simulator.dispose());

  const width = () =>
    simulator
      .jointState()
      .positions.slice(7)
      .reduce((sum, v) => sum + v, 0);
  const goToCube = (z: number) => moveTo(simulator, solveTcp(fr3, downward([0.5, 0, z])), 0.5);
  const cubeHeight = () => simulator.world().objects[0]!.pose.position[2];

  it('goes to a width at no more than 50 mm/s a finger, both fingers alike', () => {
    simulator.gripperCommand({ goalId: 'close', width: 0.02, maxEffort: 20 });
    let fastest = 0;
    let apart = 0;
    while (results.length === 0) {
      simulator.step(0.002);
      const { positions, velocities } = simulator.jointState();
      fastest = Math.max(fastest, Math.abs(velocities[7]!), Math.abs(velocities[8]!));
      apart = Math.max(apart, Math.abs(positions[7]! - positions[8]!));
    }
    expect(results).toEqual([
      expect.objectContaining({ goalId: 'close', status: 'succeeded', stalled: false, reachedGoal: true }),
    ]);
    expect(width()).toBeCloseTo(0.02, 2);
    expect(fastest).toBeLessThan(0.052);
    expect(fastest).toBeGreaterThan(0.045);
    expect(apart).toBeLessThan(1e-4);
    simulator.step(0.5);
    expect(width()).toBeCloseTo(0.02, 4);
  });

  it('closes on nothing and reaches zero', () => {
    expect(runGripper(simulator, 0, 20)).toMatchObject({ stalled: false, reachedGoal: true });
    expect(Math.abs(width())).toBeLessThan(0.001);
  });

  it('stalls on an object with the asked force and keeps it, until told to open', () => {
    goToCube(0.2);
    goToCube(0.0225);
    const result = runGripper(simulator, 0.03, 25);
    expect(result).toMatchObject({ status: 'succeeded', stalled: true, reachedGoal: false });
    expect(result.position).toBeCloseTo(0.045, 3);
    expect(result.effort).toBeCloseTo(25, 0);
    goToCube(0.2);
    expect(cubeHeight()).toBeGreaterThan(0.19);
    // The finger joints report the force that holds.
    for (const effort of simulator.jointState().efforts.slice(7)) expect(effort).toBeCloseTo(-25, 0);
    expect(runGripper(simulator, 0.08, 25)).toMatchObject({ stalled: false, reachedGoal: true });
    simulator.step(0.5);
    expect(cubeHeight()).toBeLessThan(0.03);
  });

  it('a cancel in free space stops the fingers where they are', () => {
    simulator.gripperCommand({ goalId: 'close', width: 0, maxEffort: 20 });
    simulator.step(0.4);
    expect(simulator.cancel('close')).toBe(1);
    expect(results).toEqual([expect.objectContaining({ goalId: 'close', status: 'canceled' })]);
    const stopped = width();
    simulator.step(0.5);
    expect(stopped).toBeGreaterThan(0.03);
    expect(Math.abs(width() - stopped)).toBeLessThan(0.003);
  });

  it('a cancel while it presses does not drop what it holds', () => {
    goToCube(0.2);
    goToCube(0.0225);
    simulator.gripperCommand({ goalId: 'grip', width: 0, maxEffort: 25 });
    simulator.step(0.55);
    expect(results).toEqual([]);
    simulator.cancel();
    goToCube(0.2);
    expect(cubeHeight()).toBeGreaterThan(0.19);
  });

  it('a new goal takes the place of the running one', () => {
    simulator.gripperCommand({ goalId: 'close', width: 0, maxEffort: 20 });
    simulator.step(0.2);
    expect(runGripper(simulator, 0.07, 20).reachedGoal).toBe(true);
    expect(results.map(({ goalId, status }) => [goalId === 'close', status])).toEqual([
      [true, 'canceled'],
      [false, 'succeeded'],
    ]);
  });

  it('effort 0 means its own maximum', () => {
    goToCube(0.2);
    goToCube(0.0225);
    expect(runGripper(simulator, 0, 0).effort).toBeCloseTo(fr3.gripper.maxForce, 0);
  });

  it.each([
    [-0.01, 20, /opens from 0 to 0.08 m, not to -0.01 m/],
    [0.081, 20, /not to 0.081 m/],
    [Number.NaN, 20, /not to NaN m/],
    [0.04, 71, /force goes to 70 N, not 71 N/],
    [0.04, -1, /not -1 N/],
    [0.04, Number.NaN, /not NaN N/],
  ])('refuses width %d m with %d N', (goalWidth, maxEffort, words) => {
    const response = simulator.gripperCommand({ goalId: 'bad', width: goalWidth, maxEffort });
    expect(response).toMatchObject({ accepted: false, errorCode: -1 });
    expect(response.errorString).toMatch(words);
    simulator.step(0.2);
    expect(width()).toBeCloseTo(0.08, 6);
  });
});
