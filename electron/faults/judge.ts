import { isDeepStrictEqual } from 'node:util';
import type { JogApproval } from '../../shared/contract/jog';
import type { Plan, TrajectoryPoint } from '../../shared/contract/plan';
import type { Approval, RobotMode, StopReport } from '../../shared/contract/robotContract';
import { jogLimits } from '../../shared/session/jog';
import { allowedDurationSec } from '../robot/tracking';
import type { Offered } from './plans';

/** What must hold in every case, whatever goes wrong. */
export type Law =
  /** Every command at the actuator is one segment of a plan whose text was approved by its hash, exactly. */
  | 'approved'
  /** The approval was on the disk before the first command left. */
  | 'recorded'
  /** A stop that arrives is a cancel on its way when the turn ends. */
  | 'stopAtOnce'
  /** No command leaves between a stop and its reset. */
  | 'stopStands'
  /** The arm moves only in an execution; else it stands within the bound, or the unconfirmed stop was told. */
  | 'bounded'
  /** No execution goes on without those who must be there. */
  | 'watched'
  /** A stop that is called confirmed is one: the joints stand. */
  | 'confirmed'
  /** Every stop ends in a report. */
  | 'reported'
  /** What the recorder called written can be read back, in its chain. */
  | 'committed'
  /** The page's session: executing only what the gate took, and a stop always ends in stopped. */
  | 'session'
  /** Nothing throws. */
  | 'noCrash';

export interface Violation {
  readonly law: Law;
  readonly text: string;
  readonly atMs: number;
}

interface Known {
  readonly approval: Approval;
  sent: number;
  /** A stop, another connection or another world came after it. */
  void: boolean;
}

interface Command {
  readonly goalId: string;
}

/** What is known of the world at one step of the arm (10 ms). */
export interface Moment {
  /** Faster than anything that only creeps. */
  readonly moving: boolean;
  readonly positions: readonly number[];
  /** `down`: killed; `frozen`: it does not run. */
  readonly robot: 'up' | 'frozen' | 'down';
  /** The robot process holds a port to the arm. */
  readonly connected: boolean;
  /** ms: the longest that a message is on its way between robot and arm, both ways together. */
  readonly onItsWayMs: number;
  /** Lies about the joints cannot be seen through, and a controller that takes no cancel brakes for nobody. */
  readonly jointsLie: boolean;
  readonly refusesToBrake: boolean;
}

/** ms: braking from the fastest motion of these cases, the watchdog's turn, and some. */
const brakeMs = 450;
/** ms: the simulator's own patience with a client that is silent. */
const clientSilenceMs = 500;
const marginMs = 60;
/** s: what is left of a jogged motion when nobody sends another goal. */
const longestJogSec = 0.6;
/** rad: so far an arm may get, however slowly, where nothing may move it; and what braking takes. */
const creepRad = 0.2;

export const goalOf = (plan: Plan, index: number, goalId: string) => {
  const segment = plan.segments[index];
  if (!segment) return undefined;
  if (segment.type === 'gripper') return { goalId, width: segment.width, maxEffort: segment.force };
  const { type: _, phase: __, ...goal } = segment;
  return { goalId, ...goal };
};

/** Whether a jogged goal ends at rest, soon. */
function comesToRest(command: object): boolean {
  if (!('points' in command)) return true;
  const last = (command as { points: readonly TrajectoryPoint[] }).points.at(-1);
  return (
    last !== undefined &&
    last.timeFromStart < longestJogSec &&
    [...last.velocities, ...last.accelerations].every((v) => v === 0)
  );
}

