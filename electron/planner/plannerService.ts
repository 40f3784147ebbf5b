import { createMotionChecker, type MotionChecker } from '../../shared/collision/checkMotion';
import { cameraContract } from '../../shared/contract/cameraContract';
import {
  type BadMessageReport,
  type Client,
  connect,
  type Handlers,
  type Params,
  type Port,
  serve,
} from '../../shared/contract/channel';
import type { PlanFailure, PlanResult } from '../../shared/contract/plannerContract';
import { plannerContract } from '../../shared/contract/plannerContract';
import { type RecordKind, recorderContract } from '../../shared/contract/recorderContract';
import { type RobotState, robotContract } from '../../shared/contract/robotContract';
import { fencesHash } from '../../shared/motion/fences';
import { createKinematics, type Kinematics } from '../../shared/motion/kinematics';
import { robotModelHash } from '../../shared/robot/robotModelHash';
import type { PlanDocument } from './assemblePlan';
import { planHome } from './planHome';
import { nextSteps, PlanningError } from './planningError';
import { planReplay } from './planReplay';
import { type PlanTaskResult, planTask } from './planTask';
import { type Verification, verifyPlacement } from './verifyPlacement';
import { createWarmUp } from './warmUp';

export interface PlannerServiceOptions {
  /** Monotonic milliseconds. */
  readonly nowMs: () => number;
  readonly onBadMessage: BadMessageReport;
  /** Runs work a little later, when what waits has been done; absent: nothing is warmed up. */
  readonly later?: (work: () => void) => void;
}

const timeouts = { state: 2000, model: 5000, frame: 5000, offer: 15000 };

/** What is worked out once for a robot and holds for all plans for it. */
interface KnownRobot {
  readonly modelHash: string;
  readonly fencesHash: string;
  readonly kinematics: Kinematics;
  readonly checker: MotionChecker;
}

