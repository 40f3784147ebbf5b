import type { ProcessName } from '../../shared/contract/bridge';
import type { FaultText } from '../../shared/contract/common';
import type { RobotMode } from '../../shared/contract/robotContract';

export interface LostProcess {
  readonly name: ProcessName;
  /** How it ended. */
  readonly text: string;
  /** It ended too often and is not started again by itself. */
  readonly leftDown: boolean;
  /** The robot as main last heard of it, before the loss. */
  readonly mode: RobotMode;
  readonly stopLatched: boolean;
  /** The robot is the embedded simulator, whose controller brakes when nobody listens; others go on. */
  readonly simulated: boolean;
}

/** What the operator reads when a process has ended by itself: only what is so, and only what is to be done. */
export function lostFault(lost: LostProcess): FaultText {
  return {
    code: `${lost.name}Lost`,
    happened: lost.text,
    robotIs: robotIs(lost),
    next: next(lost),
  };
}

/** Guided by hand, the arm is not this program's to stop. */
const isMoving = ({ mode }: LostProcess) => mode === 'executing' || mode === 'jogging' || mode === 'stopping';

function robotIs(lost: LostProcess): string {
  const { name, mode } = lost;
  if (name === 'exporter') return 'It goes on as it was: exports have no part in what it does.';
  if (isMoving(lost)) {
    if (name === 'simulator') {
      return 'A motion was under way. It ended with the simulated robot, which starts anew in its home posture.';
    }
    if (name === 'robot' && !lost.simulated) {
      return 'A motion was under way. The controller goes on with it until the robot process is back and cancels it, some seconds. Use the hardware emergency stop if it must end now.';
    }
    if (name === 'robot') {
      return 'A motion was under way. The controller brakes the arm by itself when its line to the console breaks. Check that it stands still.';
    }
    return 'A motion was under way, and was told to stop. Check that the arm stands still.';
  }
  if (mode === 'guiding') return 'Whoever guides the arm by hand still has it: nothing is sent to it.';
  if (mode === 'stopped') return 'It is stopped, and nothing moves until the stop is reset.';
  if (mode === 'disconnected') return 'There is no word from the robot: look whether it stands still.';
  return name === 'simulator'
    ? 'No motion was under way. The simulated robot starts anew in its home posture.'
    : 'No motion was under way.';
}

function next(lost: LostProcess): string {
  const { leftDown, stopLatched } = lost;
  const back = leftDown
    ? 'It is left down: restart it on the Models page, and keep the log file.'
    : 'The process is being started again: wait for the health line to say running.';
  if (lost.name === 'exporter')
    return `${back} An export that was under way stands nowhere under its name: export again.`;
  // A motion that was under way ends in a stop, and a stop stands in the console until it is reset there.
  return stopLatched || isMoving(lost)
    ? `${back} Then look at the robot, reset the stop, and repeat the task.`
    : `${back} Then go on.`;
}
