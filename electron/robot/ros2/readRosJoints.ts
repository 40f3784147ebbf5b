import type { GripperChannel } from '../../../shared/contract/connection';
import type { JointState } from '../../../shared/contract/simulatorContract';
import type { RobotModel } from '../../../shared/robot/robotModel';
import { gripperScale } from './gripperScale';
import type { JointStateMessage } from './jointStateMessage';

/** s: a gripper that tells its joint in messages of its own must have done so within this time. */
const gripperFreshSec = 1;
/** s: velocities that are not sent are worked out over at least and at most so long. */
const differenceSec = { least: 0.015, most: 0.06 } as const;

/** Where the opening is measured: by the joint that is commanded, unless the profile says otherwise. */
function measuredBy(gripper: GripperChannel) {
  if (gripper.kind === 'none') return null;
  const { joint, scale, feedback } = gripper;
  return { topic: feedback?.topic, joint: feedback?.joint ?? joint, scale: feedback?.scale ?? scale };
}

/**
 * Turns joint_states into the program's joint states: the model's arm and finger joints, in its order, of
 * whatever the messages hold and in whatever order. The opening comes from the gripper's joint, or from the
 * one that the profile names as its feedback, by that one's scale, and is shared out to the two fingers.
 *
 * - A message without any joint of the arm is no state of the arm (null); if it has the gripper's, that is
 *   kept for the next. A message with some of the arm's joints, but not all, is a problem.
 * - Velocities that are not sent at all are worked out from the positions over the last 15 to 60 ms, and
 *   until that is possible there is no state. Velocities that are sent for some joints only, or are NaN, are
 *   a problem: half a sender is a broken one.
 * - Values that are not numbers are passed on as they are, for the one who judges every state.
 */
export function createRosJointReader(model: RobotModel, gripper: GripperChannel) {
  const arm = model.armJointNames;
  const measured = measuredBy(gripper);
  const scale = measured && gripperScale(measured.scale);
  let opening: { readonly stampSec: number; readonly width: number; readonly speed: number } | undefined;
  let past: { readonly stampSec: number; readonly positions: readonly number[] }[] = [];
  let differentiated = false;

  /** Velocities from positions; undefined while there is too little to tell. */
  function difference(stampSec: number, positions: readonly number[]): readonly number[] | undefined {
    past = past.filter((old) => old.stampSec < stampSec && stampSec - old.stampSec <= differenceSec.most);
    const from = past[0];
    past.push({ stampSec, positions });
    if (!from || stampSec - from.stampSec < differenceSec.least) return undefined;
    return positions.map((p, j) => (p - from.positions[j]!) / (stampSec - from.stampSec));
  }

  function takeOpening(message: JointStateMessage): void {
    const at = measured ? message.names.indexOf(measured.joint) : -1;
    if (!scale || at < 0) return;
    const speed = message.velocities[at] ?? 0;
    opening = {
      stampSec: message.stampSec,
      width: scale.widthOf(message.positions[at] ?? Number.NaN),
      speed: speed * scale.widthPerPosition,
    };
  }

  return {
    /** The state, null where the message is none of the arm, or words for what is wrong with it. */
    read(message: JointStateMessage): JointState | null | string {
      const { stampSec, names, positions, velocities, efforts } = message;
      if (positions.length !== names.length) {
        return `A joint state has ${names.length} names and ${positions.length} positions.`;
      }
      if (new Set(names).size !== names.length) return 'A joint state names a joint twice.';
      if (stampSec === 0) return 'The joint states carry no time stamp: how old they are cannot be known.';
      if (measured?.topic === undefined) takeOpening(message);
      const order = arm.map((name) => names.indexOf(name));
      if (order.every((at) => at < 0)) return null;
      const missing = order.indexOf(-1);
      if (missing >= 0) return `A joint state has some of the arm's joints, but not ${arm[missing]}.`;
      if (measured && (!opening || Math.abs(stampSec - opening.stampSec) > gripperFreshSec)) {
        const from = measured.topic === undefined ? 'The joint states do' : `${measured.topic} does`;
        return `${from} not tell the gripper's joint, ${measured.joint}.`;
      }
      const armPositions = order.map((at) => positions[at]!);
      differentiated = velocities.length === 0;
      if (!differentiated && velocities.length !== names.length) {
        return `A joint state has ${names.length} names and ${velocities.length} velocities.`;
      }
      const armVelocities = differentiated
        ? difference(stampSec, armPositions)
        : order.map((at) => velocities[at]!);
      if (!armVelocities) return null;
      const { width, speed } = opening ?? { width: 0, speed: 0 };
      const fingers = model.gripper.fingerJointNames;
      return {
        stampSec,
        names: [...arm, ...fingers],
        positions: [...armPositions, ...fingers.map(() => width / fingers.length)],
        velocities: [...armVelocities, ...fingers.map(() => speed / fingers.length)],
        efforts:
          efforts.length === names.length
            ? [...order.map((at) => efforts[at]!), ...fingers.map(() => 0)]
            : [],
      };
    },
    /** A message of the gripper's own topic, where the profile names one; words for what is wrong with it. */
    readOpening(message: JointStateMessage): string | null {
      if (message.stampSec === 0) return "The gripper's joint states carry no time stamp.";
      takeOpening(message);
      return null;
    },
    /** Whether the newest velocities were worked out here because none are sent. */
    velocitiesAreMissing: () => differentiated,
    /** The newest opening between the fingertips (m); NaN before it is known. */
    width: () => opening?.width ?? Number.NaN,
  };
}
