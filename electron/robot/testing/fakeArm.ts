import { type Handlers, type Port, type Server, serve } from '../../../shared/contract/channel';
import {
  type JointState,
  simulatorContract,
  type TrajectoryGoal,
} from '../../../shared/contract/simulatorContract';
import { sampleTrajectory } from '../../../shared/motion/sampleTrajectory';
import { fr3 } from '../../../shared/robot/fr3';
import type { Clock } from '../clock';

/** What arrived at the driver end, as it arrived. */
export type Command =
  | { readonly type: 'trajectory'; readonly atMs: number; readonly goal: TrajectoryGoal }
  | {
      readonly type: 'gripper';
      readonly atMs: number;
      readonly goal: { goalId: string; width: number; maxEffort: number };
    }
  | { readonly type: 'cancel'; readonly atMs: number }
  | { readonly type: 'loadScene'; readonly atMs: number; readonly seed: number };

/** How the arm misbehaves; a test sets these as it goes. */
export interface Manners {
  /** No joint states. */
  silent: boolean;
  /** Joint states are changed on their way. */
  distort: (state: JointState) => JointState;
  /** The arm goes on moving for so long after a cancel (ms). */
  coastMs: number;
  /** What the gripper closes on (m); null: nothing. */
  objectWidth: number | null;
  /** Goals are taken and never end. */
  neverEnds: boolean;
  /** How the next trajectory ends instead of succeeding. */
  abortWith: { errorCode: number; errorString: string } | null;
  /** A scene is loaded until this resolves. */
  loading: Promise<void>;
  /** Words with which goals are refused. */
  refuseWith: string | null;
}

const gripperMs = 300;
const stepMs = 10;

/**
 * The far end of a simulator port for tests of the robot process: it records every command, and moves as
 * exactly as it is told. Physics and controllers are the simulator's own business, and tested there.
 */
