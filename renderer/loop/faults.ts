import { ChannelError } from '../../shared/contract/channel';
import type { FaultText } from '../../shared/contract/common';
import type { Outcome } from '../../shared/contract/recorderContract';
import type { Ending } from '../../shared/session/sessionMachine';
import type { ClientName } from './clients';

/** A failure whose words are known; it ends the run. */
export class RunFailure extends Error {
  constructor(readonly ending: Ending) {
    super(ending.text);
    this.name = 'RunFailure';
  }
}

/** The robot was lost, or is silent, while it may be moving: the run must end in a stop. */
export class RobotLost extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RobotLost';
  }
}

export function failure(outcome: Outcome, fault: FaultText): RunFailure {
  return new RunFailure({ outcome, text: fault.happened, fault });
}

const processWords: Readonly<Record<ClientName, string>> = {
  robot: 'robot process',
  camera: 'camera process',
  inference: 'model process (inference)',
  planner: 'planner',
  recorder: 'recorder',
  exporter: 'exporter',
  training: 'simulator',
};

function whatHappened(process: ClientName, doing: string, error: unknown): string {
  const who = processWords[process];
  if (!(error instanceof ChannelError)) return `${doing} failed: ${messageOf(error)}`;
  switch (error.code) {
    case 'closed':
      return `${doing} failed: the ${who} ended, or is not running.`;
    case 'timeout':
      return `${doing} failed: the ${who} did not answer in time.`;
    case 'refused':
    case 'badReply':
      return `${doing} failed: the console and the ${who} did not understand each other (${error.message})`;
    case 'failed':
      return `${doing} failed: ${error.message}`;
  }
}

function whatNext(error: unknown): string {
  if (error instanceof ChannelError && error.code === 'closed') {
    return 'It is being started again: wait until the health line says running, then try again.';
  }
  return 'Try again. If it comes again, look at the health line and at the log file.';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Words for a request to a process that came to nothing. `doing` names the deed: "Taking the picture". */
export function processFault(
  process: ClientName,
  doing: string,
  error: unknown,
  robotIs: string,
  next = whatNext(error),
): FaultText {
  return {
    code: `${process}.${error instanceof ChannelError ? error.code : 'error'}`,
    happened: whatHappened(process, doing, error).slice(0, 2000),
    robotIs: robotIs.slice(0, 500),
    next: next.slice(0, 1000),
  };
}
