import { mayMove, type RobotState } from '../../shared/contract/robotContract';
import { limitsHash, motionLimits } from '../../shared/motion/limits';
import type { RobotModel } from '../../shared/robot/robotModel';
import { PlanningError } from './planningError';

/** rad/s: a joint faster than this is moving. */
const still = 0.02;

/** Throws PlanningError in words when no plan can start from what the robot does now. */
export function assertReady(robot: RobotModel, state: RobotState): void {
  const refuse = (text: string, next: string) => new PlanningError('input', text, next);
  if (state.mode === 'disconnected') {
    throw refuse('No robot is connected.', 'Connect the robot, then plan again.');
  }
  if (mayMove(state.mode) || state.velocities.some((v) => !(Math.abs(v) < still))) {
    throw refuse(
      'The robot is still moving, so a plan would not start from where it stands.',
      'Wait until it stands, then plan again.',
    );
  }
  if (state.robot !== robot.name || state.limitsHash !== limitsHash(motionLimits(robot))) {
    throw refuse(
      `The connected robot (${state.robot}) or its joint limits are not those that the plan is made for (${robot.name}).`,
      'Connect the robot anew, then plan again.',
    );
  }
  if (state.positions.length !== robot.armJointNames.length || !state.positions.every(Number.isFinite)) {
    throw refuse(
      'The joint positions of the robot are not known.',
      'Check the connection to the robot, then plan again.',
    );
  }
}