export function createFakeArm(
  clock: Clock,
  startSec: number,
  onCommand: (command: Command) => void = () => undefined,
) {
  const commands: Command[] = [];
  const take = (command: Command) => {
    commands.push(command);
    onCommand(command);
  };
  const manners: Manners = {
    silent: false,
    distort: (state) => state,
    coastMs: 0,
    objectWidth: 0.04,
    neverEnds: false,
    abortWith: null,
    loading: Promise.resolve(),
    refuseWith: null,
  };
  let server: Server<typeof simulatorContract> | undefined;
  let positions: readonly number[] = fr3.home;
  let velocities: readonly number[] = fr3.home.map(() => 0);
  let width = 0.08;
  let sceneSeed = 1;
  let trajectory: { readonly goal: TrajectoryGoal; readonly startMs: number; toldAtMs: number } | undefined;
  let grip: { readonly goalId: string; readonly width: number; readonly startMs: number } | undefined;
  let coastUntilMs = 0;

  const startMs = clock.nowMs();
  const stampSec = () => startSec + (clock.nowMs() - startMs) / 1000;
  const yes = { accepted: true, errorCode: 0, errorString: '' };
  const no = (errorCode: number, errorString: string) => ({ accepted: false, errorCode, errorString });
  function judgeTrajectory(goal: TrajectoryGoal) {
    if (manners.refuseWith) return no(-1, manners.refuseWith);
    if (goal.jointNames.join() !== fr3.armJointNames.join())
      return no(-2, 'These are not the joints of the arm.');
    const start = sampleTrajectory(goal.points, stampSec() - (goal.startSec ?? stampSec())).positions;
    const away = positions.some((p, j) => !(Math.abs(p - (start[j] ?? Number.NaN)) <= goal.pathTolerance));
    return away ? no(-1, 'The trajectory starts away from where the arm is.') : yes;
  }
  function judgeGrip(wanted: number) {
    if (manners.refuseWith) return no(-1, manners.refuseWith);
    return wanted >= 0 && wanted <= fr3.gripper.maxWidth ? yes : no(-1, 'The gripper does not open so far.');
  }

  function endTrajectory(
    status: 'succeeded' | 'aborted' | 'canceled',
    errorCode = 0,
    errorString = '',
  ): void {
    if (!trajectory) return;
    const { goalId } = trajectory.goal;
    trajectory = undefined;
    velocities = velocities.map(() => 0);
    server?.emit('result', { goalId, status, errorCode, errorString });
  }

  function endGrip(status: 'succeeded' | 'canceled'): void {
    if (!grip) return;
    const { goalId, width: wanted } = grip;
    grip = undefined;
    const object = manners.objectWidth;
    const stalled = status === 'succeeded' && object !== null && wanted < object;
    if (status === 'succeeded') width = stalled ? object : wanted;
    server?.emit('gripperResult', {
      goalId,
      status,
      position: width,
      effort: 20,
      stalled,
      reachedGoal: status === 'succeeded' && !stalled,
    });
  }

  function move(): void {
    const now = clock.nowMs();
    if (grip && !manners.neverEnds && now - grip.startMs >= gripperMs) endGrip('succeeded');
    if (trajectory && !manners.neverEnds) {
      const { goal, startMs: beganMs } = trajectory;
      const time = (now - beganMs) / 1000;
      const sample = sampleTrajectory(goal.points, time);
      positions = sample.positions;
      velocities = sample.velocities;
      if (now - trajectory.toldAtMs >= 50) {
        trajectory.toldAtMs = now;
        const zeros = positions.map(() => 0);
        server?.emit('feedback', {
          goalId: goal.goalId,
          stampSec: stampSec(),
          timeFromStart: time,
          desired: [...positions],
          actual: [...positions],
          error: zeros,
        });
      }
      if (manners.abortWith)
        endTrajectory('aborted', manners.abortWith.errorCode, manners.abortWith.errorString);
      else if (time > (goal.points.at(-1)?.timeFromStart ?? 0)) endTrajectory('succeeded');
    }
  }

  function jointState(): JointState {
    const coasting = clock.nowMs() < coastUntilMs;
    return {
      stampSec: stampSec(),
      // Not in the arm's order: the robot process goes by the names.
      names: [...fr3.gripper.fingerJointNames, ...fr3.armJointNames],
      positions: [width / 2, width / 2, ...positions],
      velocities: [0, 0, ...(coasting ? velocities.map(() => 0.2) : velocities)],
      efforts: Array.from({ length: 9 }, () => 0),
    };
  }

  const endTimer = clock.every(stepMs, () => {
    move();
    if (!manners.silent) server?.emit('jointState', manners.distort(jointState()));
  });

  return {
    commands,
    manners,
    stampSec,
    /** Answers simulatorContract on this port from now on. */
    plugIn(port: Port): void {
      const handlers: Handlers<typeof simulatorContract> = {
        alive: () => undefined,
        followJointTrajectory: (goal) => {
          take({ type: 'trajectory', atMs: clock.nowMs(), goal });
          const answer = judgeTrajectory(goal);
          if (answer.accepted) {
            endTrajectory('canceled', 0, 'Another goal took its place.');
            const beganMs =
              clock.nowMs() - 1000 * (goal.startSec === undefined ? 0 : stampSec() - goal.startSec);
            trajectory = { goal, startMs: beganMs, toldAtMs: Number.NEGATIVE_INFINITY };
          }
          return answer;
        },
        gripperCommand: (goal) => {
          take({ type: 'gripper', atMs: clock.nowMs(), goal });
          const answer = judgeGrip(goal.width);
          if (answer.accepted) grip = { goalId: goal.goalId, width: goal.width, startMs: clock.nowMs() };
          return answer;
        },
        cancel: () => {
          take({ type: 'cancel', atMs: clock.nowMs() });
          const canceling = (trajectory ? 1 : 0) + (grip ? 1 : 0);
          // A cancel that comes again does not set an arm that brakes in motion again.
          if (canceling > 0) coastUntilMs = clock.nowMs() + manners.coastMs;
          endTrajectory('canceled');
          endGrip('canceled');
          return { canceling };
        },
        loadScene: async ({ seed }) => {
          take({ type: 'loadScene', atMs: clock.nowMs(), seed });
          positions = fr3.home;
          width = 0.08;
          await manners.loading;
          sceneSeed = seed;
          server?.emit('scene', { seed });
          return { seed };
        },
      };
      server = serve(port, simulatorContract, handlers, (report) => {
        throw new Error(`The fake arm was sent rubbish: ${JSON.stringify(report)}`);
      });
      server.emit('scene', { seed: sceneSeed });
    },
    /** Says that a goal runs, for so long already (s), whoever has sent it. */
    feedback(goalId: string, timeFromStart = 1): void {
      server?.emit('feedback', {
        goalId,
        stampSec: stampSec(),
        timeFromStart,
        desired: [],
        actual: [],
        error: [],
      });
    },
    emitRaw: (name: 'jointState', payload: JointState) => server?.emit(name, payload),
    /** Puts the arm elsewhere, standing still. */
    place(elsewhere: readonly number[]): void {
      positions = elsewhere;
    },
    unplug(): void {
      trajectory = undefined;
      grip = undefined;
      velocities = velocities.map(() => 0);
      server?.close();
      server = undefined;
    },
    dispose: endTimer,
  };
}
export type FakeArm = ReturnType<typeof createFakeArm>;
