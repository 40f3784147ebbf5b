import { useEffect } from 'react';
import {
  type DemonstrationAction,
  demonstrationActions,
  keysOf,
} from '../../shared/contract/demonstrationKeys';
import { isTyping } from '../services/stopKeys';
import { useConsole } from '../ui/ConsoleContext';
import type { Push } from './commandOf';

/** What a jog key pushes; null for a key that is pressed once. */
export function pushOf(action: DemonstrationAction, joint: number): Push | null {
  const sign = action.endsWith('+') ? 1 : action.endsWith('-') ? -1 : 0;
  if (sign === 0) return null;
  const axis = action.slice(0, -1);
  return {
    axis: axis === 'joint' ? joint : (axis as 'x' | 'y' | 'z' | 'turnX' | 'turnY' | 'turnZ'),
    share: sign,
  };
}

interface Options {
  readonly joint: number;
  /** A key that is pressed once. */
  readonly onPress: (action: DemonstrationAction) => void;
  /** Keys are being bound: nothing else is heard. */
  readonly off: boolean;
}

/** Keys of the page. What is held is let go when the window loses the focus or is hidden. */
export function useDemonstrationKeys({ joint, onPress, off }: Options): void {
  const { settings, demonstration } = useConsole();
  useEffect(() => {
    if (off) return;
    const { holds } = demonstration;
    const actionOf = (code: string) => {
      const { demonstrate } = settings.view.getState().settings;
      return demonstrationActions.find((action) => keysOf(demonstrate, action).includes(code));
    };
    const down = (event: KeyboardEvent) => {
      holds.setSpeed(event.shiftKey ? 0.25 : 1);
      if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
      const action = actionOf(event.code);
      if (!action) return;
      event.preventDefault();
      if (event.repeat) return;
      const push = pushOf(action, joint);
      if (push) holds.press(event.code, push);
      else onPress(action);
    };
    const up = (event: KeyboardEvent) => {
      holds.setSpeed(event.shiftKey ? 0.25 : 1);
      holds.release(event.code);
    };
    const letGo = () => holds.releaseAll();
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    window.addEventListener('blur', letGo);
    document.addEventListener('visibilitychange', letGo);
    return () => {
      letGo();
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
      window.removeEventListener('blur', letGo);
      document.removeEventListener('visibilitychange', letGo);
    };
  }, [demonstration, settings, joint, onPress, off]);
}
