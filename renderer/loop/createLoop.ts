import type { StoreApi } from 'zustand/vanilla';
import type { FaultText } from '../../shared/contract/common';
import type { ReplayStep } from '../../shared/contract/plannerContract';
import { maxTurns, type ProposalKind } from '../../shared/contract/proposal';
import { isCancellable, isRunning } from '../../shared/session/sessionMachine';
import type { ClientTable } from './clients';
import { closeWithRun } from './closeWithRun';
import { failure, processFault } from './faults';
import { checkInstruction } from './instructionCheck';
import type { LoopDeps } from './loopDeps';
import { createLoopStore } from './loopStore';
import type { LoopView } from './loopView';
import { createPictureLoss } from './pictureLoss';
import { defaultTimeouts, record, type Timeouts } from './runContext';
import { createRunDriver } from './runDriver';
import { createStopControl, type StopControl } from './stopControl';

export interface Loop {
  readonly view: StoreApi<LoopView>;
  /** Follows a robot process; call for each new connection. */
  attachRobot(robot: ClientTable['robot']): void;
  /** Returns why the sentence is not accepted, or null when the run has begun. */
  startTask(instruction: string): string | null;
  /**
   * Answers the model's question, or corrects the proposal whose plan waits. Returns why that is not accepted,
   * or null when the model has been asked.
   */
  say(text: string): string | null;
  /** Makes other answers of those that were drawn the Proposal: the number of an answer for each kind. */
  choose(choice: Readonly<Partial<Record<ProposalKind, number>>>): Promise<void>;
  startHome(): void;
  /**
   * Plans a recorded way, or one posture to go to. `inOpenEpisode`: within the demonstration that is recorded;
   * else it is an episode of its own. Returns why not, or null when planning has begun.
   */
  startReplay(title: string, steps: readonly ReplayStep[], inOpenEpisode: boolean): string | null;
  /** Calls a run off before there is a plan to approve. */
  cancel(): void;
  /** Withdraws the plan that waits and makes another one with the next grasp. */
  otherGrasp(): Promise<void>;
  approve(): Promise<void>;
  refuse(reason: string): void;
  loadScene(seed: number): Promise<boolean>;
  /** The age (ms) of the camera's newest picture; to be told twice a second. */
  pictureAge(ageMs: number): void;
  readonly stops: Pick<StopControl, 'stop' | 'stopSeen' | 'reset'>;
  addFault(fault: FaultText): void;
  dismissFault(fault: FaultText): void;
}

export const homeInstruction = 'Move the arm to its home posture';

/** The loop as the screens use it: one run at a time, and the view of it. */
export function createLoop(deps: LoopDeps): Loop {
  const timeouts: Timeouts = { ...defaultTimeouts, ...deps.timeouts };
  const store = createLoopStore(deps.nowSec);
  const { view } = store;
  const stops = createStopControl({ ...deps, store, answerWithinMs: timeouts.stop });
  const recordingClosed = closeWithRun(deps, store, timeouts);
  const driver = createRunDriver({ ...deps, recordingClosed }, store, stops, timeouts);

  /** A plan belongs to one connection; the gate would refuse it on any other, so it is withdrawn at once. */
  function voidPlanOfOtherEpoch(epoch: string): void {
    const { session, run } = view.getState();
    if (session.state !== 'awaitingApproval' || run?.approving || run?.plan?.plan.epoch === epoch) return;
    driver.failed(
      failure('failed', {
        code: 'plan.void',
        happened: 'The robot was connected anew, so the plan that waited for your approval is void.',
        robotIs: deps.robotWords(),
        next: 'Repeat the task: a new picture gives a new plan.',
      }),
    );
  }

  return {
    view,
    stops,
    pictureAge: createPictureLoss(deps, store, driver, stops),
    addFault: store.addFault,
    dismissFault: store.dismissFault,
    attachRobot(robot) {
      robot.on('stop', stops.reported);
      robot.on('state', (state) => {
        stops.stateSeen(state);
        voidPlanOfOtherEpoch(state.epoch);
      });
      robot.on('fault', store.addFault);
    },
    startTask(typed) {
      const check = checkInstruction(typed);
      if (!check.ok) {
        if (check.reason === 'tooLong') store.addFault(instructionTooLong(check.text, deps.robotWords()));
        return check.text;
      }
      const busy = deps.busy?.() ?? null;
      if (busy !== null) return busy;
      if (store.session().state !== 'idle') return 'Another task is under way.';
      void driver.runUntilPlan({ purpose: 'task', instruction: check.instruction });
      return null;
    },
    say(typed) {
      const check = checkInstruction(typed);
      if (!check.ok) return check.text;
      const { session, run } = view.getState();
      const awaited = session.state === 'awaitingAnswer' || session.state === 'awaitingApproval';
      if (!awaited || !run?.proposal) return 'There is nothing to answer or to correct now.';
      if (run.approving) return 'The gate is being asked: too late to correct this plan.';
      if (run.earlier.length + 1 >= maxTurns) {
        return `This dialogue has had ${maxTurns} turns. Refuse, and say the task anew in one sentence.`;
      }
      void driver.say(check.instruction);
      return null;
    },
    startHome() {
      const free = (deps.busy?.() ?? null) === null;
      if (free && store.session().state === 'idle') {
        void driver.runUntilPlan({ purpose: 'home', instruction: homeInstruction });
      }
    },
    startReplay(instruction, steps, inOpenEpisode) {
      const busy = inOpenEpisode ? null : (deps.busy?.() ?? null);
      if (busy !== null) return busy;
      if (store.session().state !== 'idle') return 'Another motion is under way.';
      void driver.runUntilPlan({ purpose: 'replay', instruction, steps, inOpenEpisode });
      return null;
    },
    cancel() {
      if (!isCancellable(store.session())) return;
      driver.end({
        outcome: 'refused',
        text: 'Called off by the operator before there was a plan.',
        fault: null,
      });
    },
    choose: driver.choose,
    otherGrasp: driver.otherGrasp,
    approve: driver.approve,
    refuse(reason) {
      const { session, run } = view.getState();
      if (session.state !== 'awaitingApproval' || !run || run.approving) return;
      const text = reason.trim() || 'No reason given.';
      record(driver.contextOf(run.runId), 'refusal', {
        planHash: session.planHash,
        operator: deps.operator(),
        text,
      });
      driver.end({ outcome: 'refused', text: `Refused by the operator: ${text}`, fault: null });
    },
    async loadScene(seed) {
      if (isRunning(store.session()) || (deps.busy?.() ?? null) !== null) return false;
      const robot = deps.clients('robot');
      try {
        if (!robot) throw new Error('the robot process is not connected.');
        await robot.request('loadScene', { seed }, { timeoutMs: timeouts.plan });
        store.forgetRun();
        return true;
      } catch (error) {
        store.addFault(processFault('robot', 'Loading the scene', error, deps.robotWords()));
        return false;
      }
    },
  };
}

function instructionTooLong(happened: string, robotIs: string): FaultText {
  return { code: 'instruction.tooLong', happened, robotIs, next: 'Shorten the sentence and send it again.' };
}
