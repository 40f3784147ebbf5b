import { createStore } from 'zustand/vanilla';
import type { JogApproval } from '../../shared/contract/jog';
import type { Outcome, RecordKind } from '../../shared/contract/recorderContract';
import type { GateRefusal, RobotState } from '../../shared/contract/robotContract';
import { jogLimits } from '../../shared/session/jog';
import { type Clients, need } from '../loop/clients';
import { messageOf } from '../loop/faults';
import { createHolds, type Holds } from './holds';

/** How the arm is moved in a demonstration; `plans`: by motions that are each planned and approved. */
export type Means = 'jog' | 'guiding' | 'plans';

/**
 * setup: nothing is recorded; counting: it begins in a moment; recording; judging: the arm is at rest, the
 * episode waits for its verdict; saving.
 */
export type Phase = 'setup' | 'counting' | 'starting' | 'recording' | 'judging' | 'saving';

export interface DemonstrationView {
  readonly phase: Phase;
  readonly task: string;
  readonly means: Means;
  /** s until it begins. */
  readonly countdown: number;
  readonly startedAtSec: number;
  readonly jog: JogApproval | null;
  readonly guidingId: string | null;
  readonly markers: number;
  /** Why it did not begin, or ended; empty when all is well. */
  readonly problem: string;
  readonly refusals: readonly GateRefusal[];
  /** What became of the episodes of this sitting, newest last. */
  readonly done: readonly { readonly number: number; readonly task: string; readonly verdict: Verdict }[];
}

export type Verdict = 'success' | 'failure' | 'again' | 'stopped';

export interface DemonstrationDeps {
  readonly clients: Clients;
  readonly nowSec: () => number;
  readonly operator: () => string;
  readonly robotName: () => string;
  readonly jointCount: () => number;
  readonly maxGripperWidth: () => number;
  /** Words when the loop has the robot; null when it is free. */
  readonly busy: () => string | null;
  /** Runs again and again, or once later, until what it returns is called. */
  readonly every: (ms: number, run: () => void) => () => void;
  readonly after: (ms: number, run: () => void) => () => void;
}

/** ms: links of other processes may still be under way when an episode is closed. */
const settleMs = 200;
const recordMs = 15_000;
const model = 'Demonstration';

const outcomes: Readonly<Record<Verdict, Outcome>> = {
  success: 'succeeded',
  failure: 'failed',
  again: 'refused',
  stopped: 'stopped',
};

