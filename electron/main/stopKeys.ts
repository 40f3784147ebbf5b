import type { Input, WebContents } from 'electron';
import { mayMove, type RobotMode, type StopSource } from '../../shared/contract/robotContract';

/**
 * What a key press means for the robot, or undefined when it means nothing.
 * Esc always stops. Space stops whenever the robot is moving, whatever has the focus, a text field too;
 * while nothing moves the page decides (a space may be typed).
 */
export function stopSourceOf(
  input: Pick<Input, 'type' | 'key' | 'code'>,
  mode: RobotMode,
): StopSource | undefined {
  if (input.type !== 'keyDown') return undefined;
  if (input.key === 'Escape') return 'escape';
  if ((input.key === ' ' || input.code === 'Space') && mayMove(mode)) return 'space';
  return undefined;
}

/** Keys reach main before the page, so they stop the robot even while the page hangs. */
export function watchStopKeys(
  contents: WebContents,
  mode: () => RobotMode,
  stop: (source: StopSource) => void,
): void {
  contents.on('before-input-event', (event, input) => {
    const source = stopSourceOf(input, mode());
    if (!source) return;
    stop(source);
    // The page still sees Esc (it stops by its own line too); Space must not type or press a button.
    if (source === 'space') event.preventDefault();
  });
}
