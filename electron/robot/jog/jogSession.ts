import type { JogApproval, JogCommand, JogRecord, ManualState } from '../../../shared/contract/jog';
import type { TrajectoryPoint } from '../../../shared/contract/plan';
import { sampleTrajectory } from '../../../shared/motion/sampleTrajectory';
import { jogLimits } from '../../../shared/session/jog';
import type { Clock } from '../clock';
import type { GoalEnd, RobotDriver } from '../driver';
import type { JointTracker } from '../jointTracker';
import type { GateRobot } from '../planRules';
import type { Slicer } from '../slices';
import type { MeasuredJoints } from '../standstill';
import {
  endOf,
  extendPath,
  type JogPath,
  lastTick,
  pointsFrom,
  restingPath,
  sizeOf,
  tickSec,
} from './jogPath';
import { jogProblem } from './jogRules';
import { toJointsOf, velocityOf } from './toJoints';

/** Ticks from now to where a new goal may differ from the one that runs: to check it, and for its way. */
const leadTicks = 3;
/** Ticks that a hold is granted beyond that with each goal, and how many of them are left when the next is sent. */
const holdTicks = 8;
const renewAtTicks = 4;
/** Where a limit or a fence is in the way, a slower command may still be possible. */
const scales = [1, 0.5, 0.2];
/** s: the controller may follow its path by so much later. */
const settleSec = 0.3;
/** rad: as with plans; how far a joint may be from where it was jogged to. */
const tolerances = { pathTolerance: 0.1, goalTolerance: 0.05, goalTimeToleranceSec: 2 } as const;
/** rad: a standing arm that is farther from where it was jogged to is jogged from where it is. */
const believableRestRad = 0.01;
/** A joint that is measured at more than so much of the approved speed, and a little, is not doing what it was told. */
const tooFast = { share: 1.5, more: 0.1 } as const;
/** N: what a gripper command of the operator's closes with; enough to hold a light thing. */
const gripForce = 30;

export interface JogSessionOptions {
  readonly approval: JogApproval;
  readonly driver: Pick<RobotDriver, 'followTrajectory' | 'commandGripper'>;
  readonly robot: GateRobot;
  readonly clock: Clock;
  readonly joints: JointTracker;
  readonly slice: Slicer;
  readonly record: (record: JogRecord) => void;
  /** It has ended, in words; nothing is sent after this. */
  readonly onEnded: (text: string) => void;
  /** The controller did something else than it was told: whoever hears it stops the robot. */
  readonly onBroken: (text: string) => void;
}

/** The newest motion that was sent, and the space in which it was commanded. */
interface Sent {
  readonly path: JogPath;
  readonly space: JogCommand['space'];
  readonly points: readonly TrajectoryPoint[];
}

const isSame = (a: JogCommand, b: JogCommand) => JSON.stringify(a) === JSON.stringify(b);

interface Hold {
  readonly holdId: number;
  readonly command: JogCommand;
  readonly heardAtMs: number;
}

/**
 * Bounded jogging under one approval. The arm always follows a checked motion that ends at rest by itself; while
 * a hold is heard of, it is replaced in time by one that goes on. Whoever falls silent, the arm comes to rest:
 * the page (holdSilenceMs and one goal), this process, the line (what is left of the last goal).
 */
