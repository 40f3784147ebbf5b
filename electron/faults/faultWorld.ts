import { connect, type Port } from '../../shared/contract/channel';
import { defaultFences } from '../../shared/contract/fences';
import type { JogRecord } from '../../shared/contract/jog';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import type { Approval } from '../../shared/contract/robotContract';
import { robotContract } from '../../shared/contract/robotContract';
import { simulatorContract, type TrajectoryGoal } from '../../shared/contract/simulatorContract';
import { fr3 } from '../../shared/robot/fr3';
import { createRandom } from '../../shared/scene/random';
import { createBorder } from '../robot/border';
import { createManualClock } from '../robot/testing/manualClock';
import { createSimulator, type Simulator } from '../simulator/createSimulator';
import { createRealTimeLoop } from '../simulator/realTimeLoop';
import { sceneOfSeed, serveSimulator } from '../simulator/serveSimulator';
import { createHost, type Host } from './host';
import { createIdealArm, type IdealArm } from './idealArm';
import { createJudge, type Moment } from './judge';
import { createLiar, type Lie } from './liar';
import { createLine, type Direction, type Line, longestReorderMs } from './line';
import { corrupted } from './mangle';
import { createMemoryDisk } from './memoryDisk';
import { createOperator, type Operator } from './operator';
import { type Offered, planText } from './plans';
import { type Committed, createRecorderPeer } from './recorderPeer';
import {
  allSound,
  type LineName,
  lineNames,
  type ProcessName,
  processNames,
  type Step,
  type Way,
} from './story';

const armStartSec = 1_000_000;
const armTickMs = 10;
/** rad/s: slower is no motion that a stop could be about; slower than the second is standing. */
const creeping = 0.06;
const standing = 0.02;
const heartbeatMs = 250;
const silenceMs = 1000;
const jointSilenceMs = 200;
/** ms: the watchdog's turn, and a tick of the arm. */
const watchTurnMs = 45;

type Wire = { readonly t?: string; readonly n?: string; readonly id?: number; readonly p?: unknown };
const wireOf = (message: unknown): Wire =>
  typeof message === 'object' && message !== null && !ArrayBuffer.isView(message) ? (message as Wire) : {};

export interface WorldOptions {
  readonly seed: number;
  readonly physics: boolean;
  /** For the tests of the judge: puts something between the robot process and its line. */
  readonly tamper?: (line: LineName, port: Port) => Port;
}

/**
 * The program without its windows, cameras and model: the real robot process, the real controllers and
 * simulator border, the recorder's real writing, the page's real session machine, on processes, lines,
 * clocks and a disk that fail as told.
 */