/** The planner process without its process: asks robot and camera, plans, offers the plan to the gate. */
export function createPlannerService({ nowMs, onBadMessage, later }: PlannerServiceOptions) {
  let known: KnownRobot | undefined;
  let robotProcess: Client<typeof robotContract> | undefined;
  let camera: Client<typeof cameraContract> | undefined;
  let recorder: Client<typeof recorderContract> | undefined;

  const record = (kind: RecordKind, json: string) =>
    recorder?.notify('record', { kind, source: 'planner', stampSec: null, json });

  async function robotState(): Promise<RobotState> {
    if (!robotProcess) throw unreachable('The robot process', 'is not connected');
    return robotProcess
      .request('getState', {}, { timeoutMs: timeouts.state })
      .catch((error) =>
        Promise.reject(unreachable('The robot process', `did not give its state: ${words(error)}`)),
      );
  }

  /** The robot of a state, within its fences: asked for once, and again when it is another or has others. */
  async function robotOf({ modelHash, fencesHash: hashOfFences }: RobotState): Promise<KnownRobot> {
    if (known?.modelHash === modelHash && known.fencesHash === hashOfFences) return known;
    if (!robotProcess) throw unreachable('The robot process', 'is not connected');
    const [{ model }, { fences }] = await Promise.all([
      robotProcess.request('getModel', {}, { timeoutMs: timeouts.model }),
      robotProcess.request('getFences', {}, { timeoutMs: timeouts.model }),
    ]).catch((error) =>
      Promise.reject(
        unreachable('The robot process', `did not give the robot's model and fences: ${words(error)}`),
      ),
    );
    if (robotModelHash(model) !== modelHash || fencesHash(fences) !== hashOfFences) {
      throw new PlanningError(
        'input',
        'The connected robot has just become another one, or has other fences.',
        'Plan again, when the connection stands.',
      );
    }
    const kinematics = createKinematics(model);
    known = {
      modelHash,
      fencesHash: hashOfFences,
      kinematics,
      checker: createMotionChecker(kinematics, fences),
    };
    return known;
  }

  /** As soon as there is a robot: an operator should not be the first to have a plan made. */
  function warmUpFor(robot: Client<typeof robotContract>, soon: (work: () => void) => void): void {
    const stop = robot.on('state', (state) => {
      if (state.mode === 'disconnected') return;
      stop();
      robotOf(state).then(
        ({ kinematics, checker }) => {
          const warmUp = createWarmUp(kinematics, checker, state, nowMs);
          soon(() => {
            warmUp();
            soon(warmUp);
          });
        },
        // Who asks for a plan is told what is wrong.
        () => undefined,
      );
    });
  }

  async function decisionFrame(observationId: string) {
    if (!camera) throw unreachable('The camera process', 'is not connected');
    return camera
      .request('getDecisionFrame', { observationId }, { timeoutMs: timeouts.frame })
      .catch((error) =>
        Promise.reject(unreachable('The camera process', `did not give the picture: ${words(error)}`)),
      );
  }

  /** Puts a finished plan before the gate; its refusals are failures of the plan. */
  async function offer({ planText, planHash }: PlanDocument): Promise<readonly PlanFailure[]> {
    if (!robotProcess) throw unreachable('The robot process', 'is not connected');
    const answer = await robotProcess
      .request('offerPlan', { planText }, { timeoutMs: timeouts.offer })
      .catch((error) =>
        Promise.reject(unreachable('The robot process', `did not take the plan: ${words(error)}`)),
      );
    if (answer.planHash !== planHash) {
      return [
        gateFailure(`The gate read another text (${answer.planHash.slice(0, 12)}) than the planner wrote.`),
      ];
    }
    return answer.refusals.map(({ check, text }) => gateFailure(`${check}: ${text}`));
  }

  /** Runs one request for a plan: whatever goes wrong becomes failures in words, and is recorded. */
  async function answer(subject: object, make: () => Promise<PlanTaskResult>): Promise<PlanResult> {
    const begun = nowMs();
    let failures: readonly PlanFailure[];
    try {
      const made = await make();
      failures = made.ok ? await offer(made.document) : made.failures;
      if (made.ok && failures.length === 0) {
        record('plan', made.document.planText);
        return { ok: true, ...made.document, planningMs: nowMs() - begun };
      }
    } catch (error) {
      failures = [failureOf(error)];
    }
    record('planFailure', JSON.stringify({ ...subject, failures }));
    return { ok: false, failures: failures.slice(0, 8), planningMs: nowMs() - begun };
  }

  /** Judges a placement; what keeps it from judging is told in words, too. */
  async function judge(params: Params<typeof plannerContract, 'verifyPlacement'>): Promise<Verification> {
    try {
      const [frame, robot] = await Promise.all([
        decisionFrame(params.observationId),
        robotState()
          .then(async (state) => ({ kinematics: (await robotOf(state)).kinematics, state }))
          .catch(() => null),
      ]);
      return verifyPlacement(params, frame.observation, frame.depth, robot);
    } catch (error) {
      const text = `${failureOf(error).text} Look at the picture and judge by eye.`.slice(0, 500);
      return { outcome: 'cannotTell', measured: null, distance: null, text };
    }
  }

  return {
    /** Takes the port to the robot process; the newest one counts. */
    attachRobot(port: Port): void {
      const mine = connect(port, robotContract, onBadMessage);
      robotProcess = mine;
      mine.onClose(() => {
        if (robotProcess === mine) robotProcess = undefined;
      });
      if (later) warmUpFor(mine, later);
    },

    attachCamera(port: Port): void {
      const mine = connect(port, cameraContract, onBadMessage);
      camera = mine;
      mine.onClose(() => {
        if (camera === mine) camera = undefined;
      });
    },

    attachRecorder(port: Port): void {
      const mine = connect(port, recorderContract, onBadMessage);
      recorder = mine;
      mine.onClose(() => {
        if (recorder === mine) recorder = undefined;
      });
    },

    /** Answers the planner's contract on a port. */
    addClient(port: Port): void {
      const handlers: Handlers<typeof plannerContract> = {
        planTask: ({ proposal, speedScale, grasp, stated }) =>
          answer({ proposalId: proposal.proposalId }, async () => {
            const [state, frame] = await Promise.all([robotState(), decisionFrame(proposal.observationId)]);
            const { kinematics, checker } = await robotOf(state);
            const { observation, depth } = frame;
            return planTask({
              kinematics,
              checker,
              proposal,
              observation,
              depth,
              stated,
              state,
              speedScale,
              ...(grasp !== undefined && { grasp }),
              nowMs,
            });
          }),
        planHome: ({ speedScale }) =>
          answer({ purpose: 'home' }, async () => {
            const state = await robotState();
            const { kinematics, checker } = await robotOf(state);
            const document = planHome(kinematics, checker, state, speedScale);
            return { ok: true, document, stagesMs: {} };
          }),
        planReplay: (replay) =>
          answer({ purpose: 'replay' }, async () => {
            const state = await robotState();
            const { kinematics, checker } = await robotOf(state);
            const document = planReplay(kinematics, checker, state, replay);
            return { ok: true, document, stagesMs: {} };
          }),
        verifyPlacement: judge,
      };
      serve(port, plannerContract, handlers, onBadMessage);
    },
  };
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const unreachable = (who: string, what: string) =>
  new PlanningError(
    'input',
    `${who} ${what}.`,
    'Wait until all processes run (see the health line), then plan again.',
  );

const gateFailure = (text: string): PlanFailure =>
  new PlanningError(
    'gate',
    `The gate refuses the plan. ${text}`,
    'Plan again; if it stays so, reconnect the robot.',
  ).toFailure();

/** Known reasons keep their words; a mistake of the planner itself is told as one. */
function failureOf(error: unknown): PlanFailure {
  if (error instanceof PlanningError) return error.toFailure();
  return new PlanningError(
    'input',
    `The planner made a mistake: ${words(error)}`,
    nextSteps.askAgain,
  ).toFailure();
}
