import { motionLimits } from '../../shared/motion/limits';
import { fr3 } from '../../shared/robot/fr3';
import type { Scene } from '../../shared/scene/scene';
import type { Simulator, SimulatorEvent } from '../simulator/createSimulator';
import { createGripperController } from '../simulator/gripperController';
import { createJointTrajectoryController } from '../simulator/jointTrajectoryController';
import { sceneOfSeed } from '../simulator/serveSimulator';

const stepSec = 0.01;

export interface IdealArm extends Simulator {
  /** rad/s: the first joint moves so fast on top of what it is told, as if its brake slipped. */
  setSlip(velocity: number): void;
  /** Puts the arm elsewhere (rad on the first joint), as a hand would that pushes it. */
  push(byRad: number): void;
}

/**
 * The simulator's controllers on joints that follow exactly: what a case of the fault simulator needs of
 * physics, at a thousandth of the cost. Some cases run on the real physics.
 */
export function createIdealArm(startSec: number): IdealArm {
  const listeners = new Set<(event: SimulatorEvent) => void>();
  const emit = (event: SimulatorEvent) => {
    for (const listener of [...listeners]) listener(event);
  };
  let timeSec = 0;
  let owedSec = 0;
  let scene: Scene = sceneOfSeed(1);
  let slip = 0;
  let offset = 0;
  const stampSec = () => startSec + timeSec;
  const makeArm = () =>
    createJointTrajectoryController({
      limits: motionLimits(fr3),
      initialPositions: fr3.home,
      stepSec,
      emit: (event) => emit({ type: 'trajectory', stampSec: stampSec(), event }),
    });
  let arm = makeArm();
  const gripper = createGripperController({
    gripper: fr3.gripper,
    initialWidth: fr3.gripper.maxWidth,
    stepSec,
    emit: (result) => emit({ type: 'gripper', stampSec: stampSec(), result }),
  });
  let measured: { readonly positions: readonly number[]; readonly velocities: readonly number[] } = {
    positions: fr3.home,
    velocities: fr3.home.map(() => 0),
  };
  let fingers = { width: fr3.gripper.maxWidth, speed: 0, closingForce: 0 };
  const names = [...fr3.armJointNames, ...fr3.gripper.fingerJointNames];

  const jointState = () => ({
    stampSec: stampSec(),
    names,
    positions: [...measured.positions, fingers.width / 2, fingers.width / 2],
    velocities: [...measured.velocities, fingers.speed / 2, fingers.speed / 2],
    efforts: names.map(() => 0),
  });

  function stepOnce(): void {
    timeSec += stepSec;
    offset += slip * stepSec;
    const reference = arm.update(timeSec, measured);
    measured = {
      positions: reference.positions.map((p, j) => (j === 0 ? p + offset : p)),
      velocities: reference.velocities.map((v, j) => (j === 0 ? v + slip : v)),
    };
    const { width, speed } = gripper.update(fingers);
    fingers = { width, speed, closingForce: 0 };
    emit({ type: 'jointState', jointState: jointState() });
  }

  return {
    robot: fr3,
    scene: () => scene,
    stampSec,
    step(durationSec) {
      owedSec += durationSec;
      for (; owedSec >= stepSec - 1e-9; owedSec -= stepSec) stepOnce();
    },
    followJointTrajectory: ({ startSec: beginSec, ...goal }) =>
      arm.accept(
        beginSec === undefined ? goal : { ...goal, startSec: beginSec - startSec },
        timeSec,
        measured,
      ),
    gripperCommand: (goal) => gripper.accept(goal, fingers),
    cancel: (goalId, reason = 'Canceled.') => arm.cancel(reason, goalId) + gripper.cancel(fingers, goalId),
    loadScene(next) {
      if (!arm.isIdle() || !gripper.isIdle()) throw new Error('The robot is moving.');
      arm = makeArm();
      offset = 0;
      scene = next;
      emit({ type: 'scene', scene });
    },
    jointState,
    world: () => ({ stampSec: stampSec(), joints: {}, objects: [] }),
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose: () => listeners.clear(),
    setSlip(velocity) {
      slip = velocity;
    },
    push(byRad) {
      offset += byRad;
      measured = { ...measured, positions: measured.positions.map((p, j) => (j === 0 ? p + byRad : p)) };
    },
  };
}
