import type { GripperChannel } from '../../../shared/contract/connection';
import { type TrajectoryGoal, trajectoryResultCode } from '../../../shared/contract/simulatorContract';
import type { RobotModel } from '../../../shared/robot/robotModel';
import type { Clock } from '../clock';
import type { DriverEvents, GripperEnd, RobotDriver } from '../driver';
import type { ActionChannel } from './actionChannel';
import { encodeTrajectoryGoal } from './encodeGoal';
import { createFeedbackTimes } from './feedbackTimes';
import { followJointTrajectoryGoal } from './followJointTrajectoryGoal';
import type { GoalId } from './goalIds';
import { gripperEnd, gripperMessage } from './gripperGoals';
import type { GoalMessage } from './robotWire';

/** ms: a controller that told of its progress and then says nothing for so long has gone. */
const feedbackSilenceMs = 500;

export interface Ros2DriverOptions {
  readonly model: RobotModel;
  readonly gripper: GripperChannel;
  readonly arm: ActionChannel;
  readonly hand: ActionChannel | undefined;
  readonly nextGoalId: () => GoalId;
  readonly clock: Clock;
  /** The newest measured opening (m). */
  readonly width: () => number;
  readonly otherCommander: () => string | null;
  readonly events: DriverEvents;
  readonly onClosed: () => void;
}

const without = { width: Number.NaN, effort: Number.NaN, stalled: false, reachedGoal: false };
const notConnected = 'The connection to the robot is closed.';

/** A motion as the action wants it. */
export const trajectoryMessage = (goal: TrajectoryGoal): GoalMessage => ({
  plain: () => followJointTrajectoryGoal(goal),
  bytes: (id) => encodeTrajectoryGoal(id, goal),
});

/** The driver of one connection over a link: goals, cancels, and the end of all of them with it. */
export function createRos2Driver(options: Ros2DriverOptions) {
  const { model, gripper, arm, hand, clock, events } = options;
  let open = true;

  function lose(why: string): void {
    if (!open) return;
    open = false;
    options.onClosed();
    arm.loseGoals(why);
    hand?.loseGoals(why);
    // The goals' ends are promises: whoever waits for them hears first.
    clock.soon(() => events.closed());
  }

  const driver: RobotDriver = {
    kind: 'ros2',
    async followTrajectory(goal) {
      if (!open) return { status: 'rejected', code: 0, text: notConnected };
      const strangers = goal.jointNames.filter((name) => !model.armJointNames.includes(name));
      if (strangers.length > 0 || goal.jointNames.length !== model.armJointNames.length) {
        const text = `The goal is for ${goal.jointNames.join(', ')}; the arm has ${model.armJointNames.join(', ')}.`;
        return { status: 'rejected', code: trajectoryResultCode.INVALID_JOINTS, text };
      }
      const times = createFeedbackTimes();
      let toldAtMs = Number.POSITIVE_INFINITY;
      const endWatch = clock.every(feedbackSilenceMs / 5, () => {
        if (clock.nowMs() - toldAtMs <= feedbackSilenceMs) return;
        toldAtMs = Number.POSITIVE_INFINITY;
        events.fault(
          `The trajectory controller has said nothing about the motion for ${feedbackSilenceMs / 1000} s.`,
        );
      });
      const { status, code, text } = await arm.send(options.nextGoalId(), {
        message: trajectoryMessage(goal),
        onFeedback: (feedback) => {
          toldAtMs = clock.nowMs();
          const told = times(feedback);
          if (told) events.feedback({ goalId: goal.goalId, ...told });
        },
      });
      endWatch();
      return { status, code, text };
    },
    async commandGripper(goal): Promise<GripperEnd> {
      const rejected = (text: string): GripperEnd => ({
        ...without,
        status: 'rejected',
        code: trajectoryResultCode.INVALID_GOAL,
        text,
      });
      if (!open) return rejected(notConnected);
      if (gripper.kind === 'none' || !hand) return rejected('The profile has no gripper.');
      const { maxWidth } = model.gripper;
      if (!(goal.width >= 0 && goal.width <= maxWidth)) {
        return rejected(`The gripper opens from 0 to ${maxWidth} m, and not to ${goal.width} m.`);
      }
      const message = { plain: () => gripperMessage(gripper, goal, options.width(), maxWidth) };
      return gripperEnd(gripper, await hand.send(options.nextGoalId(), { message }), options.width());
    },
    cancel() {
      arm.cancelEverything();
      hand?.cancelEverything();
    },
    sceneSeed: () => null,
    otherCommander: options.otherCommander,
    close: () => lose(notConnected),
  };
  return {
    driver,
    /** Ends the connection from the robot's side. */
    lose,
  };
}
