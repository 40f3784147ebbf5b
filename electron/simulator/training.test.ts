import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../shared/contract/channel';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import { simulatorContract } from '../../shared/contract/simulatorContract';
import { type TrainingFault, trainingContract } from '../../shared/contract/trainingContract';
import { fr3 } from '../../shared/robot/fr3';
import { createSimulator, type Simulator } from './createSimulator';
import { sceneOfSeed, serveSimulator } from './serveSimulator';
import { armVelocities, goalOf, quinticPoints } from './testing/motions';
import { createTraining } from './training';

const delivered = () => new Promise((resolve) => setTimeout(resolve, 1));
const fail = ({ problem }: { problem: string }) => {
  throw new Error(problem);
};

describe('training', () => {
  let inner: Simulator;
  let due: (() => void)[];
  beforeEach(async () => {
    inner = await createSimulator({ scene: sceneOfSeed(1), clock: () => 0 });
    due = [];
  });
  afterEach(() => inner.dispose());

  function setUp() {
    const training = createTraining(inner, (_, run) => due.push(run));
    const [wishesEnd, toWishes] = memoryPortPair();
    training.serve(wishesEnd, fail);
    const operator = connect(toWishes, trainingContract, fail);
    const said: (readonly TrainingFault[])[] = [];
    operator.on('faults', ({ faults }) => said.push(faults));
    const [armEnd, toArm] = memoryPortPair();
    serveSimulator(training.simulator, armEnd, fail);
    const arm = connect(toArm, simulatorContract, fail);
    const seen = { states: 0 };
    arm.on('jointState', () => seen.states++);
    const set = (...faults: TrainingFault[]) => operator.request('setFaults', { faults });
    return { arm, set, said, seen };
  }

  it('is honest until it is told otherwise, says what it does, and can be told to stop it', async () => {
    const { set, said, seen } = setUp();
    await delivered();
    expect(said).toEqual([[]]);
    inner.step(0.1);
    await delivered();
    expect(seen.states).toBe(10);
    await set('jointStatesLost');
    inner.step(0.1);
    await delivered();
    expect(seen.states).toBe(10);
    await set();
    inner.step(0.1);
    await delivered();
    expect(seen.states).toBe(20);
    expect(said.slice(1)).toEqual([['jointStatesLost'], []]);
  });

  it('ignores a cancel, as a controller might', async () => {
    const { arm, set } = setUp();
    const target = fr3.home.map((q) => q + 0.3);
    await arm.request('followJointTrajectory', goalOf(fr3, quinticPoints(fr3.home, target, 1)));
    inner.step(0.3);
    await set('ignoresCancel');
    await arm.request('cancel', {});
    inner.step(0.2);
    expect(Math.max(...armVelocities(inner).map(Math.abs))).toBeGreaterThan(0.1);
    await set();
    await arm.request('cancel', {});
    inner.step(0.5);
    expect(Math.max(...armVelocities(inner).map(Math.abs))).toBeLessThan(0.02);
  });

  it('says things late, in their order', async () => {
    const { set, seen } = setUp();
    await set('messagesLate');
    inner.step(0.05);
    await set();
    inner.step(0.05);
    await delivered();
    expect(seen.states).toBe(0);
    for (const run of due) run();
    await delivered();
    expect(seen.states).toBe(10);
  });
});
