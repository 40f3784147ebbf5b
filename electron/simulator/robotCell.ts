import type { JointState, TrajectoryGoal, WorldState } from '../../shared/contract/simulatorContract';
import { motionLimits } from '../../shared/motion/limits';
import type { RobotModel } from '../../shared/robot/robotModel';
import type { Scene } from '../../shared/scene/scene';
import { createGripperController, type GripperGoal, type GripperResult } from './gripperController';
import {
  createJointTrajectoryController,
  type GoalResponse,
  stoppedSpeed,
  type TrajectoryEvent,
} from './jointTrajectoryController';
import { physicsStepSec } from './mjcf';
import { createWorld, type Physics } from './world';

export type RobotCellEvent =
  | { readonly type: 'jointState'; readonly jointState: JointState }
  | { readonly type: 'world'; readonly world: WorldState }
  | { readonly type: 'trajectory'; readonly stampSec: number; readonly event: TrajectoryEvent }
  | { readonly type: 'gripper'; readonly stampSec: number; readonly result: GripperResult };

export interface RobotCellOptions {
  readonly physics: Physics;
  readonly robot: RobotModel;
  readonly scene: Scene;
  /** Asked once for the stamp of the world's first moment (s). */
  readonly clock: () => number;
  readonly emit: (event: RobotCellEvent) => void;
}

/** One world with its controllers, from the loading of a scene to the next. */
export interface RobotCell {
  readonly stampSec: () => number;
  readonly step: (durationSec: number) => void;
  readonly followJointTrajectory: (goal: TrajectoryGoal) => GoalResponse;
  readonly gripperCommand: (goal: GripperGoal) => GoalResponse;
  readonly cancel: (reason: string, goalId?: string) => number;
  readonly isMoving: () => boolean;
  readonly jointState: () => JointState;
  readonly world: () => WorldState;
  readonly dispose: () => void;
}

const jointStatePeriodSec = 1 / 100;
const worldPeriodSec = 1 / 60;

export function createRobotCell(options: RobotCellOptions): RobotCell {
  const { physics, robot, scene, emit } = options;
  const world = createWorld(physics, robot, scene);
  const startSec = options.clock();
  const stampSec = () => startSec + world.timeSec();
  const arm = createJointTrajectoryController({
    limits: motionLimits(robot),
    initialPositions: robot.home,
    stepSec: physicsStepSec,
    emit: (event) => emit({ type: 'trajectory', stampSec: stampSec(), event }),
  });
  const gripper = createGripperController({
    gripper: robot.gripper,
    initialWidth: robot.gripper.maxWidth,
    stepSec: physicsStepSec,
    emit: (result) => emit({ type: 'gripper', stampSec: stampSec(), result }),
  });
  const jointNames = [...robot.armJointNames, ...robot.gripper.fingerJointNames];
  const jointStateDue = everyPeriod(jointStatePeriodSec);
  const worldDue = everyPeriod(worldPeriodSec);
  let owedSec = 0;

  function jointState(): JointState {
    const [a, f] = [world.arm(), world.fingers()];
    return {
      stampSec: stampSec(),
      names: jointNames,
      positions: [...a.positions, ...f.positions],
      velocities: [...a.velocities, ...f.velocities],
      efforts: [...a.efforts, ...f.efforts],
    };
  }

  function worldState(): WorldState {
    const positions = [...world.arm().positions, ...world.fingers().positions];
    return {
      stampSec: stampSec(),
      joints: Object.fromEntries(jointNames.map((name, i) => [name, positions[i]!])),
      objects: scene.objects.map(({ id }) => {
        const { position, orientation } = world.objectPose(id);
        return { id, pose: { position: [...position], orientation: [...orientation] } };
      }),
    };
  }

  function stepOnce(): void {
    const reference = arm.update(world.timeSec(), world.arm());
    world.step(reference, gripper.update(world.gripper()));
    if (jointStateDue(world.timeSec())) emit({ type: 'jointState', jointState: jointState() });
    if (worldDue(world.timeSec())) emit({ type: 'world', world: worldState() });
  }

  return {
    stampSec,
    dispose: world.dispose,
    jointState,
    world: worldState,
    step: (durationSec) => {
      owedSec += durationSec;
      const steps = Math.floor(owedSec / physicsStepSec + 1e-6);
      owedSec -= steps * physicsStepSec;
      for (let i = 0; i < steps; i++) stepOnce();
    },
    followJointTrajectory: ({ startSec: beginSec, ...goal }) =>
      arm.accept(
        beginSec === undefined ? goal : { ...goal, startSec: beginSec - startSec },
        world.timeSec(),
        world.arm(),
      ),
    gripperCommand: (goal) => gripper.accept(goal, world.gripper()),
    cancel: (reason, goalId) => arm.cancel(reason, goalId) + gripper.cancel(world.gripper(), goalId),
    isMoving: () =>
      !arm.isIdle() ||
      !gripper.isIdle() ||
      world.arm().velocities.some((velocity) => Math.abs(velocity) > stoppedSpeed),
  };
}

/** Says, asked in rising order of time (s), when the next period is full. */
function everyPeriod(periodSec: number): (timeSec: number) => boolean {
  let count = 1;
  return (timeSec) => {
    if (timeSec < count * periodSec - physicsStepSec / 2) return false;
    count++;
    return true;
  };
}
