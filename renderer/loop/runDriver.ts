import type { FaultText } from '../../shared/contract/common';
import type { ReplayStep } from '../../shared/contract/plannerContract';
import type { Proposal, ProposalKind } from '../../shared/contract/proposal';
import { withChosen } from '../../shared/proposal/samples';
import { type Ending, isRunning, type Purpose } from '../../shared/session/sessionMachine';
import { askGate } from './approveStage';
import { turnOf } from './dialogue';
import { startEpisode } from './episode';
import { messageOf, processFault, RobotLost, RunFailure } from './faults';
import type { LoopDeps } from './loopDeps';
import type { LoopStore } from './loopStore';
import { type DecisionFrame, newRun, type ShownPlan } from './loopView';
import { observe } from './observeStage';
import { NoPlan, planHome, planReplay, planTask, type TaskChoices } from './planStage';
import { demandUsable, propose, questionOf } from './proposeStage';
import { type RunContext, RunOver, record, type Timeouts } from './runContext';
import type { StopControl } from './stopControl';
import { endingOf, verify } from './verifyStage';

export interface RunDriver {
  contextOf(runId: string): RunContext;
  /** Everything up to a plan that waits for the operator. */
  runUntilPlan(what: RunOrder): Promise<void>;
  /** The operator answers the model's question, or corrects the proposal whose plan waits: another proposal on the same picture. */
  say(text: string): Promise<void>;
  /**
   * The operator takes other answers of those that were drawn: they become the Proposal, and a plan is made of it.
   * `choice` is the number of an answer for each kind.
   */
  choose(choice: Readonly<Partial<Record<ProposalKind, number>>>): Promise<void>;
  /** Another plan for the same proposal, with the next grasp. */
  otherGrasp(): Promise<void>;
  approve(): Promise<void>;
  /** Ends the run in idle, with its words. */
  end(ending: Ending): void;
  failed(error: unknown): void;
}

/** What is to be planned; `inOpenEpisode`: it belongs to the episode that a demonstration records. */
export type RunOrder =
  | { readonly purpose: Exclude<Purpose, 'replay'>; readonly instruction: string }
  | {
      readonly purpose: 'replay';
      readonly instruction: string;
      readonly steps: readonly ReplayStep[];
      readonly inOpenEpisode: boolean;
    };

