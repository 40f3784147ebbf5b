import { useEffect, useState } from 'react';
import { useConsole } from '../ui/ConsoleContext';
import { gamepadGrip, gamepadPushes } from './gamepadPushes';

const pollMs = 30;

/** Follows the first gamepad that is connected, while `on`; answers its name. */
export function useGamepad(on: boolean): string | null {
  const { demonstration } = useConsole();
  const [name, setName] = useState<string | null>(null);
  useEffect(() => {
    const { holds } = demonstration;
    let held: readonly string[] = [];
    let gripped: 'close' | 'open' | null = null;
    const timer = setInterval(() => {
      const pad = navigator.getGamepads().find((each) => each?.connected) ?? null;
      setName(pad?.id ?? null);
      const pushes = pad && on && document.hasFocus() ? gamepadPushes(pad) : {};
      for (const source of held) if (!pushes[source]) holds.release(source);
      for (const [source, push] of Object.entries(pushes)) holds.press(source, push);
      held = Object.keys(pushes);
      const grip = pad && on ? gamepadGrip(pad) : null;
      if (grip && grip !== gripped) void demonstration.grip(grip === 'open');
      gripped = grip;
    }, pollMs);
    return () => {
      clearInterval(timer);
      for (const source of held) holds.release(source);
    };
  }, [demonstration, on]);
  return name;
}
