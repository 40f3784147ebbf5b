import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import { robotContract } from '../../shared/contract/robotContract';
import { simulatorContract } from '../../shared/contract/simulatorContract';
import { createRig } from '../robot/testing/rig';
import { serveSimulator } from '../simulator/serveSimulator';
import { contracts, fuzzContract, fuzzOf } from './fuzz';
import { createIdealArm } from './idealArm';

/** A tenth of what `R1_FUZZ_MESSAGES=100000 npx vitest run electron/faults/fuzz.test.ts` sends. */
const messages = Number(process.env.R1_FUZZ_MESSAGES ?? 10_000);
/** The two borders before the actuator get a fifth each, the others share the rest. */
const atTheRobot = Math.ceil(messages / 5);
const each = Math.ceil((messages * 3) / 5 / (2 * contracts.length));

describe('fuzzing at the borders', { timeout: 600_000 }, () => {
  const crashes: unknown[] = [];
  const note = (error: unknown) => crashes.push(error);
  beforeAll(() => {
    process.on('unhandledRejection', note);
    process.on('uncaughtException', note);
  });
  afterAll(() => {
    process.off('unhandledRejection', note);
    process.off('uncaughtException', note);
  });

  for (const contract of contracts) {
    it(`${contract.name}: what fits is passed on, all else is refused, nothing crashes`, async () => {
      const counts = await fuzzContract(contract, each, 1);
      for (const { border, messages: sent, passed, refused } of counts) {
        process.stdout.write(`${border}: ${sent} messages, ${passed} fit, ${refused} refused\n`);
        expect(passed).toBeGreaterThan(0);
        expect(refused).toBeGreaterThan(0);
      }
      expect(crashes).toEqual([]);
    });
  }

  it('the robot process, by every peer: no crash, and no command at the actuator', async () => {
    const rig = await createRig();
    await rig.offer();
    const ports = ['console', 'planner', 'main', 'stranger'].map((peer) => {
      const [ours, theirs] = memoryPortPair();
      rig.border.serveClient(ours, peer);
      theirs.onMessage(() => undefined);
      return theirs;
    });
    let sent = 0;
    for (const message of fuzzOf(robotContract, 'server', 2)) {
      if (sent >= atTheRobot) break;
      ports[sent % ports.length]?.post(message);
      if (++sent % 200 === 0) await rig.clock.advance(20);
    }
    await rig.clock.advance(3000);
    expect(rig.motions()).toEqual([]);
    expect(crashes).toEqual([]);
    // It still answers.
    expect((await rig.getState()).robot).toBe('fr3');
  });

  it('the simulator: no crash, and no joint moves', async () => {
    const arm = createIdealArm(1000);
    const before = arm.jointState().positions.slice(0, 7);
    const [ours, theirs] = memoryPortPair();
    serveSimulator(arm, ours, () => undefined);
    theirs.onMessage(() => undefined);
    let sent = 0;
    for (const message of fuzzOf(simulatorContract, 'server', 3)) {
      if (sent >= atTheRobot) break;
      theirs.post(message);
      if (++sent % 100 === 0) {
        await new Promise((resolve) => setImmediate(resolve));
        arm.step(0.1);
      }
    }
    expect(arm.jointState().positions.slice(0, 7)).toEqual(before);
    expect(crashes).toEqual([]);
  });
});
