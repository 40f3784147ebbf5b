import type { Rosbridge } from '../../../ros2/rosbridge/rosbridge';
import type { Clock } from '../../clock';
import { type GoalId, goalKey } from '../goalIds';
import { activeGoals } from '../goalStatus';
import type { ActionLine, GoalAnswer } from '../robotWire';

/** ms between two questions whether the action's server is there, and how long an answer counts. */
const askEveryMs = 500;
const answerCountsMs = 1500;

/** ms: a goal that the server has taken shows in its list within this time, or was rejected. */
const shownWithinMs = 5000;

const everyGoal = new Array<number>(16).fill(0);
/** A goal that nobody ever sent: to cancel it changes nothing, and only a server answers. */
const noGoal = [0x72, 0x31, 0xc0, 0x50, 0x1e, ...new Array<number>(11).fill(0xff)];

/** The connections of one action; see openRosbridge for why they are so many. */
export interface BridgeLines {
  /** Subscriptions, and nothing else. */
  readonly streams: Rosbridge;
  /** Questions that may take their time. */
  readonly questions: Rosbridge;
  /** This action's goals: the bridge is deaf on it while one runs. */
  readonly goals: Rosbridge;
  /** Cancels of goals by name, which the bridge never lets wait. */
  readonly stop: Rosbridge;
  /** Cancels of everything, by the action's own service. */
  readonly sweep: Rosbridge;
}

interface Sent {
  readonly id: GoalId;
  /** The name that the bridge gave it on the graph, once the server's list shows it. */
  serverKey: string | undefined;
  over: boolean;
  readonly atMs: number;
  readonly accepted: () => void;
}

/**
 * An action over a rosbridge. The bridge names goals on the graph by itself and does not tell how. So a goal
 * that is new in the server's own list is taken for the oldest one sent from here that was not seen there yet;
 * what is then left over is somebody else's. That the server has taken a goal is told by its list, by feedback
 * or by the end, whichever comes first: the bridge has no word for it, and none for a rejection.
 */
export function createBridgeAction(lines: BridgeLines, clock: Clock, name: string, type: string) {
  const cancelService = `${name}/_action/cancel_goal`;
  /** Goals from here by their own name, and which of the server's names is whose. */
  const sent = new Map<string, Sent>();
  const ownByServerKey = new Map<string, GoalId>();
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let answeredAtMs = Number.NEGATIVE_INFINITY;

  const callCancel = (line: Rosbridge, uuid: readonly number[], answered: (code: number | null) => void) =>
    line.call(
      cancelService,
      'action_msgs/srv/CancelGoal',
      { goal_info: { goal_id: { uuid }, stamp: { sec: 0, nanosec: 0 } } },
      (values) => answered(values === null ? null : Number(values.return_code)),
    );

  function askWhetherThere(): void {
    if (!lines.questions.isOpen() || clock.nowMs() - askedAtMs < askEveryMs) return;
    askedAtMs = clock.nowMs();
    callCancel(lines.questions, noGoal, (code) => {
      if (code !== null) answeredAtMs = clock.nowMs();
    });
  }

  /** The server's goals by the names that the console knows them by: its own, else the server's. */
  function named(ids: readonly GoalId[]): readonly GoalId[] {
    for (const id of ids) {
      const key = goalKey(id);
      if (ownByServerKey.has(key)) continue;
      const goal = [...sent.values()].find(
        ({ serverKey, over, atMs }) =>
          serverKey === undefined && !over && clock.nowMs() - atMs <= shownWithinMs,
      );
      if (!goal) continue;
      goal.serverKey = key;
      ownByServerKey.set(key, goal.id);
      goal.accepted();
    }
    return ids.map((id) => ownByServerKey.get(goalKey(id)) ?? id);
  }

  const line: ActionLine = {
    isAvailable() {
      askWhetherThere();
      return lines.questions.isOpen() && clock.nowMs() - answeredAtMs <= answerCountsMs;
    },
    warmUp: () => undefined,
    send(id, { message, onFeedback }) {
      const key = goalKey(id);
      return new Promise<GoalAnswer>((resolve, reject) => {
        let end: ((end: Awaited<GoalAnswer['ended']>) => void) | undefined;
        let lose: ((error: Error) => void) | undefined;
        let taken = false;
        const ended: GoalAnswer['ended'] = new Promise((done, failed) => {
          [end, lose] = [done, failed];
        });
        // Nobody may be listening any more.
        ended.catch(() => undefined);
        const goal: Sent = {
          id,
          serverKey: undefined,
          over: false,
          atMs: clock.nowMs(),
          accepted() {
            taken = true;
            resolve({ accepted: true, ended });
          },
        };
        sent.set(key, goal);
        clock.after(shownWithinMs, () => {
          // Rejected without a word: the bridge would wait for its end for ever.
          if (!goal.over && !taken) lines.goals.renew();
        });
        try {
          lines.goals.sendGoal(key, {
            action: name,
            type,
            args: message.plain(),
            onFeedback(feedback) {
              goal.accepted();
              onFeedback?.(feedback);
            },
            onEnd(how) {
              goal.over = true;
              if ('failed' in how) reject(new Error(how.failed));
              // From here on nothing but its end counts: a goal that was not rejected counts as accepted.
              goal.accepted();
              if ('failed' in how || 'lost' in how) {
                lose?.(new Error('failed' in how ? how.failed : how.lost));
                return;
              }
              const { result } = how.result as { readonly result?: Readonly<Record<string, unknown>> };
              // Some versions hand over the action's result, others the whole answer that holds it.
              end?.({ status: how.status, result: result ?? how.result });
            },
          });
        } catch (error) {
          goal.over = true;
          reject(error as Error);
        }
      });
    },
    cancel(which, answered) {
      const sweep = (uuid: readonly number[]) =>
        callCancel(lines.sweep, uuid, (code) => {
          if (code !== null) answered(code);
        });
      if (which === 'everything') {
        // The short way first, for what is from here; then everybody's.
        try {
          for (const [key, goal] of sent) if (!goal.over) lines.stop.cancelGoal(key, name);
        } finally {
          sweep(everyGoal);
        }
        return;
      }
      const key = goalKey(which);
      const goal = sent.get(key);
      if (goal && !goal.over) lines.stop.cancelGoal(key, name);
      else sweep([...Buffer.from(goal?.serverKey ?? key, 'hex')]);
    },
    onActive(take, onProblem) {
      lines.streams.subscribe(`${name}/_action/status`, 'action_msgs/msg/GoalStatusArray', (bytes) => {
        try {
          take(named(activeGoals(bytes)));
        } catch (error) {
          onProblem((error as Error).message);
        }
      });
    },
  };
  return {
    line,
    /**
     * The line is there, for the first time or again. What runs may be what this console, or the one before
     * it, could not stop when the line broke; over a bridge whose it is cannot be told. So it is cancelled.
     */
    cancelWhatRuns: () => callCancel(lines.sweep, everyGoal, () => undefined),
  };
}
