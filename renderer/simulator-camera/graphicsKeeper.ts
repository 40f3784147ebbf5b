import type { RobotModel } from '../../shared/robot/robotModel';
import type { Scene } from '../../shared/scene/scene';
import type { Graphics } from './graphics';

/** After a lost context the driver may need a moment before it gives the next one. */
export const reopenDelayMs = 300;

export interface GraphicsKeeperOptions {
  /** Opens a graphics context; throws when there is none to be had. */
  readonly open: (onLost: () => void) => Graphics;
  readonly later: (delayMs: number, task: () => void) => void;
  /** There is a context (again), with the present scene in it. */
  readonly onReady: (graphics: Graphics) => void;
  /** The context is lost or cannot be had, in words. */
  readonly onProblem: (problem: string) => void;
}

/**
 * Keeps one graphics context with the present scene. One that is lost (the driver was reset, the graphics
 * process ended) is thrown away and built again from nothing, as often as it takes.
 */
export function createGraphicsKeeper(options: GraphicsKeeperOptions) {
  let graphics: Graphics | undefined;
  let shown: { readonly robot: RobotModel; readonly scene: Scene } | undefined;
  let reopening = false;

  function open(): void {
    reopening = false;
    try {
      graphics = options.open(() => lost('The graphics context of the camera picture was lost'));
      if (shown) graphics.show(shown.robot, shown.scene);
      options.onReady(graphics);
    } catch (error) {
      lost(`The camera picture cannot be drawn (${error instanceof Error ? error.message : String(error)})`);
    }
  }

  function lost(happened: string): void {
    graphics?.dispose();
    graphics = undefined;
    options.onProblem(`${happened}; it is being set up again.`);
    if (reopening) return;
    reopening = true;
    options.later(reopenDelayMs, open);
  }

  return {
    show(robot: RobotModel, scene: Scene): void {
      shown = { robot, scene };
      if (graphics) graphics.show(robot, scene);
      else if (!reopening) open();
    },
    /** Throws, in words, while there is nothing to draw with. */
    graphics(): Graphics {
      if (!graphics) throw new Error('The graphics context of the camera picture is being set up again.');
      return graphics;
    },
  };
}
