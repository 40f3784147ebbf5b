import type { JointState, TrajectoryGoal, WorldState } from '../../shared/contract/simulatorContract';
import { fr3 } from '../../shared/robot/fr3';
import type { RobotModel } from '../../shared/robot/robotModel';
import type { Scene } from '../../shared/scene/scene';
import type { GripperGoal } from './gripperController';
import type { GoalResponse } from './jointTrajectoryController';
import { createRobotCell, type RobotCellEvent } from './robotCell';
import { loadPhysics } from './world';

export type SimulatorEvent = RobotCellEvent | { readonly type: 'scene'; readonly scene: Scene };

export interface SimulatorOptions {
  readonly scene: Scene;
  /**
   * Seconds; asked once, when the world is ready, for the stamp of its first moment. The wall clock in the
   * program, anything in a test.
   */
  readonly clock: () => number;
  readonly robot?: RobotModel;
}

/**
 * The simulated robot and its world: physics and controllers in one, without Electron or timers. Time
 * passes only by `step`. Stamps are the clock's time at the start plus physics time and never go back, not
 * even when a scene is loaded.
 */
export interface Simulator {
  readonly robot: RobotModel;
  readonly scene: () => Scene;
  readonly stampSec: () => number;
  /** Lets this much time pass (s), in physics steps of 2 ms; a remainder waits for the next call. */
  readonly step: (durationSec: number) => void;
  readonly followJointTrajectory: (goal: TrajectoryGoal) => GoalResponse;
  readonly gripperCommand: (goal: GripperGoal) => GoalResponse;
  /** Cancels the named goal, or whatever runs; answers how many. The arm brakes, the gripper keeps its hold. */
  readonly cancel: (goalId?: string, reason?: string) => number;
  /**
   * A new world; the arm is at home, the gripper open. Throws with words while something moves. Not to be
   * called by a listener.
   */
  readonly loadScene: (scene: Scene) => void;
  readonly jointState: () => JointState;
  readonly world: () => WorldState;
  /** Joint states come at 100 Hz and world states at 60 Hz of physics time. Answers how to unsubscribe. */
  readonly onEvent: (listener: (event: SimulatorEvent) => void) => () => void;
  /** Frees the engine's memory; the simulator cannot be used afterwards. */
  readonly dispose: () => void;
}

/** Loads the physics engine and builds the world; rejects with the engine's words if it refuses the scene. */
export async function createSimulator(options: SimulatorOptions): Promise<Simulator> {
  const physics = await loadPhysics();
  const robot = options.robot ?? fr3;
  const listeners = new Set<(event: SimulatorEvent) => void>();
  const emit = (event: SimulatorEvent) => {
    for (const listener of listeners) listener(event);
  };
  let scene = options.scene;
  let cell = createRobotCell({ physics, robot, scene, clock: options.clock, emit });

  return {
    robot,
    scene: () => scene,
    stampSec: () => cell.stampSec(),
    step: (durationSec) => cell.step(durationSec),
    followJointTrajectory: (goal) => cell.followJointTrajectory(goal),
    gripperCommand: (goal) => cell.gripperCommand(goal),
    cancel: (goalId, reason = 'Canceled. The arm brakes and holds.') => cell.cancel(reason, goalId),
    loadScene: (next) => {
      if (cell.isMoving()) {
        throw new Error('The robot is moving; a scene can be loaded when it stands still.');
      }
      const fresh = createRobotCell({ physics, robot, scene: next, clock: cell.stampSec, emit });
      cell.dispose();
      cell = fresh;
      scene = next;
      emit({ type: 'scene', scene });
    },
    jointState: () => cell.jointState(),
    world: () => cell.world(),
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose: () => {
      listeners.clear();
      cell.dispose();
    },
  };
}
