import type { StopSource } from '../../shared/contract/robotContract';

type Key = Pick<KeyboardEvent, 'key' | 'code'>;

/**
 * What a key means for the robot. Esc always stops. Space always stops too, except that it types a
 * blank in a text field while nothing moves; on a focused button it stops and does not press it
 * (Enter does that).
 */
export function stopSourceOf(key: Key, typing: boolean, moving: boolean): StopSource | null {
  if (key.key === 'Escape') return 'escape';
  if (key.key !== ' ' && key.code !== 'Space') return null;
  return typing && !moving ? null : 'space';
}

const textInputs = new Set(['text', 'search', 'number', 'email', 'password', 'url', 'tel']);

export function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return !target.disabled && !target.readOnly;
  if (target instanceof HTMLInputElement) {
    return textInputs.has(target.type) && !target.disabled && !target.readOnly;
  }
  return target instanceof HTMLElement && target.isContentEditable;
}

/** Hears the keys before any control of the page does. Returns the end of it. */
export function listenForStopKeys(
  target: Window,
  isMoving: () => boolean,
  stop: (source: StopSource) => void,
): () => void {
  const down = (event: KeyboardEvent) => {
    const source = stopSourceOf(event, isTyping(event.target), isMoving());
    if (!source) return;
    if (!event.repeat) stop(source);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const up = (event: KeyboardEvent) => {
    // A button is pressed when Space comes up again.
    if (stopSourceOf(event, isTyping(event.target), isMoving()) === 'space') event.preventDefault();
  };
  target.addEventListener('keydown', down, { capture: true });
  target.addEventListener('keyup', up, { capture: true });
  return () => {
    target.removeEventListener('keydown', down, { capture: true });
    target.removeEventListener('keyup', up, { capture: true });
  };
}