/** Holds a case against the laws, as it goes. It knows nothing of how the robot process works. */
export function createJudge(nowMs: () => number, isOnDisk: (text: string) => boolean) {
  const violations: Violation[] = [];
  const offered = new Map<string, Offered>();
  const known = new Map<string, Known>();
  const jogs = new Map<string, { void: boolean }>();
  let heldMs = Number.NEGATIVE_INFINITY;
  const approvedHashes = new Set<string>();
  const left = new Map<string, Command>();
  const atActuator = new Map<string, number>();
  let latched = false;
  let cancels = 0;
  let mode: RobotMode = 'disconnected';
  let executingSinceMs = 0;
  let allowedMs = 0;
  let legitUntilMs = 0;
  let stoodMs = 0;
  let strayedMs = 0;
  /** A new robot process may find an arm that moves: whose motion that is it cannot know before it has stood. */
  let foundMoving = false;
  let anchor: readonly number[] | undefined;
  let stopAskedMs: number | null = null;
  let toldUnconfirmed = false;
  let before: Moment['robot'] = 'up';
  const counts = {
    goals: 0,
    stops: 0,
    confirmed: 0,
    unconfirmed: 0,
    approvals: 0,
    executions: 0,
    jogged: 0,
    movingMs: 0,
  };

  function say(law: Law, text: string): void {
    // The first of each kind tells the story; a thousand more of them do not.
    if (!violations.some((other) => other.law === law)) violations.push({ law, text, atMs: nowMs() });
  }

  const voidAll = () => {
    for (const approval of [...known.values(), ...jogs.values()]) approval.void = true;
  };

  return {
    violations,
    counts,
    /** How many commands the actuator took for each approval. */
    atActuator,
    approvalOf: (approvalId: string) => known.get(approvalId)?.approval,
    say,
    offer: (plan: Offered) => offered.set(plan.hash, plan),

    /** The robot process asks the recorder to write an approval. */
    minted(approval: Approval): void {
      if (known.has(approval.approvalId)) say('approved', `approval ${approval.approvalId} was minted twice`);
      if (approvedHashes.has(approval.planHash))
        say('approved', `plan ${approval.planHash} was approved twice`);
      approvedHashes.add(approval.planHash);
      known.set(approval.approvalId, { approval, sent: 0, void: false });
      counts.approvals++;
    },

    /** The robot process asks the recorder to write an approval of jogging. */
    jogMinted({ jogId }: JogApproval): void {
      if (jogs.has(jogId)) say('approved', `jogging ${jogId} was minted twice`);
      jogs.set(jogId, { void: false });
      counts.approvals++;
    },
    /** Word that a key is held has come to the robot process, or something that may be it. */
    held(): void {
      heldMs = nowMs();
    },

    /** A command leaves the robot process. */
    leaves(command: Command): void {
      counts.goals++;
      left.set(command.goalId, command);
      const [approvalId = '', index = ''] = command.goalId.split(':');
      const jog = jogs.get(approvalId);
      if (jog) {
        counts.jogged++;
        if (jog.void) say('approved', `${command.goalId} left although its jogging was over`);
        if (latched) say('stopStands', `${command.goalId} left while a stop stood`);
        if (!isOnDisk(`\\"${approvalId}\\"`))
          say('recorded', `${command.goalId} left before its approval was on the disk`);
        if (!comesToRest(command)) say('approved', `${command.goalId} does not come to rest by itself`);
        return;
      }
      const its = known.get(approvalId);
      if (!its) {
        say('approved', `a command without an approval: ${command.goalId}`);
        return;
      }
      const plan = offered.get(its.approval.planHash);
      if (!plan) {
        say('approved', `a command for a plan that nobody offered: ${its.approval.planHash}`);
        return;
      }
      if (plan.bad) say('approved', 'a bad plan was let through');
      if (its.void)
        say('approved', `${command.goalId} left although a stop or a new world came after its approval`);
      if (Number(index) !== its.sent++) say('approved', `${command.goalId} is out of its order`);
      if (plan.plan.epoch !== its.approval.epoch) say('approved', 'a plan of another epoch');
      if (!isDeepStrictEqual(goalOf(plan.plan, Number(index), command.goalId), command)) {
        say('approved', `${command.goalId} is not what was approved`);
      }
      if (latched) say('stopStands', `${command.goalId} left while a stop stood`);
      if (!isOnDisk(`\\"${approvalId}\\"`))
        say('recorded', `${command.goalId} left before its approval was on the disk`);
      allowedMs = allowedDurationSec(plan.plan) * 1000;
    },
    /** A command has come through the simulator's border. */
    taken(command: Command): void {
      const [approvalId = ''] = command.goalId.split(':');
      atActuator.set(approvalId, (atActuator.get(approvalId) ?? 0) + 1);
      if (jogs.has(approvalId)) {
        if (!isDeepStrictEqual(left.get(command.goalId), command))
          say('approved', `the actuator took ${command.goalId}, which is not what was sent`);
        return;
      }
      const its = known.get(approvalId);
      const plan = its && offered.get(its.approval.planHash);
      const index = Number(command.goalId.split(':')[1]);
      if (!plan || !isDeepStrictEqual(goalOf(plan.plan, index, command.goalId), command)) {
        say('approved', `the actuator took ${command.goalId}, which is not what was approved`);
      }
      if (!left.has(command.goalId))
        say('approved', `the actuator took ${command.goalId}, which nobody sent`);
    },
    cancelLeaves(): void {
      cancels++;
      latched = true;
      voidAll();
    },
    cancels: () => cancels,
    /** Another connection, world or robot process. */
    cut(): void {
      voidAll();
      // An arm of another world is where that world has it.
      anchor = undefined;
    },
    reset(): void {
      latched = false;
    },
    robotIsNew(): void {
      voidAll();
      latched = false;
      mode = 'disconnected';
      stopAskedMs = null;
      foundMoving = true;
    },
    stopArrived(cancelsBefore: number, connected: boolean): void {
      counts.stops++;
      stopAskedMs ??= nowMs();
      toldUnconfirmed = false;
      if (connected && cancels === cancelsBefore)
        say('stopAtOnce', 'a stop arrived, and no cancel left in that turn');
    },
    stopReported({ confirmed, text }: StopReport, moment: Moment, reallyMoving: boolean): void {
      stopAskedMs = null;
      counts[confirmed ? 'confirmed' : 'unconfirmed']++;
      toldUnconfirmed = !confirmed;
      if (!confirmed && !text.startsWith('Stop NOT confirmed'))
        say('confirmed', `unconfirmed, and told "${text}"`);
      if (confirmed && reallyMoving && !moment.jointsLie)
        say('confirmed', 'a stop was called confirmed while the arm moved');
    },
    robotSays(next: RobotMode): void {
      if (next === 'executing' && mode !== 'executing') {
        executingSinceMs = nowMs();
        toldUnconfirmed = false;
        counts.executions++;
      }
      // The robot process found a reason by itself.
      if (next === 'stopping' && mode !== 'stopping' && !toldUnconfirmed) stopAskedMs ??= nowMs();
      mode = next;
    },
    mode: () => mode,

    /** Every 10 ms of the arm's time. `missing`: who was not heard of, in words. */
    step(moment: Moment, missing: string | null): void {
      const now = nowMs();
      const { robot, moving } = moment;
      if (moving) counts.movingMs += 10;
      if (before === 'up' && robot !== 'up') {
        legitUntilMs = now + (robot === 'frozen' ? clientSilenceMs : 0);
      }
      before = robot;
      if (!moving) {
        stoodMs = now;
        if (moment.connected && robot === 'up') foundMoving = false;
      }
      if (robot === 'up') {
        const jogged = mode === 'jogging' && now - heldMs <= jogLimits.holdSilenceMs + marginMs;
        if (mode === 'executing' || jogged || stopAskedMs !== null) legitUntilMs = now;
        if (mode === 'executing' && missing) say('watched', `the robot executed on, although ${missing}`);
        if (mode === 'executing' && now - executingSinceMs > 3 * allowedMs + 200) {
          say('watched', `an execution took ${now - executingSinceMs} ms of ${allowedMs} ms`);
        }
        if (stopAskedMs !== null && now - stopAskedMs > 2000 + marginMs) {
          say('reported', 'a stop had no report within 2 s');
        }
      }
      const excused =
        toldUnconfirmed ||
        foundMoving ||
        moment.jointsLie ||
        (moment.refusesToBrake && (robot !== 'up' || !moment.connected));
      // What begins to move by itself has to be noticed first; that takes no longer than braking.
      const bound = Math.max(legitUntilMs, stoodMs) + brakeMs + moment.onItsWayMs;
      if (excused || legitUntilMs === now || !anchor) {
        anchor = moment.positions;
        strayedMs = now;
      }
      const from = anchor;
      if (!moment.positions.some((p, j) => Math.abs(p - (from[j] ?? p)) > creepRad)) strayedMs = now;
      if (now - Math.max(strayedMs, legitUntilMs) > brakeMs + moment.onItsWayMs) {
        say(
          'bounded',
          `the arm crept more than ${creepRad} rad away from where it was left; the robot process was ${robot}, in ${mode}`,
        );
      }
      if (moving && !excused && now > bound) {
        say(
          'bounded',
          `the arm moved ${Math.round(now - Math.max(legitUntilMs, stoodMs))} ms after anything that may move it; ` +
            `the robot process was ${robot}, in ${mode}`,
        );
      }
    },
  };
}
export type Judge = ReturnType<typeof createJudge>;
