import { type BadMessageReport, type Handlers, type Port, serve } from '../../shared/contract/channel';
import {
  sceneSchema,
  simulatorContract,
  trajectoryResultCode,
  worldContract,
} from '../../shared/contract/simulatorContract';
import { sampleScene } from '../../shared/scene/sampleScene';
import type { Scene } from '../../shared/scene/scene';
import type { Simulator } from './createSimulator';
import type { GripperResult } from './gripperController';
import type { GoalResponse, TrajectoryEvent } from './jointTrajectoryController';

/** The program's scene of a seed: there is always a red cube, and a blue bowl to put it in. */
export function sceneOfSeed(seed: number): Scene {
  return sampleScene(seed, {
    include: [
      { kind: 'cube', color: 'red' },
      { kind: 'bowl', color: 'blue' },
    ],
  });
}

/** s of the simulator's time: a client that said that it lives may be silent for so long. */
const clientSilenceSec = 0.5;

/**
 * Serves one client of the robot. Results and feedback go to the client whose goal it is. When its port
 * closes, or it falls silent (frozen, swapped out), while a goal of its runs, nobody is there to stop the
 * arm any more: the goal is canceled.
 */
export function serveSimulator(simulator: Simulator, port: Port, onBadMessage: BadMessageReport): void {
  const goals = new Set<string>();
  /** Every goal that ever ran: one that comes again is an echo, and an arm must not move by an echo. */
  const taken = new Set<string>();
  let heardAtSec: number | undefined;

  function accept(goalId: string, begin: () => GoalResponse): GoalResponse {
    if (taken.has(goalId)) {
      const errorString = `Goal ${goalId} was here before, and each runs once.`;
      return { accepted: false, errorCode: trajectoryResultCode.INVALID_GOAL, errorString };
    }
    const response = begin();
    if (response.accepted) {
      taken.add(goalId);
      goals.add(goalId);
    }
    return response;
  }

  function cancelAll(reason: string): void {
    for (const goalId of goals) simulator.cancel(goalId, reason);
  }

  function checkSilence(): void {
    if (heardAtSec === undefined || simulator.stampSec() - heardAtSec <= clientSilenceSec) return;
    heardAtSec = undefined;
    cancelAll(`The client was silent for ${clientSilenceSec} s. The arm brakes and holds.`);
  }

  const handlers: Handlers<typeof simulatorContract> = {
    followJointTrajectory: (goal) => accept(goal.goalId, () => simulator.followJointTrajectory(goal)),
    gripperCommand: (goal) => accept(goal.goalId, () => simulator.gripperCommand(goal)),
    alive: () => {
      heardAtSec = simulator.stampSec();
    },
    cancel: ({ goalId }) => ({ canceling: simulator.cancel(goalId) }),
    loadScene: ({ seed }) => {
      if (seed < 0) throw new Error(`There is no scene ${seed}; seeds count from 0.`);
      simulator.loadScene(sceneOfSeed(seed));
      return { seed };
    },
  };
  const server = serve(port, simulatorContract, handlers, onBadMessage);

  function sendTrajectoryEvent(event: TrajectoryEvent, stampSec: number): void {
    if (!goals.has(event.goalId)) return;
    if (event.type === 'feedback') {
      const { goalId, timeFromStart, desired, actual, error } = event;
      server.emit('feedback', {
        goalId,
        stampSec,
        timeFromStart,
        desired: [...desired],
        actual: [...actual],
        error: [...error],
      });
    } else {
      const { goalId, status, errorCode, errorString } = event;
      goals.delete(goalId);
      server.emit('result', { goalId, status, errorCode, errorString });
    }
  }

  function sendGripperResult(result: GripperResult): void {
    if (goals.delete(result.goalId)) server.emit('gripperResult', result);
  }

  const unsubscribe = simulator.onEvent((event) => {
    if (event.type === 'jointState') {
      server.emit('jointState', event.jointState);
      checkSilence();
    } else if (event.type === 'trajectory') sendTrajectoryEvent(event.event, event.stampSec);
    else if (event.type === 'gripper') sendGripperResult(event.result);
    else if (event.type === 'scene') server.emit('scene', { seed: event.scene.seed });
  });
  server.emit('scene', { seed: simulator.scene().seed });

  port.onClose(() => {
    unsubscribe();
    cancelAll('The client went away. The arm brakes and holds.');
  });
}

/** Serves one watcher of the world: the page that draws the camera's picture, or a test. */
export function serveWorld(simulator: Simulator, port: Port, onBadMessage: BadMessageReport): void {
  const robotAndScene = () => ({
    robot: simulator.robot.name,
    scene: sceneSchema.parse(simulator.scene()),
  });
  const handlers: Handlers<typeof worldContract> = {
    getScene: robotAndScene,
    getWorld: () => simulator.world(),
  };
  const server = serve(port, worldContract, handlers, onBadMessage);
  const unsubscribe = simulator.onEvent((event) => {
    if (event.type === 'world') server.emit('world', event.world);
    else if (event.type === 'scene') server.emit('scene', robotAndScene());
  });
  port.onClose(unsubscribe);
}
