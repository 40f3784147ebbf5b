import { type Client, connect } from '../../shared/contract/channel';
import {
  type HeldFences,
  type RobotMode,
  robotContract,
  type StopReport,
  type StopSource,
} from '../../shared/contract/robotContract';
import { type MessagePortMainLike, portFromMain } from '../utility/parentPort';

const heartbeatMs = 250;

/**
 * Main's own line to the robot process: it holds a second stop, independent of the page, and says that
 * main lives. It knows the robot's mode only to decide what a key press means.
 */
export function createRobotLink(
  onBadMessage: (problem: string) => void,
  /** The operator has set other fences: they are kept for the next robot process. */
  onFences: (held: HeldFences) => void,
) {
  let client: Client<typeof robotContract> | undefined;
  let mode: RobotMode = 'disconnected';
  let stopLatched = false;
  let stopUnconfirmed = false;
  /** Why the robot process after `standsIn` has to be stopped first: a stop stood in that one. */
  let owedStop: { readonly reason: string; readonly standsIn: typeof client } | undefined;

  const timer = setInterval(() => client?.notify('heartbeat', { from: 'main' }), heartbeatMs);

  /** Sends the stop at once; the answer says whether it was confirmed. */
  function stop(source: StopSource, reason: string): Promise<StopReport | undefined> {
    return (
      client?.request('stop', { source, reason }, { timeoutMs: 4000 }).catch(() => undefined) ??
      Promise.resolve(undefined)
    );
  }

  return {
    accept(port: MessagePortMainLike): void {
      const mine = connect(portFromMain(port), robotContract, ({ name, problem }) =>
        onBadMessage(`${name}: ${problem}`),
      );
      client = mine;
      mine.on('state', (state) => {
        if (client !== mine) return;
        mode = state.mode;
        stopLatched = state.stopLatched;
        if (!stopLatched) stopUnconfirmed = false;
        // The process in which the stop stood speaks on until it has ended: what it says pays nothing.
        if (owedStop !== undefined && owedStop.standsIn !== mine && mode !== 'disconnected') {
          const { reason } = owedStop;
          owedStop = undefined;
          if (!stopLatched) void stop('main', reason);
        }
      });
      mine.on('stop', ({ confirmed }) => {
        if (client === mine) stopUnconfirmed = !confirmed;
      });
      mine.on('fences', onFences);
      mine.onClose(() => {
        if (client !== mine) return;
        client = undefined;
        mode = 'disconnected';
        stopLatched = false;
        stopUnconfirmed = false;
      });
    },
    mode: (): RobotMode => mode,
    /** Whether a stop stands that the operator must reset, by the robot process's last word. */
    isStopLatched: (): boolean => stopLatched,
    isStopUnconfirmed: (): boolean => stopUnconfirmed,
    stop,
    /** A stop that stands now will stand in the robot process that comes next, as soon as it has a robot. */
    carryStopOver(): void {
      if (stopLatched) {
        owedStop = { reason: 'A stop stood before the connection was made anew.', standsIn: client };
      }
    },
    close(): void {
      clearInterval(timer);
    },
  };
}
export type RobotLink = ReturnType<typeof createRobotLink>;
