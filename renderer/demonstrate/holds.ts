import type { JogCommand } from '../../shared/contract/jog';
import { commandOf, type JogSpace, type Push } from './commandOf';

export interface HoldsOptions {
  readonly hold: (holdId: number, command: JogCommand) => void;
  readonly release: (holdId: number) => void;
  /** Calls again and again until what it returns is called; the robot process expects word every 50 ms. */
  readonly every: (run: () => void) => () => void;
  readonly joints: () => number;
}

/**
 * What is held now, of all keys, buttons and sticks, as one hold that is said again while it lasts. It is over
 * when the last of them is let go; the next press is a new one. A convenience of the page: that the arm rests
 * when this falls silent is the robot process's business.
 */
export function createHolds(options: HoldsOptions) {
  const pushes = new Map<string, Push>();
  let space: JogSpace = 'base';
  let speed = 1;
  let holdId = 0;
  let holding = false;
  let end: (() => void) | undefined;

  function say(): void {
    const command = commandOf(space, options.joints(), [...pushes.values()], speed);
    if (command) {
      if (!holding) holdId++;
      holding = true;
      options.hold(holdId, command);
      end ??= options.every(say);
    } else if (holding) {
      holding = false;
      end?.();
      end = undefined;
      options.release(holdId);
    }
  }
  function releaseAll(): void {
    pushes.clear();
    say();
  }

  return {
    press(source: string, push: Push): void {
      pushes.set(source, push);
      say();
    },
    release(source: string): void {
      if (pushes.delete(source)) say();
    },
    releaseAll,
    isHeld: (source: string) => pushes.has(source),
    /** Another way to jog: what is held is let go first. */
    setSpace(next: JogSpace): void {
      if (next === space) return;
      releaseAll();
      space = next;
    },
    /** Share of the approved speed. */
    setSpeed(share: number): void {
      if (share === speed) return;
      speed = share;
      if (holding) say();
    },
    /** Another jog session counts its own holds, but a number that was used never comes again. */
    isHolding: () => holding,
  };
}
export type Holds = ReturnType<typeof createHolds>;
