import { randomUUID } from 'node:crypto';
import { connect } from '../../../shared/contract/channel';
import type { Ros2Profile } from '../../../shared/contract/connection';
import { defaultFences } from '../../../shared/contract/fences';
import { memoryPortPair } from '../../../shared/contract/memoryPort';
import type { Segment } from '../../../shared/contract/plan';
import type { RecordKind } from '../../../shared/contract/recorderContract';
import {
  type ExecutionEvent,
  type RobotState,
  robotContract,
  type StopReport,
} from '../../../shared/contract/robotContract';
import { fr3 } from '../../../shared/robot/fr3';
import { createBorder } from '../../robot/border';
import { realClock } from '../../robot/clock';
import { createFakeRecorder } from '../../robot/testing/fakeRecorder';
import { model, taskPlan } from '../../robot/testing/plans';
import { type Peer, startPeer } from './startPeer';
import { sleep, takeOwnDomain, testLink, until } from './testLink';

const rubbish = (report: unknown) => {
  throw new Error(`Rubbish was sent: ${JSON.stringify(report)}`);
};

/** The whole robot process in real time, connected over DDS to a robot in a process of its own. */
export async function robotOnRos2(change: { readonly profile?: Ros2Profile } = {}) {
  takeOwnDomain();
  const peers: Peer[] = [await startPeer()];
  const border = createBorder({
    model: fr3,
    fences: defaultFences,
    clock: realClock,
    newId: randomUUID,
    onBadMessage: rubbish,
  });
  const [robotToRecorder, recorder] = memoryPortPair();
  const { plugIn, records } = createFakeRecorder();
  plugIn(recorder);
  border.attachRecorder(robotToRecorder);
  border.attachRos2((events) => testLink({ ...events, ...change }));
  const client = (peer: string) => {
    const [ours, theirs] = memoryPortPair();
    border.serveClient(ours, peer);
    return connect(theirs, robotContract, rubbish);
  };
  const [console, main, planner] = [client('console'), client('main'), client('planner')];
  const beat = setInterval(() => {
    console.notify('heartbeat', { from: 'renderer' });
    main.notify('heartbeat', { from: 'main' });
  }, 100);
  const faults: { readonly code: string; readonly happened: string; readonly atMs: number }[] = [];
  const stops: StopReport[] = [];
  const executions: ExecutionEvent[] = [];
  let state: RobotState | undefined;
  console.on('state', (next) => {
    state = next;
  });
  console.on('fault', ({ code, happened }) => faults.push({ code, happened, atMs: performance.now() }));
  console.on('stop', (report) => stops.push(report));
  console.on('execution', (event) => executions.push(event));

  const told = () => ({ state, faults, stops, last: executions.at(-1) });
  const idle = () => until(() => state?.mode === 'idle' && state.text === 'Standing still.', 30_000, told);

  /** Offers and approves; answers the refusals. */
  async function approve(segments: Segment[]) {
    const now = await console.request('getState', {});
    const plan = taskPlan(now.epoch, now.stampSec, {
      segments,
      startPositions: segments.flatMap((s) => (s.type === 'trajectory' ? s.points : []))[0]?.positions ?? [
        ...fr3.home,
      ],
      speedScale: 1,
    });
    const offered = await planner.request('offerPlan', { planText: JSON.stringify(plan) });
    if (offered.refusals.length > 0) return offered.refusals;
    return (await console.request('approve', { planHash: offered.planHash, operator: 'op', model })).refusals;
  }

  /**
   * The same when the arm is seen to stand still: on a busy machine joint states come late, and the gate
   * rightly waits for newer ones.
   */
  async function approveWhenStill(segments: Segment[]) {
    for (let tries = 1; ; tries++) {
      const refusals = await approve(segments);
      const early = refusals.length > 0 && refusals.every(({ check }) => check === 'standstill');
      if (!early || tries === 20) return refusals;
      await sleep(500);
    }
  }

  return {
    peer: peers[0]!,
    console,
    faults,
    stops,
    executions,
    /** What was put on record of this kind: the texts of its links. */
    recorded: (kind: RecordKind) => records.filter((link) => link.kind === kind).map(({ json }) => json),
    told,
    idle,
    approve,
    approveWhenStill,
    state: () => state,
    isMoving: () => Math.max(0, ...(state?.velocities ?? []).map(Math.abs)) > 0.1,
    faultOf: (code: string) => faults.find((fault) => fault.code === code),
    async anotherPeer() {
      peers.push(await startPeer());
    },
    async close() {
      clearInterval(beat);
      await border.shutDown();
      for (const peer of peers) peer.stop();
    },
  };
}
export type RobotOnRos2 = Awaited<ReturnType<typeof robotOnRos2>>;