/** Takes one run from stage to stage. Whatever fails ends it in idle, or in a stop if the robot may be moving. */
export function createRunDriver(
  deps: LoopDeps & {
    /** The recording of the run before is closed: two would be taken for one. */
    readonly recordingClosed: () => Promise<void>;
  },
  store: LoopStore,
  stops: StopControl,
  timeouts: Timeouts,
): RunDriver {
  const { view } = store;

  function contextOf(runId: string): RunContext {
    const alive = () => view.getState().run?.runId === runId && isRunning(store.session());
    const over = new Promise<never>((_, reject) => {
      const endWatch = view.subscribe(() => {
        if (alive()) return;
        endWatch();
        reject(new RunOver());
      });
    });
    over.catch(() => undefined);
    return { ...deps, timeouts, alive, over, updateRun: store.updateRun };
  }

  /** Ends the run in idle, with its words. */
  function end(ending: Ending): void {
    if (ending.fault) store.addFault(ending.fault);
    store.dispatch({ type: 'ended', ending });
  }

  function endingOfError(error: unknown): Ending {
    if (error instanceof RunFailure) return error.ending;
    const happened = `The console failed: ${messageOf(error)}`.slice(0, 2000);
    const fault: FaultText = {
      code: 'console',
      happened,
      robotIs: deps.robotWords(),
      next: 'Try again. If it comes again, restart the console and keep the log file.',
    };
    return { outcome: 'failed', text: happened, fault };
  }

  function failed(error: unknown): void {
    if (error instanceof RunOver) return;
    if (error instanceof NoPlan) store.updateRun({ failures: error.failures });
    if (error instanceof RobotLost) {
      store.addFault(processFault('robot', 'Following the motion', error, deps.robotWords()));
      stops.stop('fault', error.message);
      return;
    }
    end(endingOfError(error));
  }

  async function runUntilPlan(order: RunOrder): Promise<void> {
    const { purpose, instruction } = order;
    const run = newRun(deps.newId(), purpose, instruction, deps.nowSec());
    store.beginRun(run);
    store.dispatch({ type: 'begin', purpose });
    const context = contextOf(run.runId);
    try {
      if (order.purpose !== 'replay' || !order.inOpenEpisode) {
        await Promise.race([deps.recordingClosed(), context.over]);
        const episodeId = await startEpisode(
          context,
          instruction,
          deps.robotName(),
          modelWords(deps.loadedModel()),
        );
        store.updateRun({ episodeId });
      }
      const plan =
        order.purpose === 'home'
          ? await planHome(context, deps.speedScale())
          : order.purpose === 'replay'
            ? await planReplay(context, instruction, order.steps, deps.speedScale())
            : await seeAndPlan(context, instruction);
      if (plan) offer(plan);
    } catch (error) {
      failed(error);
    }
  }

  function offer(plan: ShownPlan): void {
    store.updateRun({ plan });
    store.dispatch({ type: 'planned', planHash: plan.planHash });
  }

  function choicesFor(frame: DecisionFrame | null): TaskChoices {
    const stated = frame && !frame.observation.hasDepth ? deps.stated() : null;
    return { speedScale: deps.speedScale(), stated };
  }

  async function seeAndPlan(context: RunContext, instruction: string): Promise<ShownPlan | null> {
    const frame = await observe(context);
    store.updateRun({ frame });
    store.dispatch({ type: 'observed' });
    return proposeAndPlan(context, frame, instruction, []);
  }

  /** Null when the model asks back instead: then the operator is awaited. */
  async function proposeAndPlan(
    context: RunContext,
    frame: DecisionFrame,
    instruction: string,
    earlier: readonly Proposal[],
  ): Promise<ShownPlan | null> {
    const proposal = await propose(context, {
      observationId: frame.observation.observationId,
      instruction,
      earlier: earlier.map(turnOf),
      kinds: ['affordance', 'trajectory'],
      samples: deps.samples(),
      onStream: (stream) =>
        store.updateRun((run) => ({ streams: { ...run.streams, [stream.kind]: stream } })),
    });
    store.updateRun({ proposal });
    if (questionOf(proposal) !== undefined) {
      store.dispatch({ type: 'asked' });
      return null;
    }
    demandUsable(proposal, deps.robotWords());
    store.dispatch({ type: 'proposed' });
    return planTask(context, proposal, choicesFor(frame));
  }

  /** A plan that waits is withdrawn first, so that it cannot be approved any more. */
  async function say(text: string): Promise<void> {
    const { session, run } = view.getState();
    if (!run?.frame || !run.proposal || run.approving) return;
    const context = contextOf(run.runId);
    store.dispatch({ type: 'said' });
    if (store.session() === session) return;
    const earlier = [...run.earlier, run.proposal];
    const corrects = run.plan?.planHash ?? null;
    store.updateRun({ said: text, earlier, proposal: null, streams: {}, plan: null, gateRefusals: [] });
    record(context, 'instruction', { text, turn: earlier.length + 1, corrects });
    try {
      const plan = await proposeAndPlan(context, run.frame, text, earlier);
      if (plan) offer(plan);
    } catch (error) {
      failed(error);
    }
  }

  /** A new hash: the plan that waited is withdrawn first, so that it cannot be approved any more. */
  async function otherGrasp(): Promise<void> {
    const { session, run } = view.getState();
    const choice = run?.plan?.plan.grounding?.graspChoice;
    if (session.state !== 'awaitingApproval' || !run?.proposal || run.approving || !choice) return;
    const context = contextOf(run.runId);
    record(context, 'note', { text: 'Another grasp was asked for.', withdrew: run.plan?.planHash });
    store.dispatch({ type: 'replan' });
    store.updateRun({ plan: null });
    try {
      const next = (choice.number % choice.count) + 1;
      offer(await planTask(context, run.proposal, { ...choicesFor(run.frame), grasp: next }));
    } catch (error) {
      failed(error);
    }
  }

  /** The plan that waits is withdrawn first, so that it cannot be approved any more. */
  async function choose(choice: Readonly<Partial<Record<ProposalKind, number>>>): Promise<void> {
    const { session, run } = view.getState();
    if (!run?.proposal?.samples || run.approving) return;
    const context = contextOf(run.runId);
    store.dispatch({ type: 'replan' });
    if (store.session() === session) return;
    const proposal = withChosen(run.proposal, choice, deps.newId());
    store.updateRun({ proposal, plan: null, gateRefusals: [] });
    record(context, 'proposal', proposal);
    try {
      demandUsable(proposal, deps.robotWords());
      offer(await planTask(context, proposal, choicesFor(run.frame)));
    } catch (error) {
      failed(error);
    }
  }

  /** The operator's yes: asks the gate, follows the motion, and looks at the result. */
  async function approve(): Promise<void> {
    const { session, run } = view.getState();
    if (session.state !== 'awaitingApproval' || !run?.plan || run.approving) return;
    const context = contextOf(run.runId);
    store.updateRun({ approving: true });
    try {
      const motion = await askGate(context, run.plan, deps.operator(), deps.loadedModel());
      store.updateRun({ approving: false });
      store.dispatch({ type: 'approved', planHash: run.plan.planHash });
      await finish(context, motion.end, run.plan, run.proposal ? [...run.earlier, run.proposal] : []);
    } catch (error) {
      store.updateRun({ approving: false });
      failed(error);
    }
  }

  async function finish(
    context: RunContext,
    motion: Promise<'succeeded' | 'stopped'>,
    plan: ShownPlan,
    proposals: readonly Proposal[],
  ): Promise<void> {
    const how = await motion;
    if (!context.alive()) throw new RunOver();
    if (how === 'stopped') return stops.stopSeen('main');
    store.dispatch({
      type: 'executed',
      ending: {
        outcome: 'succeeded',
        text: plan.plan.purpose === 'home' ? 'The arm is in its home posture.' : 'The motion is done.',
        fault: null,
      },
    });
    if (plan.plan.purpose !== 'task') return;
    try {
      const verification = await verify(context, proposals, plan);
      store.updateRun({ verification });
      end(endingOf(verification));
    } catch (error) {
      if (error instanceof RunOver) throw error;
      // The motion itself went well: what is missing is only the look afterwards.
      end({ ...endingOfError(error), outcome: 'unverified' });
    }
  }

  return { contextOf, runUntilPlan, say, choose, otherGrasp, approve, end, failed };
}

const modelWords = (model: ReturnType<LoopDeps['loadedModel']>) =>
  model ? `${model.name} ${model.version}` : '';
