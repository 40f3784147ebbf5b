import type { JointState } from '../../shared/contract/simulatorContract';
import type { RobotModel } from '../../shared/robot/robotModel';
import type { Clock } from './clock';
import { createStandstillMeter, type MeasuredJoints } from './standstill';

/**
 * A driver's joint state in the program's own order, or words for what is wrong with it. Joints come by
 * name in any order; others than the arm's and the gripper's may be there and are left out.
 */
export function readJointState(
  state: JointState,
  robot: RobotModel,
  receivedAtMs: number,
): MeasuredJoints | string {
  const { names, positions, velocities, efforts, stampSec } = state;
  if (positions.length !== names.length || velocities.length !== names.length) {
    return `The joint state has ${names.length} names, ${positions.length} positions and ${velocities.length} velocities.`;
  }
  if (new Set(names).size !== names.length) return 'The joint state names a joint twice.';
  if (!Number.isFinite(stampSec)) return `The joint state's stamp is ${stampSec}.`;
  const wanted = [...robot.armJointNames, ...robot.gripper.fingerJointNames];
  const order = wanted.map((name) => names.indexOf(name));
  const missing = order.indexOf(-1);
  if (missing >= 0) return `The joint state lacks ${wanted[missing]}.`;
  const pick = (values: readonly number[]) => order.map((at) => values[at] ?? Number.NaN);
  const [p, v] = [pick(positions), pick(velocities)];
  const bad = wanted.findIndex((_, j) => !Number.isFinite(p[j]) || !Number.isFinite(v[j]));
  if (bad >= 0) return `The joint state of ${wanted[bad]} is not a number (${p[bad]} rad, ${v[bad]} rad/s).`;
  const arm = robot.armJointNames.length;
  return {
    stampSec,
    receivedAtMs,
    positions: p.slice(0, arm),
    velocities: v.slice(0, arm),
    gripperWidth: p.slice(arm).reduce((sum, finger) => sum + finger, 0),
    ...(efforts.length === names.length ? { efforts: pick(efforts).slice(0, arm) } : {}),
  };
}

/** s: a stamp that goes this far back, or this far ahead of the time that has passed, is a clock that jumped. */
const jumpSec = 0.5;
/** ms: messages come late, never early: the earliest of this time tells how the two clocks stand. */
const earliestOfMs = 10_000;

/** What is known of the arm's posture and of the robot's clock, from measured joint states alone. */
export function createJointTracker(clock: Clock) {
  let latest: MeasuredJoints | undefined;
  /** By how much the robot's clock was ahead of this process's, when it was last heard of (s). */
  let aheadSec: number | undefined;
  let meter = createStandstillMeter();
  /** The most that the robot's clock was ahead (s) in this stretch of time and in the one before. */
  let earliest: { sinceMs: number; now: number; before: number } | undefined;

  const ageMs = () => (latest ? clock.nowMs() - latest.receivedAtMs : Number.POSITIVE_INFINITY);

  return {
    /** Takes a state in; one that is not newer by its stamp is no news, and false. */
    feed(joints: MeasuredJoints): boolean {
      if (latest && joints.stampSec <= latest.stampSec) return false;
      latest = joints;
      aheadSec = joints.stampSec - joints.receivedAtMs / 1000;
      if (!earliest) earliest = { sinceMs: joints.receivedAtMs, now: aheadSec, before: aheadSec };
      else if (joints.receivedAtMs - earliest.sinceMs > earliestOfMs) {
        earliest = { sinceMs: joints.receivedAtMs, now: aheadSec, before: earliest.now };
      } else earliest.now = Math.max(earliest.now, aheadSec);
      meter.feed(joints);
      return true;
    },
    /**
     * By how much (s) the robot's clock has jumped if this state is to be believed; 0 if it has not. A state
     * that comes late is no jump: its stamp is older than it could be, never newer.
     */
    jump({ stampSec, receivedAtMs }: MeasuredJoints): number {
      if (!latest || !earliest) return 0;
      const back = stampSec - latest.stampSec;
      if (back < -jumpSec) return back;
      const ahead = stampSec - receivedAtMs / 1000 - Math.max(earliest.now, earliest.before);
      return ahead > jumpSec ? ahead : 0;
    },
    /** Another connection or world: nothing known before holds any more. */
    forget(): void {
      latest = undefined;
      earliest = undefined;
      meter = createStandstillMeter();
    },
    latest: () => latest,
    ageMs,
    /** The robot's clock (s): the newest stamp, carried on by this process's clock; null if there is none. */
    nowSec: () => (latest ? latest.stampSec + ageMs() / 1000 : null),
    /** The same for the stamp of a record, which cannot wait until the clock is known (again). */
    recordSec: () => (aheadSec === undefined ? clock.wallSec() : aheadSec + clock.nowMs() / 1000),
    /** Measured, and measured lately. */
    standingStill: (freshMs: number) => meter.standingSince() !== undefined && ageMs() < freshMs,
  };
}
export type JointTracker = ReturnType<typeof createJointTracker>;
