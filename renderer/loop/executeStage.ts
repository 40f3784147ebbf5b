import type { Client } from '../../shared/contract/channel';
import type { ExecutionEvent, robotContract } from '../../shared/contract/robotContract';
import { failure, RobotLost } from './faults';
import type { ExecutionView } from './loopView';
import type { RunContext } from './runContext';

export type MotionEnd = 'succeeded' | 'stopped';

export interface Motion {
  /**
   * How the motion ended. Rejects with a RunFailure when the robot process says that it failed (the arm
   * then holds), with RobotLost when there is no word any more.
   */
  readonly end: Promise<MotionEnd>;
  /** The gate said no: there is nothing to follow. */
  abandon(): void;
}

/** Listens for the execution of a plan. Call before it is approved: its first events may overtake the answer. */
export function followMotion(
  context: RunContext,
  robot: Client<typeof robotContract>,
  planHash: string,
): Motion {
  let worstErrorRad = 0;
  let settled = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let finish: (outcome: MotionEnd | Error) => void = () => undefined;

  const end = new Promise<MotionEnd>((resolve, reject) => {
    finish = (outcome) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      stopListening();
      if (outcome instanceof Error) reject(outcome);
      else resolve(outcome);
    };
  });
  end.catch(() => undefined);

  function awaitWord(): void {
    clearTimeout(timer);
    timer = setTimeout(
      () =>
        finish(
          new RobotLost(
            `The robot process has said nothing about the motion for ${context.timeouts.executionSilence / 1000} s.`,
          ),
        ),
      context.timeouts.executionSilence,
    );
  }

  const stopListening = robot.on('execution', (event) => {
    if (event.planHash !== planHash || settled) return;
    awaitWord();
    worstErrorRad = Math.max(worstErrorRad, event.errorRad ?? 0);
    const view: ExecutionView = { executionId: event.executionId, last: event, worstErrorRad };
    if (context.alive()) context.updateRun({ execution: view });
    if (event.type === 'succeeded' || event.type === 'stopped') finish(event.type);
    if (event.type === 'failed') finish(motionFailed(event, context.robotWords()));
  });
  robot.onClose(() => finish(new RobotLost('The robot process ended while the robot was moving.')));

  return { end, abandon: () => finish('stopped') };
}

function motionFailed(event: ExecutionEvent, robotIs: string) {
  const code = event.resultCode === undefined ? '' : ` (result code ${event.resultCode})`;
  return failure('failed', {
    code: `execution.${event.phase}`,
    happened: `The motion ended in the phase "${event.phase}"${code}: ${event.text}`,
    robotIs,
    next: 'Look at the robot. When the way is free, send it home or repeat the task from a new picture.',
  });
}
