import { describe, expect, it, vi } from 'vitest';
import type { JointState, WorldState } from '../../shared/contract/simulatorContract';
import { fr3 } from '../../shared/robot/fr3';
import { createSimulator } from './createSimulator';
import { sceneOfSeed } from './serveSimulator';
import { armPositions, goalOf, moveTo, quinticPoints } from './testing/motions';
import { createWorld, loadPhysics } from './world';

/** Real physics takes its time where the machine is busy. */
vi.setConfig({ testTimeout: 60_000 });

const target = fr3.home.map((q) => q + 0.2);

describe('createSimulator', () => {
  it('sends joint states at 100 Hz and the world at 60 Hz, stamped with its own time', async () => {
    const simulator = await createSimulator({ scene: sceneOfSeed(3), clock: () => 1_700_000_000 });
    const jointStates: JointState[] = [];
    const worlds: WorldState[] = [];
    simulator.onEvent((event) => {
      if (event.type === 'jointState') jointStates.push(event.jointState);
      if (event.type === 'world') worlds.push(event.world);
    });
    // Uneven pieces of time, none a whole number of steps.
    for (let i = 0; i < 300; i++) simulator.step(0.0033333333);
    simulator.step(0.00000001 * 300 + 0.0001);
    expect(jointStates).toHaveLength(100);
    expect(worlds).toHaveLength(60);
    jointStates.forEach((state, i) => {
      expect(state.stampSec).toBeCloseTo(1_700_000_000 + (i + 1) / 100, 5);
    });
    expect(jointStates[0]!.names).toEqual([...fr3.armJointNames, ...fr3.gripper.fingerJointNames]);
    for (const key of ['positions', 'velocities', 'efforts'] as const) {
      expect(jointStates[0]![key]).toHaveLength(9);
    }
    expect(Object.keys(worlds[0]!.joints)).toEqual(jointStates[0]!.names);
    expect(worlds[0]!.objects.map(({ id }) => id)).toEqual(sceneOfSeed(3).objects.map(({ id }) => id));
    simulator.dispose();
  });

  it('reports what the motors do against gravity, and needs none of it to stay', async () => {
    const simulator = await createSimulator({ scene: sceneOfSeed(1), clock: () => 0 });
    simulator.step(1);
    const { efforts } = simulator.jointState();
    // The elbow carries the forearm, which hangs out in front of it.
    expect(Math.abs(efforts[3]!)).toBeGreaterThan(10);
    efforts.slice(0, 7).forEach((effort, i) => {
      const limit = fr3.joints.find((j) => j.name === fr3.armJointNames[i])!.limits!.effort;
      expect(Math.abs(effort)).toBeLessThan(limit);
    });
    simulator.dispose();
  });

  it('loads a scene anew: the arm at home, time goes on, events as before', async () => {
    const simulator = await createSimulator({ scene: sceneOfSeed(1), clock: () => 50 });
    moveTo(simulator, target, 1);
    const before = simulator.stampSec();
    const seeds: number[] = [];
    simulator.onEvent((event) => {
      if (event.type === 'scene') seeds.push(event.scene.seed);
    });
    simulator.loadScene(sceneOfSeed(7));
    expect(seeds).toEqual([7]);
    expect(simulator.stampSec()).toBeCloseTo(before, 9);
    expect(armPositions(simulator)).toEqual(fr3.home);
    expect(moveTo(simulator, target, 1).status).toBe('succeeded');
    expect(simulator.stampSec()).toBeGreaterThan(before);
    simulator.dispose();
  });

  it('refuses a scene while it moves or brakes, and keeps the old one if the new one is impossible', async () => {
    const simulator = await createSimulator({ scene: sceneOfSeed(1), clock: () => 0 });
    simulator.followJointTrajectory(goalOf(fr3, quinticPoints(fr3.home, target, 0.5)));
    simulator.step(0.25);
    expect(() => simulator.loadScene(sceneOfSeed(2))).toThrow('The robot is moving');
    simulator.cancel();
    expect(() => simulator.loadScene(sceneOfSeed(2))).toThrow('The robot is moving');
    simulator.step(1);
    const flat = sceneOfSeed(2).objects.map((object) => ({ ...object, size: [0, 0, 0] as const }));
    expect(() => simulator.loadScene({ ...sceneOfSeed(2), objects: flat })).toThrow('refused the scene');
    expect(simulator.scene().seed).toBe(1);
    simulator.step(0.1);
    simulator.loadScene(sceneOfSeed(2));
    expect(simulator.scene().seed).toBe(2);
    simulator.dispose();
  });
});

describe('createWorld', () => {
  it('keeps no memory of the engine: scene after scene, step after step', async () => {
    const physics = await loadPhysics();
    const memory = () => {
      const probe = new physics.DoubleBuffer(1);
      const bytes = (probe.GetView() as Float64Array).buffer.byteLength;
      probe.delete();
      return bytes;
    };
    const still = {
      positions: fr3.home,
      velocities: fr3.home.map(() => 0),
      accelerations: fr3.home.map(() => 0),
    };
    const visit = (seed: number) => {
      const world = createWorld(physics, fr3, sceneOfSeed(seed));
      for (let i = 0; i < 100; i++) world.step(still, { width: 0.08, speed: 0, maxForce: 20 });
      world.dispose();
    };
    for (let seed = 0; seed < 5; seed++) visit(seed);
    const before = memory();
    for (let round = 0; round < 6; round++) for (let seed = 0; seed < 5; seed++) visit(seed);
    expect(memory()).toBe(before);
  });

  it('names an object that is not there', async () => {
    const world = createWorld(await loadPhysics(), fr3, sceneOfSeed(1));
    expect(() => world.objectPose('teapot')).toThrow('no object teapot');
    world.dispose();
  });
});
