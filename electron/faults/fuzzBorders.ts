import { memoryPortPair } from '../../shared/contract/memoryPort';
import { robotContract } from '../../shared/contract/robotContract';
import { simulatorContract } from '../../shared/contract/simulatorContract';
import { createRig } from '../robot/testing/rig';
import { serveSimulator } from '../simulator/serveSimulator';
import { type BorderCount, contracts, fuzzContract, fuzzOf } from './fuzz';
import { type BridgeFigures, fuzzBridge } from './fuzzBridge';
import { createIdealArm } from './idealArm';

/** What a run of fuzzing has come to; a run without crashes, commands and moved joints is a good one. */
export interface FuzzFigures {
  readonly messages: number;
  readonly contracts: number;
  readonly counts: readonly BorderCount[];
  /** Of main's border to the page, which is no contract between ports. */
  readonly bridge: BridgeFigures;
  readonly crashes: readonly unknown[];
  /** Commands that left the robot process. */
  readonly commands: number;
  /** Whether a joint of the simulator moved. */
  readonly moved: boolean;
}

/**
 * Sends so many messages to all borders: two fifths to the robot process and to the simulator, as they are, and the
 * rest to both sides of every contract; and as many again to main's bridge to the page. Throws where something was passed on that does not fit.
 */
export async function fuzzBorders(messages: number): Promise<FuzzFigures> {
  const atTheRobot = Math.ceil(messages / 5);
  const each = Math.ceil((messages * 3) / 5 / (2 * contracts.length));
  const crashes: unknown[] = [];
  const note = (error: unknown) => crashes.push(error);
  process.on('unhandledRejection', note);
  process.on('uncaughtException', note);
  try {
    const counts: BorderCount[] = [];
    for (const contract of contracts) counts.push(...(await fuzzContract(contract, each, 1)));
    const commands = await fuzzRobot(atTheRobot);
    const moved = await fuzzSimulator(atTheRobot);
    const bridge = fuzzBridge(messages, 4);
    const sent = counts.reduce((sum, count) => sum + count.messages, 2 * atTheRobot);
    return { messages: sent, contracts: contracts.length, counts, bridge, crashes, commands, moved };
  } finally {
    process.off('unhandledRejection', note);
    process.off('uncaughtException', note);
  }
}

/** The robot process, with a plan before its gate, under the name of every peer; answers the commands that left it. */
async function fuzzRobot(messages: number): Promise<number> {
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
    if (sent >= messages) break;
    ports[sent % ports.length]?.post(message);
    if (++sent % 200 === 0) await rig.clock.advance(20);
  }
  await rig.clock.advance(3000);
  if ((await rig.getState()).robot !== 'fr3') throw new Error('the robot process does not answer any more');
  return rig.motions().length;
}

/** The simulator; answers whether a joint moved. */
async function fuzzSimulator(messages: number): Promise<boolean> {
  const arm = createIdealArm(1000);
  const posture = () => arm.jointState().positions.slice(0, 7);
  const before = posture();
  const [ours, theirs] = memoryPortPair();
  serveSimulator(arm, ours, () => undefined);
  theirs.onMessage(() => undefined);
  let sent = 0;
  for (const message of fuzzOf(simulatorContract, 'server', 3)) {
    if (sent >= messages) break;
    theirs.post(message);
    if (++sent % 100 === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      arm.step(0.1);
    }
  }
  return posture().some((q, j) => q !== before[j]);
}
