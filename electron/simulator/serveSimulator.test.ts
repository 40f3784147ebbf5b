import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Client, connect, type Event, type Port } from '../../shared/contract/channel';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import { simulatorContract, worldContract } from '../../shared/contract/simulatorContract';
import { fr3 } from '../../shared/robot/fr3';
import { createSimulator, type Simulator } from './createSimulator';
import { sceneOfSeed, serveSimulator, serveWorld } from './serveSimulator';
import { armPositions, armVelocities, goalOf, quinticPoints } from './testing/motions';

/** Real physics takes its time where the machine is busy. */
vi.setConfig({ testTimeout: 60_000 });

type Arm = Client<typeof simulatorContract>;
type Result = Event<typeof simulatorContract, 'result'>;

const target = fr3.home.map((q) => q + 0.3);
const slow = () => goalOf(fr3, quinticPoints(fr3.home, target, 1));

describe('the simulator behind its contracts', () => {
  let simulator: Simulator;
  let refused: string[];
  beforeEach(async () => {
    simulator = await createSimulator({ scene: sceneOfSeed(1), clock: () => 0 });
    refused = [];
  });
  afterEach(() => simulator.dispose());

  const fail = (report: { problem: string }) => {
    throw new Error(report.problem);
  };
  function armClient(): { readonly client: Arm; readonly port: Port; readonly results: Result[] } {
    const [server, port] = memoryPortPair();
    serveSimulator(simulator, server, (report) => refused.push(`${report.name}: ${report.problem}`));
    const client = connect(port, simulatorContract, fail);
    const results: Result[] = [];
    client.on('result', (result) => results.push(result));
    return { client, port, results };
  }
  const delivered = () => new Promise((resolve) => setTimeout(resolve, 1));

  it('runs a goal with feedback, joint states and a result', async () => {
    const { client, results } = armClient();
    const seen = { jointState: 0, feedback: 0 };
    client.on('jointState', () => seen.jointState++);
    client.on('feedback', () => seen.feedback++);
    const goal = slow();
    expect(await client.request('followJointTrajectory', goal)).toMatchObject({
      accepted: true,
      errorCode: 0,
    });
    simulator.step(1.1);
    await delivered();
    expect(results).toEqual([
      { goalId: goal.goalId, status: 'succeeded', errorCode: 0, errorString: 'Goal reached.' },
    ]);
    expect(seen.jointState).toBe(110);
    expect(seen.feedback).toBeGreaterThanOrEqual(20);
  });

  it('runs a gripper goal', async () => {
    const { client } = armClient();
    const results: Event<typeof simulatorContract, 'gripperResult'>[] = [];
    client.on('gripperResult', (result) => results.push(result));
    const answer = await client.request('gripperCommand', { goalId: 'half', width: 0.04, maxEffort: 10 });
    expect(answer.accepted).toBe(true);
    simulator.step(1);
    await delivered();
    expect(results).toEqual([
      expect.objectContaining({ goalId: 'half', status: 'succeeded', reachedGoal: true, stalled: false }),
    ]);
  });

  it('tells results to the client whose goal it was, and to no other', async () => {
    const one = armClient();
    const other = armClient();
    const goal = slow();
    await one.client.request('followJointTrajectory', goal);
    simulator.step(0.3);
    expect(await other.client.request('cancel', {})).toEqual({ canceling: 1 });
    await delivered();
    expect(one.results).toEqual([expect.objectContaining({ goalId: goal.goalId, status: 'canceled' })]);
    expect(other.results).toEqual([]);
  });

  it('when the client goes away in mid-motion the arm brakes and stands', async () => {
    const watcher = armClient();
    const { client, port } = armClient();
    await client.request('followJointTrajectory', slow());
    simulator.step(0.5);
    expect(Math.max(...armVelocities(simulator).map(Math.abs))).toBeGreaterThan(0.3);
    port.close();
    await delivered();
    simulator.step(0.2);
    const stood = armPositions(simulator);
    expect(Math.max(...armVelocities(simulator).map(Math.abs))).toBeLessThan(0.002);
    simulator.step(1);
    expect(Math.max(...armPositions(simulator).map((q, i) => Math.abs(q - stood[i]!)))).toBeLessThan(1e-3);
    expect(Math.max(...stood.map((q, i) => Math.abs(q - target[i]!)))).toBeGreaterThan(0.05);
    // The world goes on for others.
    expect(await watcher.client.request('cancel', {})).toEqual({ canceling: 0 });
  });

  it('brakes by itself when the client of a running goal falls silent, and not while it says that it lives', async () => {
    for (const silent of [false, true]) {
      const { client, results } = armClient();
      const goal = { ...goalOf(fr3, quinticPoints(fr3.home, target, 3)), goalId: `silent ${silent}` };
      client.notify('alive', {});
      await client.request('followJointTrajectory', goal);
      for (let k = 0; k < 10; k++) {
        if (!silent) client.notify('alive', {});
        await delivered();
        simulator.step(0.1);
      }
      await delivered();
      expect(results.map(({ status }) => status)).toEqual(silent ? ['canceled'] : []);
      if (silent) expect(Math.max(...armVelocities(simulator).map(Math.abs))).toBeLessThan(0.002);
      await client.request('cancel', {});
      simulator.step(1);
      simulator.loadScene(sceneOfSeed(1));
    }
  });

  it('runs each goal once: its echo moves nothing', async () => {
    const { client } = armClient();
    const goal = slow();
    await client.request('followJointTrajectory', goal);
    simulator.step(1.5);
    const stood = armPositions(simulator);
    const echo = await client.request('followJointTrajectory', goal).catch(() => ({ accepted: false }));
    expect(echo.accepted).toBe(false);
    simulator.step(1);
    expect(Math.max(...armPositions(simulator).map((q, i) => Math.abs(q - stood[i]!)))).toBeLessThan(1e-3);
  });

  it('a client that goes away does not stop the motion of another', async () => {
    const { client, results } = armClient();
    const bystander = armClient();
    await client.request('followJointTrajectory', slow());
    simulator.step(0.5);
    bystander.port.close();
    await delivered();
    simulator.step(0.6);
    await delivered();
    expect(results).toEqual([expect.objectContaining({ status: 'succeeded' })]);
  });

  it('refuses what does not fit the contract, and says so', async () => {
    const { client } = armClient();
    const goal = slow();
    const broken = { ...goal, points: [{ ...goal.points[0]!, positions: [Number.NaN] }] };
    await expect(client.request('followJointTrajectory', broken)).rejects.toThrow(
      /was refused: points.0.positions.0/,
    );
    await expect(client.request('loadScene', { seed: 1.5 })).rejects.toThrow(/seed/);
    expect(refused).toHaveLength(2);
    await expect(client.request('loadScene', { seed: -4 })).rejects.toThrow('There is no scene -4');
    simulator.step(0.1);
    expect(Math.max(...armVelocities(simulator).map(Math.abs))).toBeLessThan(1e-6);
  });

  it('shows watchers the scene, a new one when it is loaded, and where everything is', async () => {
    const [server, port] = memoryPortPair();
    serveWorld(simulator, server, fail);
    const watcher = connect(port, worldContract, fail);
    const seeds: number[] = [];
    let worlds = 0;
    watcher.on('scene', ({ scene }) => seeds.push(scene.seed));
    watcher.on('world', () => worlds++);
    const { robot, scene } = await watcher.request('getScene', {});
    expect(robot).toBe('fr3');
    expect(scene).toEqual(sceneOfSeed(1));
    const { client } = armClient();
    await client.request('loadScene', { seed: 9 });
    simulator.step(0.5);
    await delivered();
    expect(seeds).toEqual([9]);
    expect(worlds).toBe(30);
    const world = await watcher.request('getWorld', {});
    expect(world.objects.map(({ id }) => id)).toEqual(sceneOfSeed(9).objects.map(({ id }) => id));
    port.close();
    await delivered();
    simulator.step(0.5);
    expect(worlds).toBe(30);
  });

  it('tells every client of the robot which scene there is, and when it is another', async () => {
    const seeds: number[][] = [[], []];
    const { client } = armClient();
    client.on('scene', ({ seed }) => seeds[0]?.push(seed));
    await client.request('loadScene', { seed: 9 });
    armClient().client.on('scene', ({ seed }) => seeds[1]?.push(seed));
    await delivered();
    expect(seeds).toEqual([[1, 9], [9]]);
  });

  it('always has a red cube and a blue bowl', () => {
    for (let seed = 0; seed < 50; seed++) {
      const ids = sceneOfSeed(seed).objects.map(({ id }) => id);
      expect(ids).toEqual(expect.arrayContaining(['red_cube', 'blue_bowl']));
    }
  });
});
