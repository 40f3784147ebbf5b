import { describe, expect, it } from 'vitest';
import { connect, type Handlers, serve } from '../../shared/contract/channel';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import { robotContract } from '../../shared/contract/robotContract';
import { bundledRobots } from '../../shared/robot/bundledRobots';
import type { RobotModel } from '../../shared/robot/robotModel';
import { robotModelHash } from '../../shared/robot/robotModelHash';
import { robotState } from '../loop/loopTestNouns';
import { createRobotModel, followRobotModel } from './robotModel';

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

function setUp() {
  let model: RobotModel = bundledRobots.fr3;
  let asked = 0;
  let failing = false;
  const never = () => Promise.reject(new Error('not asked for in this test'));
  const handlers: Handlers<typeof robotContract> = {
    getState: never,
    getFences: never,
    setFences: never,
    getConnection: never,
    discover: never,
    connect: never,
    loadScene: never,
    offerPlan: never,
    approve: never,
    stop: never,
    startJog: never,
    endJog: never,
    jogGripper: never,
    startGuiding: never,
    endGuiding: never,
    resetStop: never,
    jogHold: () => undefined,
    jogRelease: () => undefined,
    heartbeat: () => undefined,
    getModel: () => {
      asked++;
      if (failing) throw new Error('not now');
      return { model, modelHash: robotModelHash(model) };
    },
  };
  const [mine, theirs] = memoryPortPair();
  const server = serve(theirs, robotContract, handlers, () => undefined);
  const store = createRobotModel();
  followRobotModel(
    store,
    connect(mine, robotContract, () => undefined),
  );
  return {
    store,
    asked: () => asked,
    async tell(next: RobotModel, fails = false) {
      model = next;
      failing = fails;
      server.emit('state', { ...robotState, modelHash: robotModelHash(model) });
      await settle();
    },
  };
}

describe('followRobotModel', () => {
  it('asks once for each robot, however often its state comes', async () => {
    const { store, asked, tell } = setUp();
    expect(store.getState().described).toBeNull();
    await tell(bundledRobots.fr3);
    await tell(bundledRobots.fr3);
    expect(store.getState().described?.model).toEqual(bundledRobots.fr3);
    await tell(bundledRobots.piper);
    expect(store.getState().described?.model).toEqual(bundledRobots.piper);
    expect(asked()).toBe(2);
  });

  it('asks again after a failure', async () => {
    const { store, asked, tell } = setUp();
    await tell(bundledRobots.ur5e, true);
    expect(store.getState().described).toBeNull();
    await tell(bundledRobots.ur5e);
    expect(store.getState().described?.model.name).toBe('ur5e');
    expect(asked()).toBe(2);
  });
});
