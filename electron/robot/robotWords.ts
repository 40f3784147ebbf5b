import type { RobotMode } from '../../shared/contract/robotContract';
import type { UnapprovedMotion } from './motionGuard';
import { notConfirmed } from './stop';

/** What the words about the robot's doing are made from. */
export interface Doing {
  readonly mode: RobotMode;
  /** The running execution's own words. */
  readonly execution: string;
  /** Those of jogging or guiding. */
  readonly manual: string;
  readonly stopUnconfirmed: boolean;
  readonly stopLatched: boolean;
  readonly loadingScene: boolean;
  readonly jointStatesCome: boolean;
  readonly standingStill: boolean;
}

/** What the robot is doing, for the operator. */
export function robotWords(doing: Doing): string {
  switch (doing.mode) {
    case 'disconnected':
      return 'There is no connection to the robot.';
    case 'executing':
      return doing.execution;
    case 'jogging':
    case 'guiding':
      return doing.manual;
    case 'stopping':
      return doing.stopUnconfirmed ? notConfirmed : 'Stopping: waiting until every joint stands still.';
    case 'stopped':
      return 'Stopped: the arm was measured standing still. Reset the stop to go on.';
    case 'idle':
      if (doing.loadingScene) return 'The scene is being loaded.';
      if (!doing.jointStatesCome) return 'Connected, but no joint states come.';
      return doing.standingStill
        ? 'Standing still.'
        : 'Nothing is commanded, but the arm is not standing still.';
  }
}

/** What the operator can do when something is wrong. */
export function whatNext({ stopUnconfirmed, stopLatched }: Doing): string {
  if (stopUnconfirmed) return 'Use the hardware E-stop, and look at the robot before anything else.';
  return stopLatched
    ? 'Look at the robot. When it stands still, reset the stop and plan again.'
    : 'Look at the robot. If this comes again, check its connection.';
}

/** Why the arm is stopped when it moves and nothing that was approved here moves it. */
export const unapprovedMotionWords: Readonly<Record<UnapprovedMotion, string>> = {
  began: 'The arm moved, and nothing that was approved moved it: a hand, its pendant, or another program.',
  found:
    'The arm was moving already when the console connected to it, and nothing that was approved here moves it: ' +
    'a motion from before, a hand, its pendant, or another program.',
};
