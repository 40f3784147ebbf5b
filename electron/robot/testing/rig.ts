import { type Client, connect } from '../../../shared/contract/channel';
import { defaultFences } from '../../../shared/contract/fences';
import { memoryPortPair } from '../../../shared/contract/memoryPort';
import type { SentRecord } from '../../../shared/contract/recorderContract';
import {
  type ExecutionEvent,
  type RobotState,
  robotContract,
  type StopReport,
} from '../../../shared/contract/robotContract';
import { fr3 } from '../../../shared/robot/fr3';
import { createBorder } from '../border';
import { type Command, createFakeArm } from './fakeArm';
import { createFakeRecorder } from './fakeRecorder';
import { createManualClock } from './manualClock';
import { model, taskPlan } from './plans';

type RobotClient = Client<typeof robotContract>;

/**
 * The whole robot process over in-memory channels: real contracts on every port, an arm and a recorder at
 * the far ends, and a clock that the test moves.
 */
export async function createRig(
  listener: { onCommand?: (command: Command) => void; onDurable?: (record: SentRecord) => void } = {},
) {
  const clock = createManualClock();
  const refused: string[] = [];
  let id = 0;
  const border = createBorder({
    model: fr3,
    fences: defaultFences,
    clock,
    newId: () => `id${++id}`,
    onBadMessage: ({ name, problem }) => refused.push(`${name}: ${problem}`),
  });
  const arm = createFakeArm(clock, 1_000_000, listener.onCommand);
  const recorder = createFakeRecorder(listener.onDurable);

  const plugArm = () => {
    const [ours, theirs] = memoryPortPair();
    arm.plugIn(theirs);
    border.attachSimulator(ours);
  };
  const plugRecorder = () => {
    const [ours, theirs] = memoryPortPair();
    recorder.plugIn(theirs);
    border.attachRecorder(ours);
  };
  const client = (peer: string): RobotClient => {
    const [ours, theirs] = memoryPortPair();
    border.serveClient(ours, peer);
    return connect(theirs, robotContract, ({ name, problem }) => {
      throw new Error(`The robot process sent rubbish: ${name}: ${problem}`);
    });
  };

  plugArm();
  plugRecorder();
  const console = client('console');
  const main = client('main');
  const planner = client('planner');
  const executions: ExecutionEvent[] = [];
  const stops: StopReport[] = [];
  const faults: string[] = [];
  let state: RobotState | undefined;
  console.on('execution', (event) => executions.push(event));
  console.on('stop', (report) => stops.push(report));
  console.on('fault', (fault) => faults.push(fault.code));
  console.on('state', (next) => {
    state = next;
  });
  const heart = { renderer: true, main: true };
  clock.every(250, () => {
    if (heart.renderer) console.notify('heartbeat', { from: 'renderer' });
    if (heart.main) main.notify('heartbeat', { from: 'main' });
  });
  await clock.advance(500);

  /** Waits until a request is answered, without letting time pass. */
  async function now<T>(answer: Promise<T>): Promise<T> {
    answer.catch(() => undefined);
    await clock.settle();
    return answer;
  }

  return {
    clock,
    border,
    arm,
    recorder,
    console,
    main,
    planner,
    heart,
    refused,
    executions,
    stops,
    faults,
    client,
    plugArm,
    plugRecorder,
    now,
    state: () => state!,
    motions: () => arm.commands.filter(({ type }) => type === 'trajectory' || type === 'gripper'),
    cancels: () => arm.commands.filter(({ type }) => type === 'cancel'),
    getState: () => now(main.request('getState', {})),
    /** Offers a plan (a good one, if none is given) and answers its hash and the gate's refusals. */
    async offer(change: Parameters<typeof taskPlan>[2] = {}) {
      const { epoch } = await now(planner.request('getState', {}));
      return now(
        planner.request('offerPlan', { planText: JSON.stringify(taskPlan(epoch, arm.stampSec(), change)) }),
      );
    },
    approve: (planHash: string) => now(console.request('approve', { planHash, operator: 'op', model })),
  };
}
export type Rig = Awaited<ReturnType<typeof createRig>>;
