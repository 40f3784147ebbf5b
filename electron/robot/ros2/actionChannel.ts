import type { Clock } from '../clock';
import type { GoalEnd, GoalStatus } from '../driver';
import { type GoalId, type GoalIds, goalKey } from './goalIds';
import { goalStatus } from './goalStatus';
import type { ActionLine, GoalAnswer, SentGoal } from './robotWire';

/** ms: a server that does not answer a goal within this time does not answer it. */
const answerWithinMs = 2000;
/** ms: a goal of ours that nobody waits for any more is cancelled again as long as it runs. */
const cancelAgainMs = 200;

/** How a goal ended, with the action's own result message where there is one. */
export interface ActionEnd extends GoalEnd {
  readonly result: Readonly<Record<string, unknown>> | null;
}

export interface ActionOptions {
  readonly line: ActionLine;
  readonly clock: Clock;
  readonly goalIds: GoalIds;
  /** What the operator calls it: "the trajectory controller". */
  readonly words: string;
  readonly onFault: (problem: string) => void;
}

interface OpenGoal {
  readonly id: GoalId;
  accepted: boolean;
  cancelWanted: boolean;
  readonly end: (end: ActionEnd) => void;
}

const endOf: Readonly<Record<number, GoalStatus>> = {
  [goalStatus.SUCCEEDED]: 'succeeded',
  [goalStatus.CANCELED]: 'canceled',
  [goalStatus.ABORTED]: 'aborted',
};

const without = { code: 0, result: null } as const;

/**
 * One action of the robot: goals from here, cancels of everything, and the goals that run there whoever
 * sent them. Made while connecting; nothing is made or taken down while the arm may move.
 *
 * A goal ends once. Whatever the server still does with a goal whose end was told (it answered too late, the
 * connection was lost), it is cancelled as soon as it shows.
 */