/** One demonstration after another: each its own episode, with its own approval of jogging or guiding. */
export function createDemonstration(deps: DemonstrationDeps) {
  const view = createStore<DemonstrationView>(() => ({
    phase: 'setup',
    task: '',
    means: 'jog',
    countdown: 0,
    startedAtSec: 0,
    jog: null,
    guidingId: null,
    markers: 0,
    problem: '',
    refusals: [],
    done: [],
  }));
  const get = view.getState;
  const set = (change: Partial<DemonstrationView>) => view.setState(change);
  let callOff: (() => void) | undefined;
  let jogSpeed = 0.5;

  const holds: Holds = createHolds({
    hold(holdId, command) {
      const { jog } = get();
      if (jog) deps.clients('robot')?.notify('jogHold', { jogId: jog.jogId, holdId, command });
    },
    release(holdId) {
      const { jog } = get();
      if (jog) deps.clients('robot')?.notify('jogRelease', { jogId: jog.jogId, holdId });
    },
    every: (run) => deps.every(jogLimits.holdEveryMs, run),
    joints: deps.jointCount,
  });

  function note(kind: RecordKind, content: unknown): void {
    deps.clients('recorder')?.notify('record', {
      kind,
      source: 'renderer',
      stampSec: deps.nowSec(),
      json: JSON.stringify(content),
    });
  }

  const fresh = { jog: null, guidingId: null, markers: 0, problem: '', refusals: [] } as const;

  /** The operator's yes: to recording this task, and to moving the arm by these means within their bounds. */
  function start(task: string, means: Means, speed: number, countdownSec: number): void {
    if (get().phase !== 'setup') return;
    const words = task.trim();
    const why = words === '' ? 'Say in a sentence what is demonstrated.' : deps.busy();
    set({ ...fresh, task: words, means, problem: why ?? '' });
    if (why !== null) return;
    jogSpeed = speed;
    set({ phase: 'counting', countdown: countdownSec });
    count();
  }
  function count(): void {
    const { countdown, phase } = get();
    if (phase !== 'counting') return;
    if (countdown <= 0) {
      void begin();
      return;
    }
    callOff = deps.after(1000, () => {
      set({ countdown: get().countdown - 1 });
      count();
    });
  }

  async function begin(): Promise<void> {
    const { task, means } = get();
    set({ phase: 'starting' });
    let opened = false;
    try {
      const robot = need(deps.clients, 'robot');
      await need(deps.clients, 'recorder').request(
        'startEpisode',
        { instruction: task, robot: deps.robotName(), model },
        { timeoutMs: recordMs },
      );
      opened = true;
      note('instruction', { text: task });
      const operator = deps.operator();
      const answer =
        means === 'jog'
          ? await robot.request('startJog', { operator, speed: jogSpeed }, { timeoutMs: recordMs })
          : means === 'guiding'
            ? await robot.request('startGuiding', { operator }, { timeoutMs: recordMs })
            : { refusals: [] };
      if (answer.refusals.length > 0) {
        set({ refusals: answer.refusals });
        throw new Error(answer.refusals.map(({ text }) => text).join(' '));
      }
      set({
        phase: 'recording',
        startedAtSec: deps.nowSec(),
        jog: 'jog' in answer ? answer.jog : null,
        guidingId: 'guiding' in answer ? (answer.guiding?.guidingId ?? null) : null,
      });
    } catch (error) {
      if (opened) await close('refused');
      set({ phase: 'setup', problem: messageOf(error) });
    }
  }

  async function close(outcome: Outcome): Promise<void> {
    await new Promise<void>((resolve) => deps.after(settleMs, resolve));
    await deps
      .clients('recorder')
      ?.request('endEpisode', { outcome }, { timeoutMs: recordMs })
      .catch((error: unknown) => set({ problem: `The episode was not closed: ${messageOf(error)}` }));
  }

  /** Nobody moves the arm any more. Throws in words while it is not so. */
  async function rest(): Promise<void> {
    holds.releaseAll();
    const { jog, guidingId } = get();
    const busy = deps.busy();
    if (busy !== null) throw new Error(busy);
    const robot = need(deps.clients, 'robot');
    if (jog) await robot.request('endJog', { jogId: jog.jogId }, { timeoutMs: 4000 });
    if (guidingId) await robot.request('endGuiding', { guidingId }, { timeoutMs: 4000 });
  }

  /** End of the motion; the verdict comes next. */
  async function endEpisode(): Promise<void> {
    if (get().phase !== 'recording') return;
    try {
      await rest();
      set({ phase: 'judging', jog: null, guidingId: null, problem: '' });
    } catch (error) {
      set({ problem: messageOf(error) });
    }
  }

  async function finish(verdict: Verdict, notes = ''): Promise<void> {
    const { task } = get();
    set({ phase: 'saving' });
    if (notes.trim()) note('note', { text: notes.trim() });
    note('note', { text: verdictWords[verdict], verdict });
    await close(outcomes[verdict]);
    set({
      ...fresh,
      phase: 'setup',
      problem: get().problem,
      done: [...get().done, { number: (get().done.at(-1)?.number ?? 0) + 1, task, verdict }].slice(-50),
    });
  }

  return {
    view,
    holds,
    start,
    /** Before it has begun. */
    cancel(): void {
      if (get().phase !== 'counting') return;
      callOff?.();
      set({ phase: 'setup' });
    },
    endEpisode,
    async judge(verdict: 'success' | 'failure', notes: string): Promise<void> {
      if (get().phase === 'judging') await finish(verdict, notes);
    },
    /** Not this one: it is kept as refused, and the same task begins anew. */
    async again(countdownSec: number): Promise<void> {
      const { phase, task, means } = get();
      if (phase === 'recording') await endEpisode();
      if (get().phase !== 'judging') return;
      await finish('again');
      start(task, means, jogSpeed, countdownSec);
    },
    marker(): void {
      if (get().phase !== 'recording') return;
      const markers = get().markers + 1;
      set({ markers });
      note('note', { text: `Marker ${markers}`, marker: markers });
    },
    async grip(open: boolean): Promise<void> {
      const { jog } = get();
      if (!jog) return;
      const width = open ? deps.maxGripperWidth() : 0;
      try {
        await need(deps.clients, 'robot').request('jogGripper', { jogId: jog.jogId, width });
      } catch (error) {
        set({ problem: messageOf(error) });
      }
    },
    /** Each state of the robot: what ended there has ended here. */
    robotSays(state: RobotState): void {
      const { phase, jog, guidingId } = get();
      const mine = jog?.jogId ?? guidingId;
      if (phase !== 'recording' || (mine && state.manual?.id === mine)) return;
      if (!mine && !state.stopLatched) return;
      // States that were on their way when it began say nothing about it.
      if (state.stampSec < get().startedAtSec + 0.3 && !state.stopLatched) return;
      holds.releaseAll();
      if (state.stopLatched) {
        set({ jog: null, guidingId: null });
        void finish('stopped');
      } else {
        set({ phase: 'judging', jog: null, guidingId: null, problem: 'Jogging ended by itself.' });
      }
    },
    isActive: () => get().phase !== 'setup',
    /** Motions that are planned and approved belong to the episode that is recorded. */
    takesPlans: () => get().phase === 'recording' && get().means === 'plans',
  };
}
export type Demonstration = ReturnType<typeof createDemonstration>;

export const verdictWords: Readonly<Record<Verdict, string>> = {
  success: 'Success, by the operator',
  failure: 'Failure, by the operator',
  again: 'Recorded again: not to be used',
  stopped: 'Stopped',
};