export async function createFaultWorld({ seed, physics, tamper = (_, port) => port }: WorldOptions) {
  const time = createManualClock();
  const random = createRandom(seed, 6);
  const disk = createMemoryDisk(time);
  const judge = createJudge(time.nowMs, disk.holds);
  const faults = allSound();
  const hosts = {} as Record<ProcessName, Host>;
  const lines = new Map<LineName, Line>();
  const committed: Committed[] = [];
  const offers: Offered[] = [];
  let wallAheadSec = 0;
  let stampJumpSec = 0;
  let ids = 0;
  let episodes = 0;
  let border: ReturnType<typeof createBorder> | undefined;
  let closeObserver: () => void = () => undefined;
  let operator: Operator | undefined;
  let recorder: ReturnType<typeof createRecorderPeer> | undefined;
  let truth: Simulator | undefined;
  let ideal: IdealArm | undefined;
  let served: Simulator | undefined;
  let liar: ReturnType<typeof createLiar> | undefined;
  const activeLies = new Set<Lie>();
  let slip = 0;
  let planner: ReturnType<typeof connect<typeof robotContract>> | undefined;
  let main: ReturnType<typeof connect<typeof robotContract>> | undefined;
  /** When the robot process last heard of whom. */
  const heard = { renderer: 0, main: 0, joints: 0 };
  let recorderGoneMs: number | null = null;
  let liedUntilMs = 0;
  const resets = new Set<number>();
  const disposals: (() => void)[] = [];

  const up = (name: ProcessName) => hosts[name]?.isAlive() ?? false;

  const reallyMoving = (fasterThan = standing) =>
    up('arm') &&
    !hosts.arm.isFrozen() &&
    (truth
      ?.jointState()
      .velocities.slice(0, fr3.armJointNames.length)
      .some((v) => Math.abs(v) > fasterThan) ??
      false);

  function onItsWayMs(): number {
    const { in: inward, out } = faults.arm;
    const held = (way: typeof inward) => way.lateMs + (way.reorder > 0 ? longestReorderMs : 0);
    // Repeated cancels get through in the end; a lost one costs the time to the next.
    const lost = out.lose > 0 || out.corrupt > 0 || out.truncate > 0 ? 2000 : 0;
    return held(inward) + held(out) + lost;
  }

  function moment(): Moment {
    const { in: inward } = faults.arm;
    // What a frozen robot process hears when it goes on is of the past.
    const untrue =
      (up('robot') && hosts.robot.isFrozen()) ||
      activeLies.has('standsStill') ||
      inward.lateMs > 50 ||
      inward.reorder > 0 ||
      inward.corrupt > 0;
    if (untrue) liedUntilMs = Math.max(liedUntilMs, time.nowMs() + 1000);
    return {
      moving: reallyMoving(creeping),
      positions: up('arm') ? (truth?.jointState().positions.slice(0, fr3.armJointNames.length) ?? []) : [],
      robot: !up('robot') ? 'down' : hosts.robot.isFrozen() ? 'frozen' : 'up',
      connected: lines.get('arm')?.isOpen() ?? false,
      onItsWayMs: onItsWayMs(),
      jointsLie: time.nowMs() < liedUntilMs,
      refusesToBrake:
        activeLies.has('ignoresCancel') ||
        activeLies.has('saysCanceled') ||
        activeLies.has('runsOn') ||
        slip !== 0,
    };
  }

  function missing(): string | null {
    const now = time.nowMs();
    if (now - heard.renderer > silenceMs + watchTurnMs) return 'the page was silent';
    if (now - heard.main > silenceMs + watchTurnMs) return 'main was silent';
    if (now - heard.joints > jointSilenceMs + watchTurnMs) return 'no joint states came';
    if (recorderGoneMs !== null && now - recorderGoneMs > watchTurnMs) return 'the recorder was gone';
    return null;
  }

  /** What the judge hears on the robot process's lines. */
  function overhear(name: LineName, way: Way, message: unknown, asSent: boolean): void {
    const { t, n, id, p } = wireOf(message);
    if (name === 'arm' && way === 'out' && t === 'q') {
      if (n === 'cancel') judge.cancelLeaves();
      else if (n === 'followJointTrajectory' || n === 'gripperCommand') judge.leaves(p as TrajectoryGoal);
      else if (n === 'loadScene') judge.cut();
    }
    if (name === 'arm' && way === 'in' && t === 'e' && n === 'jointState') heard.joints = time.nowMs();
    if (name === 'recorder' && way === 'out' && t === 'q' && n === 'recordDurably') {
      const { kind, json } = p as { kind: string; json: string };
      if (kind === 'approval') judge.minted(JSON.parse(json) as Approval);
      const jog = kind === 'jog' ? (JSON.parse(json) as JogRecord) : undefined;
      if (jog?.type === 'approved') judge.jogMinted(jog.approval);
    }
    if (name === 'console' && way === 'in' && (n === 'jogHold' || !asSent)) judge.held();
    if (name === 'console' || name === 'main') {
      // A corrupted beat may be a beat all the same: the judge does not know better than the robot.
      if (way === 'in' && (n === 'heartbeat' || !asSent)) {
        heard[name === 'console' ? 'renderer' : 'main'] = time.nowMs();
      }
    }
    if (name === 'console' && way === 'in' && t === 'q' && n === 'resetStop' && id !== undefined)
      resets.add(id);
    if (name === 'console' && way === 'out' && t === 'r' && id !== undefined && resets.delete(id))
      judge.reset();
  }

  const isStop = (message: unknown) => {
    const { t, n, id, p } = wireOf(message);
    return (
      t === 'q' &&
      n === 'stop' &&
      typeof id === 'number' &&
      robotContract.requests.stop.params.safeParse(p).success
    );
  };

  /** A mangled command that still is one is no message fault but another command: nobody can tell it from a true one. */
  function mayArrive(name: LineName, direction: Direction, message: unknown): boolean {
    if (name !== 'arm' || direction !== 'toServer') return true;
    const { t, n, p } = wireOf(message);
    const request =
      t === 'q' && n ? Object.entries(simulatorContract.requests).find(([key]) => key === n)?.[1] : undefined;
    return request === undefined || !request.params.safeParse(p).success;
  }

  function join(name: LineName): void {
    if (!up(name) || !up('robot')) return;
    const robotServes = name === 'console' || name === 'main' || name === 'planner';
    const [client, server] = robotServes ? [hosts[name], hosts.robot] : [hosts.robot, hosts[name]];
    const wayOf = (direction: Direction): Way => ((direction === 'toServer') === robotServes ? 'in' : 'out');
    let cancelsBefore = 0;
    const line = createLine({
      time,
      random: createRandom(seed, 100 + random.integer(0, 1e6)),
      client,
      server,
      faults: (direction) => faults[name][wayOf(direction)],
      mayArrive: (direction, message) => mayArrive(name, direction, message),
      onSend: (direction, message) => {
        if (wayOf(direction) === 'out') overhear(name, 'out', message, true);
      },
      onArrive: (direction, message, asSent) => {
        if (wayOf(direction) !== 'in') return;
        overhear(name, 'in', message, asSent);
        cancelsBefore = judge.cancels();
      },
      afterArrival: (direction, message) => {
        if (robotServes && wayOf(direction) === 'in' && isStop(message)) {
          judge.stopArrived(cancelsBefore, lines.get('arm')?.isOpen() ?? false);
        }
      },
    });
    lines.set(name, line);
    const robotEnd = tamper(name, robotServes ? line.serverEnd : line.clientEnd);
    const peerEnd = robotServes ? line.clientEnd : line.serverEnd;
    if (name === 'arm') {
      judge.cut();
      if (served) serveSimulator(served, peerEnd, () => undefined);
      border?.attachSimulator(robotEnd);
    } else if (name === 'recorder') {
      recorder?.serve(peerEnd);
      recorderGoneMs = null;
      robotEnd.onClose(() => {
        if (lines.get('recorder') === line) recorderGoneMs = time.nowMs();
      });
      border?.attachRecorder(robotEnd);
    } else {
      border?.serveClient(robotEnd, name);
      if (name === 'console') operator?.attach(peerEnd);
      else {
        const mine = connect(peerEnd, robotContract, () => undefined);
        if (name === 'main') main = mine;
        else planner = mine;
      }
    }
  }

  const starters: Record<ProcessName, (host: Host) => Promise<void> | void> = {
    robot(host) {
      judge.robotIsNew();
      const now = time.nowMs();
      Object.assign(heard, { renderer: now, main: now, joints: now });
      border = createBorder({
        model: fr3,
        fences: defaultFences,
        clock: host.clock,
        newId: () => `id${++ids}`,
        onBadMessage: () => undefined,
      });
      const [ours, theirs] = memoryPortPair();
      border.serveClient(ours, 'judge');
      const watch = connect(theirs, robotContract, ({ name, problem }) =>
        judge.say('noCrash', `the robot process sent rubbish: ${name}: ${problem}`),
      );
      let epoch = '';
      watch.on('state', (next) => {
        if (next.epoch !== epoch) judge.cut();
        epoch = next.epoch;
        judge.robotSays(next.mode);
      });
      watch.on('stop', (report) => judge.stopReported(report, moment(), reallyMoving()));
      closeObserver = () => watch.close();
    },
    async arm(host) {
      const startSec = armStartSec + time.nowMs() / 1000;
      ideal = undefined;
      if (physics) {
        const simulator = await createSimulator({ scene: sceneOfSeed(1), clock: () => startSec });
        disposals.push(simulator.dispose);
        truth = simulator;
      } else {
        ideal = createIdealArm(startSec);
        truth = ideal;
      }
      const inner = truth;
      const lying = createLiar(inner);
      liar = lying;
      for (const lie of activeLies) lying.active.add(lie);
      ideal?.setSlip(slip);
      served = {
        ...lying.simulator,
        followJointTrajectory: (goal) => {
          judge.taken(goal);
          return lying.simulator.followJointTrajectory(goal);
        },
        gripperCommand: (goal) => {
          judge.taken(goal);
          return lying.simulator.gripperCommand(goal);
        },
        onEvent: (listener) =>
          lying.simulator.onEvent((event) =>
            listener(
              event.type === 'jointState'
                ? {
                    ...event,
                    jointState: { ...event.jointState, stampSec: event.jointState.stampSec + stampJumpSec },
                  }
                : event,
            ),
          ),
      };
      const tick = createRealTimeLoop({
        advance: inner.step,
        nowSec: () => host.clock.nowMs() / 1000,
        onBehind: () => undefined,
      });
      host.clock.every(armTickMs, tick);
    },
    recorder(host) {
      recorder = createRecorderPeer(host, disk, `episode ${++episodes}`, (what) => committed.push(what));
    },
    console(host) {
      operator = createOperator(host);
    },
    main(host) {
      host.clock.every(heartbeatMs, () => main?.notify('heartbeat', { from: 'main' }));
    },
    planner: () => undefined,
  };

  async function start(name: ProcessName): Promise<void> {
    if (up(name)) return;
    const host = createHost(name, time, () => wallAheadSec);
    hosts[name] = host;
    await starters[name](host);
    for (const line of name === 'robot' ? lineNames : [name]) join(line);
  }

  function kill(name: ProcessName): void {
    if (!up(name)) return;
    hosts[name].kill();
    if (name === 'robot') {
      closeObserver();
      border = undefined;
    }
  }

  /** The planner's process: plans from where it hears that the arm is, and offers. */
  function offer(variant: number, salt: number, then: (hash: string, refused: boolean) => void): void {
    const mine = planner;
    if (!mine || !up('planner')) return;
    hosts.planner.run(() => {
      mine.request('getState', {}).then(
        (said) => {
          const made = planText(said, said.stampSec, variant, salt);
          offers.push(made);
          judge.offer(made);
          mine.request('offerPlan', { planText: made.text }).then(
            ({ planHash, refusals }) => then(planHash, refusals.length > 0),
            () => undefined,
          );
        },
        () => undefined,
      );
    });
  }

  const hashBack = (back: number) =>
    offers.at(-1 - (back % Math.max(1, offers.length)))?.hash ?? '0'.repeat(64);

  function rubbish(peer: string, salt: number): void {
    if (!border || !up('robot')) return;
    const dice = createRandom(salt, 7);
    const [ours, theirs] = memoryPortPair();
    border.serveClient(ours, peer);
    theirs.onMessage(() => undefined);
    const planHash = hashBack(0);
    const valid = [
      { t: 'q', id: 1, n: 'approve', p: { planHash, operator: 'op', model: null } },
      { t: 'q', id: 2, n: 'offerPlan', p: { planText: '{"version":1}' } },
      { t: 'q', id: 3, n: 'loadScene', p: { seed: 1 } },
      { t: 'n', n: 'heartbeat', p: { from: 'renderer' } },
    ];
    for (let i = 0; i < 12; i++) theirs.post(corrupted(dice, dice.pick(valid)));
    for (const message of [
      { t: 'q', id: 4, n: 'followJointTrajectory', p: {} },
      { t: 'q', id: 5, n: 'start', p: { planHash } },
      null,
    ]) {
      theirs.post(message);
    }
  }

  /** Lets time pass until nothing moves and no stop is under way: at least and at most so long (ms). */
  async function settle(atLeastMs: number, atMostMs: number): Promise<void> {
    const fromMs = time.nowMs();
    do {
      await time.advance(200);
      const quiet = judge.mode() === 'idle' || judge.mode() === 'stopped';
      if (time.nowMs() - fromMs >= atLeastMs && quiet && !reallyMoving()) return;
    } while (time.nowMs() - fromMs < atMostMs);
  }

  async function heal(): Promise<void> {
    for (const name of lineNames) faults[name] = allSound()[name];
    for (const lie of activeLies) liar?.active.delete(lie);
    activeLies.clear();
    slip = 0;
    ideal?.setSlip(0);
    disk.setManner('works');
    for (const name of processNames) hosts[name].thaw();
    operator?.wake();
    // A recorder that has failed starts a new file as a new process would.
    kill('recorder');
    for (const name of processNames) await start(name);
    for (const name of lineNames) if (!lines.get(name)?.isOpen()) join(name);
    await settle(600, 3000);
    operator?.reset();
    await time.advance(150);
  }

  async function act(step: Step): Promise<void> {
    switch (step.do) {
      case 'wait':
        return time.advance(step.ms);
      case 'task':
        return operator?.begin(step.modelMs, () =>
          offer(step.variant, step.salt, (hash, refused) => operator?.planned(hash, refused)),
        );
      case 'jog':
        return operator?.jog(step.joint, step.share, step.ms);
      case 'offer':
        return offer(step.variant, step.salt, () => undefined);
      case 'approve': {
        const planHash = hashBack(step.back);
        if (step.as === 'console') return operator?.approve(planHash);
        const who = step.as === 'main' ? main : planner;
        who?.request('approve', { planHash, operator: 'op', model: null }).catch(() => undefined);
        return;
      }
      case 'stop':
        if (step.as === 'console') return stopAtConsole();
        if (!up(step.as)) return;
        return hosts[step.as].run(() => {
          (step.as === 'main' ? main : planner)
            ?.request('stop', { source: 'test', reason: step.as })
            .catch(() => undefined);
        });
      case 'reset':
        return operator?.reset();
      case 'connect':
        return operator?.ask('connect', 0);
      case 'loadScene':
        return operator?.ask('loadScene', step.seed);
      case 'line':
        faults[step.line] = {
          ...faults[step.line],
          [step.way]: { ...allSound()[step.line][step.way], ...step.faults },
        };
        return;
      case 'cutLine':
        lines.get(step.line)?.closeFrom('client');
        lines.get(step.line)?.closeFrom('server');
        return;
      case 'freeze':
        return hosts[step.process].freeze();
      case 'thaw':
        return hosts[step.process].thaw();
      case 'kill':
        return kill(step.process);
      case 'restart':
        return start(step.process);
      case 'pageHangs':
        return operator?.hang();
      case 'disk':
        return disk.setManner(step.manner);
      case 'jump':
        if (step.clock === 'wall') wallAheadSec += step.sec;
        else {
          stampJumpSec += step.sec;
          // States older than the newest are no news: until their stamps have caught up the robot process is deaf.
          if (step.sec < 0) liedUntilMs = Math.max(liedUntilMs, time.nowMs() - step.sec * 1000 + 1000);
        }
        return;
      case 'lie':
        activeLies[step.on ? 'add' : 'delete'](step.lie);
        liar?.active[step.on ? 'add' : 'delete'](step.lie);
        return;
      case 'slip':
        slip = physics ? 0 : step.velocity;
        ideal?.setSlip(slip);
        return;
      case 'push':
        // A hand that pushes an arm lies about nothing, but no program can brake it.
        ideal?.push(step.rad);
        return;
      case 'rubbish':
        return rubbish(step.peer, step.salt);
      case 'heal':
        return heal();
    }
  }

  /** The page's own promise: a stop shows at once, and ends in stopped whatever the robot answers. */
  function stopAtConsole(): void {
    const page = operator;
    const host = hosts.console;
    if (!page || !host.isAlive() || host.isFrozen() || page.hangs()) {
      page?.stop();
      return;
    }
    page.stop();
    if (page.session().state !== 'stopping' && page.session().state !== 'stopped') {
      judge.say('session', `after a stop the session was ${page.session().state}`);
    }
    const stopping = page.session();
    time.after(4100, () => {
      if (!host.isAlive() || host.isFrozen() || page.hangs()) return;
      if (page.session() === stopping && stopping.state === 'stopping')
        judge.say('session', 'a stop did not end in stopped within 4.1 s');
    });
  }

  for (const name of processNames) await start(name);
  time.every(armTickMs, () => judge.step(moment(), missing()));
  await time.advance(700);

  return {
    time,
    judge,
    disk,
    committed,
    act,
    settle,
    dispose(): void {
      for (const name of processNames) hosts[name].kill();
      for (const dispose of disposals) dispose();
    },
  };
}
export type FaultWorld = Awaited<ReturnType<typeof createFaultWorld>>;