export function createJogSession(options: JogSessionOptions) {
  const { approval, driver, robot, clock, joints, slice, record } = options;
  const { jogId } = approval;
  const startedAtMs = clock.nowMs();
  let ended = false;
  let hold: Hold | undefined;
  /** No hold up to this number moves anything any more. */
  let overUpTo = -1;
  let heldAtMs = startedAtMs;
  let tickedAtMs = startedAtMs;
  let sent: Sent | undefined;
  /** What the newest goal was asked for: to see that the command is another now. */
  let asked: { readonly command: JogCommand; readonly refused: boolean } | undefined;
  let planning = false;
  let planAgain = false;
  let goals = 0;
  let grips = 0;
  let gripping = 0;
  let movingSinceMs = startedAtMs;
  let problem = '';
  let errorRad = 0;

  const tickNow = () => (joints.nowSec() ?? Number.NaN) / tickSec;

  function end(text: string): void {
    if (ended) return;
    ended = true;
    hold = undefined;
    record({ type: 'ended', jogId, text: text.slice(0, 600) });
    options.onEnded(text);
  }

  /** The hold is over for good; what runs comes to rest. */
  function letGo(why: string): void {
    if (!hold) return;
    overUpTo = hold.holdId;
    hold = undefined;
    asked = undefined;
    problem = why;
    plan();
  }

  const isUnderWay = (tick: number) => sent !== undefined && tick < lastTick(sent.path);
  const isMoving = () => gripping > 0 || isUnderWay(tickNow() - settleSec / tickSec);
  const noteStart = () => {
    if (!isMoving()) movingSinceMs = clock.nowMs();
  };
  /** Something is still wanted after this tick. */
  const goesOn = (tick: number) => sent !== undefined && sent.path.wantedUntil > tick;

  /** The path to go on from; null while a motion that was commanded in another way has to end first. */
  function pathAt(splice: number, space: JogCommand['space'], size: number): JogPath | null {
    if (sent && isUnderWay(splice)) return sent.space === space ? sent.path : null;
    const measured = joints.latest()?.positions;
    if (!measured) return null;
    const jogged = sent && endOf(sent.path);
    const near = jogged?.every((p, j) => Math.abs(p - measured[j]!) <= believableRestRad);
    return restingPath(jogged && near ? jogged : measured, splice, size);
  }

  /** Brings the motion in line with what is held. One goal is worked out at a time. */
  function plan(): void {
    if (ended) return;
    if (planning) {
      planAgain = true;
      return;
    }
    const now = tickNow();
    if (!Number.isFinite(now)) return;
    const splice = Math.ceil(now) + leadTicks;
    if (!hold) {
      if (goesOn(splice)) void propose(splice, null);
      return;
    }
    const { command } = hold;
    if (asked && isSame(asked.command, command)) {
      if (asked.refused && !isUnderWay(splice)) return;
      if (goesOn(splice + renewAtTicks)) return;
    }
    const from = pathAt(splice, command.space, velocityOf(command, approval).length);
    if (from) void propose(splice, { hold, from });
    else if (goesOn(splice)) void propose(splice, null);
  }

  /** What to send from `splice` on: what is held at a share of its speed, or the way to rest. */
  function candidateOf(splice: number, held: { hold: Hold; from: JogPath } | null, scale: number): Sent {
    const path = held ? held.from : sent!.path;
    const space = held ? held.hold.command.space : sent!.space;
    const wanted = held
      ? velocityOf(held.hold.command, approval).map((v) => v * scale)
      : Array.from({ length: sizeOf(path) }, () => 0);
    const toJoints = toJointsOf(space, robot.kinematics, approval.jointSpeed);
    const next = extendPath(path, splice, wanted, held ? holdTicks : 0, toJoints);
    return { path: next, space, points: pointsFrom(next, next.first) };
  }

  async function propose(splice: number, held: { hold: Hold; from: JogPath } | null): Promise<void> {
    planning = true;
    planAgain = false;
    try {
      for (const scale of held ? scales : [0]) {
        const candidate = candidateOf(splice, held, scale);
        const checking = slice(
          jogProblem(pointsFrom(candidate.path, splice), robot, approval, joints.latest()?.gripperWidth ?? 0),
        );
        if (!checking) return;
        const why = await checking;
        // A stop, a release or another hold came while it was checked: this is not what is wanted any more.
        if (ended || hold?.holdId !== held?.hold.holdId) return;
        if (tickNow() > splice - 1) {
          problem = 'The robot process is too busy to check the motion in time.';
          return;
        }
        if (why === null) {
          if (held && scale === 1) problem = '';
          send(candidate, held?.hold ?? null, scale);
          if (held) asked = { command: held.hold.command, refused: false };
          return;
        }
        problem = why;
      }
      // Nothing is sent: what runs comes to rest by itself.
      if (held) asked = { command: held.hold.command, refused: true };
    } finally {
      planning = false;
      if (planAgain) plan();
    }
  }

  function send(candidate: Sent, held: Hold | null, scale: number): void {
    noteStart();
    sent = candidate;
    const { path } = candidate;
    // From a moment that has passed, so that the controller is on it whenever the goal arrives.
    const begin = Math.max(path.first, Math.floor(tickNow()) - 1);
    const goalId = `${jogId}:${goals++}`;
    const mine = goals;
    const goal = {
      goalId,
      jointNames: [...robot.limits.jointNames],
      points: pointsFrom(path, begin),
      startSec: begin * tickSec,
    };
    record({
      type: 'goal',
      jogId,
      holdId: held?.holdId ?? null,
      command: held?.command ?? null,
      renewal: held !== null && asked !== undefined && isSame(asked.command, held.command),
      scale,
      ...goal,
    });
    void driver.followTrajectory({ ...goal, ...tolerances }).then((how) => judge(how, mine === goals));
  }

  function judge({ status, code, text }: GoalEnd, newest: boolean): void {
    if (ended) return;
    const well = status === 'succeeded' && code === 0;
    // A goal ends when the next one takes its place; how that is called is the controller's matter.
    const replaced = !newest && (status === 'canceled' || status === 'aborted' || status === 'succeeded');
    if (!well && !replaced)
      options.onBroken(`The controller ended the jogged motion (${status}, code ${code}): ${text}`);
  }

  return {
    approval,
    end,
    /** The arm was stopped, or is another's: what was sent says nothing any more. */
    cut(text: string): void {
      sent = undefined;
      end(text);
    },
    isOver: () => ended,

    /** A key is held, by the page's word. */
    hold(holdId: number, command: JogCommand): void {
      if (ended || holdId <= overUpTo) return;
      if (hold && holdId < hold.holdId) return;
      if (hold && holdId > hold.holdId) overUpTo = hold.holdId;
      const joined =
        command.space !== 'joints' || command.velocities.length === robot.limits.jointNames.length;
      if (!joined) {
        problem = 'The command is for another number of joints than the arm has.';
        return;
      }
      if (hold?.holdId !== holdId) asked = undefined;
      heldAtMs = clock.nowMs();
      hold = { holdId, command, heardAtMs: heldAtMs };
      plan();
    },
    release(holdId: number): void {
      if (hold && holdId >= hold.holdId) letGo('');
      overUpTo = Math.max(overUpTo, holdId);
    },

    /** To be called every 20 ms, in the timer itself: it sees whether this process was held up. */
    tick(): void {
      if (ended) return;
      const now = clock.nowMs();
      const heldUp = now - tickedAtMs > jogLimits.holdSilenceMs;
      tickedAtMs = now;
      if (heldUp) letGo('The robot process was held up, so the hold was let go. Press again.');
      if (hold && now - hold.heardAtMs > jogLimits.holdSilenceMs) {
        letGo(
          `Nothing was heard of the held key for ${jogLimits.holdSilenceMs} ms, so it was let go. Press again.`,
        );
      }
      const nowSec = joints.nowSec();
      if (nowSec !== null && nowSec > approval.expiresAtSec) end('The approval of jogging has expired.');
      else if (now - startedAtMs > 1000 * jogLimits.lifetimeSec) end('The approval of jogging has expired.');
      else if (now - heldAtMs > 1000 * jogLimits.idleSec)
        end(`Nothing was jogged for ${jogLimits.idleSec} s.`);
      else plan();
    },

    /** Every measured joint state, as it comes. */
    feed({ positions, velocities, stampSec }: MeasuredJoints): void {
      if (!sent) return;
      const most = tooFast.share * approval.jointSpeed + tooFast.more;
      const fastest = Math.max(...velocities.map(Math.abs));
      if (!ended && !(fastest <= most)) {
        options.onBroken(
          `A jogged joint moves at ${fastest.toFixed(2)} rad/s; ${approval.jointSpeed.toFixed(2)} rad/s were approved.`,
        );
        return;
      }
      const desired = sampleTrajectory(sent.points, stampSec - sent.path.first * tickSec).positions;
      errorRad = Math.max(...desired.map((d, j) => Math.abs(d - (positions[j] ?? Number.NaN))));
    },

    /** Whether a motion of this session is under way, or just was. */
    isMoving,
    /** What the watchdog judges while it is. */
    watched: () => ({
      errorRad: isUnderWay(tickNow()) ? errorRad : 0,
      pathTolerance: tolerances.pathTolerance,
      elapsedSec: 0,
      ownElapsedSec: 0,
      allowedSec: Number.POSITIVE_INFINITY,
      gripper: null,
    }),
    /** Since when it has been: who was silent before that was not asked. */
    startedAtMs: () => movingSinceMs,

    /** One goal to the gripper; throws in words. It moves on when the key is let go; a stop ends it. */
    grip(width: number): void {
      const { maxWidth, maxForce } = robot.gripper;
      if (ended) throw new Error('Jogging has ended. Approve it again.');
      if (!(width <= maxWidth)) throw new Error(`The gripper opens from 0 to ${maxWidth} m.`);
      if (gripping > 0) throw new Error('The gripper is still moving.');
      const goal = { goalId: `${jogId}:gripper${grips++}`, width, maxEffort: Math.min(gripForce, maxForce) };
      noteStart();
      gripping++;
      heldAtMs = clock.nowMs();
      record({ type: 'gripper', jogId, ...goal });
      void driver.commandGripper(goal).then(({ status, text }) => {
        gripping--;
        if (!ended && status !== 'succeeded' && status !== 'canceled') {
          problem = `The gripper did not do it (${status}): ${text}`.slice(0, 600);
        }
      });
    },

    state: (): ManualState => ({
      kind: 'jog',
      id: jogId,
      holdId: hold?.holdId ?? null,
      problem: problem.slice(0, 600),
      expiresAtSec: approval.expiresAtSec,
    }),
    words: () =>
      hold ? 'Jogging: the arm moves while the key is held.' : 'Jogging is approved. Nothing is held.',
  };
}
export type JogSession = ReturnType<typeof createJogSession>;