export function createActionChannel(options: ActionOptions) {
  const { line, clock, goalIds, words } = options;
  const open = new Map<string, OpenGoal>();
  /** Active by the server's own word, ours and others'. */
  let active: readonly { readonly id: GoalId; readonly key: string }[] = [];
  /** Goals from here, and when their end was told (own ms; infinite while it was not). */
  const sent = new Map<string, number>();
  const cancelledAtMs = new Map<string, number>();

  line.onActive(
    (ids) => {
      active = ids.map((id) => ({ id, key: goalKey(id) }));
      cancelForgotten();
    },
    (problem) => {
      options.onFault(`The goal list of ${words} cannot be understood: ${problem}`);
      cancelForgotten();
    },
  );

  /** The request is on the wire when this returns. Never throws: whoever cancels has more to do. */
  function sendCancel(
    which: GoalId | 'everything',
    answered: (code: number) => void = () => undefined,
  ): void {
    try {
      line.cancel(which, answered);
    } catch (error) {
      options.onFault(`A cancel could not be sent to ${words}: ${(error as Error).message}`);
    }
  }

  /** Cancels what is ours and runs though nobody waits for it: a dead predecessor's, or a lost goal. */
  function cancelForgotten(): void {
    for (const { id, key } of active) {
      if (!isForgotten(id, key)) continue;
      const now = clock.nowMs();
      if (now - (cancelledAtMs.get(key) ?? Number.NEGATIVE_INFINITY) < cancelAgainMs) continue;
      cancelledAtMs.set(key, now);
      sendCancel(id);
    }
  }
  // The end of a goal and the list that no longer has it come on two ways: the list gets its time.
  const isForgotten = (id: GoalId, key: string) =>
    !open.has(key) &&
    clock.nowMs() - (sent.get(key) ?? Number.NEGATIVE_INFINITY) > cancelAgainMs &&
    (sent.has(key) || goalIds.isMarked(id));

  function end(key: string, how: ActionEnd): void {
    const goal = open.get(key);
    if (!goal) return;
    open.delete(key);
    sent.set(key, clock.nowMs());
    goal.end(how);
  }

  function takeAnswer(key: string, goal: OpenGoal, { accepted, ended }: GoalAnswer): void {
    if (!accepted) {
      const text = `${capital(words)} rejected the goal. ROS 2 gives no reason; the controller's log has it.`;
      end(key, { ...without, status: 'rejected', code: -1, text });
      return;
    }
    goal.accepted = true;
    // A goal that was cancelled or given up before it was known must not run: this is the first moment.
    if (goal.cancelWanted || !open.has(key)) sendCancel(goal.id);
    ended.then(
      ({ status: told, result }) => {
        const status = endOf[told];
        if (!status) {
          const text = `${capital(words)} knows nothing of the goal any more.`;
          end(key, { ...without, status: 'lost', text });
          return;
        }
        const code = Number(result.error_code ?? 0);
        end(key, { status, code, text: String(result.error_string ?? ''), result });
      },
      (error: Error) => end(key, { ...without, status: 'lost', text: error.message }),
    );
  }

  return {
    /** Makes ready what the first goal and the first cancel would otherwise wait for. */
    warmUp: line.warmUp,
    isAvailable: line.isAvailable,
    hasOpenGoals: () => open.size > 0,
    isAccepted: (id: GoalId) => open.get(goalKey(id))?.accepted === true,

    /** Sends before it returns; resolves with the goal's end and never rejects. */
    send(id: GoalId, sentGoal: SentGoal): Promise<ActionEnd> {
      const key = goalKey(id);
      return new Promise((resolve) => {
        const goal: OpenGoal = { id, accepted: false, cancelWanted: false, end: resolve };
        open.set(key, goal);
        sent.set(key, Number.POSITIVE_INFINITY);
        try {
          line.send(id, sentGoal).then(
            (answer) => takeAnswer(key, goal, answer),
            (error: Error) => end(key, { ...without, status: 'rejected', code: -1, text: error.message }),
          );
        } catch (error) {
          const text = `The goal could not be sent: ${(error as Error).message}`;
          end(key, { ...without, status: 'rejected', code: -1, text });
          return;
        }
        clock.after(answerWithinMs, () => {
          if (goal.accepted || !open.has(key)) return;
          goal.cancelWanted = true;
          const text = `${capital(words)} did not answer the goal within ${answerWithinMs / 1000} s. If it takes it later, it is cancelled.`;
          end(key, { ...without, status: 'lost', text });
        });
      });
    },

    /** Cancels everything that this action's server runs, whoever sent it. On the wire when this returns. */
    cancelEverything(): void {
      const running = [...open.values()].filter(({ accepted }) => accepted);
      sendCancel('everything', (code) => {
        const refused = code !== 0 && running.some(({ id }) => open.has(goalKey(id)));
        if (refused) options.onFault(`${capital(words)} refused to cancel its goals (code ${code}).`);
      });
      for (const goal of open.values()) goal.cancelWanted = true;
    },

    /** Another server answers now: what the old one listed says nothing. */
    serverChanged(): void {
      active = [];
    },

    /** To be called a few times a second: a forgotten goal is cancelled until it is gone. */
    tend: cancelForgotten,

    /** Nothing can be known of the open goals any more; they are cancelled where they still show. */
    loseGoals(text: string): void {
      for (const key of [...open.keys()]) end(key, { ...without, status: 'lost', text });
    },

    /** Goals that run there and are not followed from here, in words; null when there are none. */
    foreignGoals(): string | null {
      const others = active.filter(({ key }) => !open.has(key) && !sent.has(key));
      if (others.length === 0) return null;
      const mine = others.filter(({ id }) => goalIds.isMarked(id)).length;
      return mine === others.length
        ? `${words} still runs a goal that this console sent before it was started anew; it is being cancelled.`
        : `${words} runs ${others.length === 1 ? 'a goal' : `${others.length} goals`} that ${others.length === 1 ? 'was' : 'were'} not sent from here.`;
    },
  };
}
export type ActionChannel = ReturnType<typeof createActionChannel>;

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
