import type { Session } from '../../shared/session/sessionMachine';
import { failure } from './faults';
import type { LoopDeps } from './loopDeps';
import type { LoopStore } from './loopStore';
import type { RunDriver } from './runDriver';
import type { StopControl } from './stopControl';

/** ms without a new picture: then nobody sees any more what a task does, or would do. */
export const pictureLossMs = 5000;
/** Looks in a row that must find it so: a page that hung has not read yet what came meanwhile. */
const looksInARow = 2;

/** States in which a task rests on a picture, and on the camera that goes on showing the place. */
const beforeMotion: ReadonlySet<Session['state']> = new Set([
  'proposing',
  'awaitingAnswer',
  'planning',
  'awaitingApproval',
]);

/**
 * Ends a task whose camera fell silent: before its approval the plan is withdrawn, in motion the arm is
 * stopped. A way home or a replay rests on no picture. Answers a look at the age (ms) of the newest picture,
 * to be taken twice a second.
 */
export function createPictureLoss(
  deps: Pick<LoopDeps, 'robotWords'>,
  store: LoopStore,
  driver: Pick<RunDriver, 'failed'>,
  stops: Pick<StopControl, 'stop'>,
): (ageMs: number) => void {
  let silent = 0;
  return (ageMs) => {
    silent = ageMs > pictureLossMs ? silent + 1 : 0;
    const { session, run } = store.view.getState();
    if (silent < looksInARow || run?.purpose !== 'task' || run.approving) return;
    const moving = session.state === 'executing';
    if (!moving && !beforeMotion.has(session.state)) return;
    const happened = `The camera has given no new picture for ${(ageMs / 1000).toFixed(0)} s. `;
    const fault = {
      code: 'camera.lost',
      happened:
        happened + (moving ? 'The motion is stopped.' : 'The task that rests on its last one is over.'),
      robotIs: deps.robotWords(),
      next: 'Look at the camera and its connection. When the live view is live again, repeat the task.',
    };
    if (!moving) return driver.failed(failure('failed', fault));
    store.addFault(fault);
    stops.stop('fault', happened.trim());
  };
}
