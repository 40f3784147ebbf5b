import type { GripperChannel } from '../../../shared/contract/connection';
import type { JointState } from '../../../shared/contract/simulatorContract';
import type { RobotModel } from '../../../shared/robot/robotModel';
import { takesAnything } from '../../ros2/qos';
import type { Clock } from '../clock';
import { decodeJointState, stampOf } from './jointStateMessage';
import { createRosJointReader } from './readRosJoints';
import type { RobotWire } from './robotWire';
import { createStreamMeter } from './streamMeter';

/** ms: joint states that are silent for so long end the connection. (A motion is stopped after 200 ms.) */
export const jointSilenceMs = 1000;
/** s: joint states that follow closer than this by their stamps are left out: 250 Hz is plenty. */
const closestSec = 0.0039;

const jointStateType = 'sensor_msgs/msg/JointState';

export interface JointStreamOptions {
  readonly wire: RobotWire;
  readonly clock: Clock;
  readonly topic: string;
  readonly gripper: GripperChannel;
  readonly onState: (state: JointState) => void;
  readonly onFault: (problem: string) => void;
}

/** The joint states of one robot, arm and gripper: subscribed, read, counted, and missed when they stay away. */
export function createJointStream({ wire, clock, topic, gripper, onState, onFault }: JointStreamOptions) {
  const meter = createStreamMeter(topic);
  const qos = { offer: takesAnything, depth: 10 };
  let reader: ReturnType<typeof createRosJointReader> | undefined;
  let takenAtMs = Number.NEGATIVE_INFINITY;
  let newestStampSec = Number.NEGATIVE_INFINITY;
  let problem: string | null = null;

  wire.subscribe(topic, jointStateType, qos, take, meter.lost);
  const openingTopic = gripper.kind === 'none' ? undefined : gripper.feedback?.topic;
  if (openingTopic !== undefined) wire.subscribe(openingTopic, jointStateType, qos, takeOpening);

  function take(bytes: Uint8Array): void {
    try {
      const stampSec = stampOf(bytes);
      meter.arrived(clock.nowMs(), clock.wallSec(), stampSec);
      const after = stampSec - newestStampSec;
      if (after >= 0 && after < closestSec) return;
      const read = reader?.read(decodeJointState(bytes)) ?? null;
      if (read === null) return;
      if (typeof read === 'string') {
        problem = read;
        onFault(read);
        return;
      }
      newestStampSec = stampSec;
      problem = null;
      takenAtMs = clock.nowMs();
      onState(read);
    } catch (error) {
      problem = `A joint state cannot be understood: ${(error as Error).message}`;
      onFault(problem);
    }
  }

  function takeOpening(bytes: Uint8Array): void {
    try {
      const wrong = reader?.readOpening(decodeJointState(bytes));
      if (wrong) onFault(wrong);
    } catch (error) {
      onFault(`A joint state of the gripper cannot be understood: ${(error as Error).message}`);
    }
  }

  /** Why no joint states of use come, in words; null while they do. */
  function trouble(): string | null {
    if (clock.nowMs() - takenAtMs <= jointSilenceMs) return null;
    return (
      wire.whyNothingComes(topic, { type: jointStateType, qos: takesAnything }) ??
      problem ??
      `No joint state of the arm has come on ${topic} for ${jointSilenceMs / 1000} s.`
    );
  }

  return {
    /** From now on the states are read as this model's. */
    readFor(model: RobotModel): void {
      reader = createRosJointReader(model, gripper);
    },
    trouble,
    figures: () => meter.figures(clock.nowMs(), clock.wallSec(), trouble()),
    velocitiesAreMissing: () => reader?.velocitiesAreMissing() ?? false,
    /** The newest opening between the fingertips (m); NaN before it is known. */
    width: () => reader?.width() ?? Number.NaN,
  };
}
