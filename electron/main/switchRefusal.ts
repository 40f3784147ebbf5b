import type { FaultText } from '../../shared/contract/common';
import type { RobotMode } from '../../shared/contract/robotContract';

/** The robot as main last heard of it. */
export interface RobotNow {
  readonly mode: RobotMode;
  readonly stopUnconfirmed: boolean;
}

/**
 * Why the connection must not be changed now, or undefined. A robot that may be moving keeps the line by
 * which it can be stopped. Where that line is lost already, a new connection is the way to get it back.
 */
export function switchRefusal({ mode, stopUnconfirmed }: RobotNow): FaultText | undefined {
  if (mode === 'disconnected') return undefined;
  if (mode === 'jogging' || mode === 'guiding') {
    return {
      code: 'connectionMoving',
      happened: 'The connection was not changed, because the arm is being jogged or guided by hand.',
      robotIs: 'It moves as the operator moves it.',
      next: 'End that on the Demonstrate page, then connect again.',
    };
  }
  if (mode === 'executing') {
    return {
      code: 'connectionMoving',
      happened: 'The connection was not changed, because the robot is executing a motion.',
      robotIs: 'It goes on with the motion that was approved.',
      next: 'Press STOP or wait for its end, then connect again.',
    };
  }
  if (mode === 'stopping' || stopUnconfirmed) {
    return {
      code: 'connectionStopping',
      happened: 'The connection was not changed, because it is not confirmed that the robot stands still.',
      robotIs: 'A stop was sent; the joints were not measured standing still. It may be moving.',
      next: 'Look at the robot; use the hardware emergency stop if it moves. When it stands still, reset the stop, then connect again.',
    };
  }
  return undefined;
}
