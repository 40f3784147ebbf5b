import type { GripperSegment, TrajectorySegment } from '../../shared/contract/plan';
import type { ExecutionEvent } from '../../shared/contract/robotContract';
import type { Clock } from './clock';
import type { GoalFeedback, RobotDriver } from './driver';
import type { ApprovedMotion } from './gate';
import { graspProblem } from './graspOutcome';
import type { JointTracker } from './jointTracker';
import type { MeasuredJoints } from './standstill';
import { allowedDurationSec, createTracking } from './tracking';
import type { WatchSituation } from './watchdog';

/** ms between two progress events: 20 Hz. */
const progressEveryMs = 49;
/** The newest joint state may be older than the controller's word, and the joints were not quite there then. */
const endSlack = 2;

export interface ExecutionOptions {
  readonly motion: ApprovedMotion;
  readonly executionId: string;
  readonly driver: Pick<RobotDriver, 'followTrajectory' | 'commandGripper'>;
  readonly clock: Clock;
  readonly joints: JointTracker;
  readonly onEvent: (event: ExecutionEvent) => void;
  /** The controller ended a motion by itself: whoever hears it stops the robot. */
  readonly onBroken: (text: string) => void;
}

interface Failure {
  readonly text: string;
  readonly code: number;
  /** False: the arm was told nothing, or stands still by the plan; there is nothing to stop. */
  readonly broken: boolean;
}

/**
 * Runs one approved plan: its segments in order, each goal sent when the one before has succeeded. The
 * first goal is sent before this returns. After a failure it starts nothing more: the arm holds still.
 */
export function startExecution(options: ExecutionOptions) {
  const { motion, executionId, driver, clock, joints } = options;
  const plan = motion.take();
  const tracking = createTracking(plan);
  const allowedSec = allowedDurationSec(plan);
  const nowSec = joints.recordSec;
  const startedAtSec = nowSec();
  const startedAtMs = clock.nowMs();
  let ended = false;
  let errorRad = 0;
  let progressAtMs = Number.NEGATIVE_INFINITY;

  function tell(
    type: ExecutionEvent['type'],
    text: string,
    more: Partial<Pick<ExecutionEvent, 'desired' | 'actual' | 'errorRad' | 'resultCode'>> = {},
    stampSec = nowSec(),
  ): void {
    options.onEvent({
      executionId,
      planHash: motion.approval.planHash,
      type,
      stampSec,
      segmentIndex: tracking.index(),
      segmentCount: tracking.segmentCount,
      phase: tracking.segment().phase,
      planTimeSec: tracking.planTimeSec(stampSec),
      text: text.slice(0, 1000),
      ...more,
    });
  }

  /** Ends the execution once and for all; what comes of it later is not listened to. */
  function finish(type: 'succeeded' | 'failed' | 'stopped', text: string, resultCode?: number): void {
    if (ended) return;
    ended = true;
    tell(type, text, resultCode === undefined ? {} : { resultCode });
  }

  const goalId = () => `${motion.approval.approvalId}:${tracking.index()}`;

  async function follow(segment: TrajectorySegment): Promise<Failure | null> {
    const { jointNames, points, pathTolerance, goalTolerance, goalTimeToleranceSec } = segment;
    const { status, code, text } = await driver.followTrajectory({
      goalId: goalId(),
      jointNames,
      points,
      pathTolerance,
      goalTolerance,
      goalTimeToleranceSec,
    });
    if (status === 'succeeded' && code === 0) return notThere(segment);
    const words = `The controller ended the motion (${status}, code ${code}): ${text}`;
    return { text: words, code, broken: status !== 'rejected' };
  }

  /** The controller's "done" is held against where the joints were measured last. */
  function notThere({ points, goalTolerance }: TrajectorySegment): Failure | null {
    const measured = joints.latest()?.positions;
    const off = Math.max(
      ...(points.at(-1)?.positions ?? []).map((p, j) => Math.abs(p - (measured?.[j] ?? Number.NaN))),
    );
    if (off <= endSlack * goalTolerance) return null;
    const text = `The controller says that the motion is done, but a joint is ${off.toFixed(3)} rad from its end.`;
    return { text, code: 0, broken: true };
  }

  async function grip(segment: GripperSegment): Promise<Failure | null> {
    const end = await driver.commandGripper({
      goalId: goalId(),
      width: segment.width,
      maxEffort: segment.force,
    });
    const text = graspProblem(segment, end);
    return text === null ? null : { text, code: end.code, broken: false };
  }

  async function run(): Promise<void> {
    for (const [index, segment] of plan.segments.entries()) {
      tracking.begin(index, nowSec());
      if (index === 0) tell('started', `Executing ${plan.segments.length} segments.`);
      tell('segmentStarted', `${segment.phase} begins.`);
      const failure = await (segment.type === 'trajectory' ? follow(segment) : grip(segment));
      if (ended) return;
      if (failure) {
        const andNow = failure.broken ? 'The robot is being stopped.' : 'The arm holds still.';
        finish('failed', `${failure.text} ${andNow}`, failure.code);
        if (failure.broken) options.onBroken(failure.text);
        return;
      }
      tell('segmentDone', `${segment.phase} is done.`, { resultCode: 0 });
    }
    finish('succeeded', 'All segments are done. The arm holds still.');
  }

  const done = run();

  return {
    executionId,
    /** Resolves when it has ended, or when its last goal has after it was aborted. */
    done,
    startedAtMs,
    isOver: () => ended,
    /** No goal is sent after this. The caller has cancelled, or is about to say why it could not. */
    abort: (type: 'failed' | 'stopped', text: string) => finish(type, text),
    feedback(feedback: GoalFeedback): void {
      if (feedback.goalId === goalId()) tracking.feedback(feedback);
    },
    /** Every measured joint state, as it comes. */
    feed({ positions, stampSec, receivedAtMs }: MeasuredJoints): void {
      if (ended) return;
      errorRad = tracking.errorRad(positions, stampSec);
      if (receivedAtMs - progressAtMs < progressEveryMs) return;
      progressAtMs = receivedAtMs;
      const desired = [...tracking.desiredAt(stampSec)];
      tell('progress', tracking.segment().phase, { desired, actual: [...positions], errorRad }, stampSec);
    },
    /** What the watchdog judges of this execution. */
    watched(): Pick<
      WatchSituation,
      'errorRad' | 'pathTolerance' | 'elapsedSec' | 'ownElapsedSec' | 'allowedSec' | 'gripper'
    > {
      const segment = tracking.segment();
      return {
        errorRad,
        pathTolerance: tracking.pathTolerance(),
        elapsedSec: nowSec() - startedAtSec,
        ownElapsedSec: (clock.nowMs() - startedAtMs) / 1000,
        allowedSec,
        gripper:
          segment.type === 'gripper'
            ? { elapsedSec: tracking.segmentElapsedSec(nowSec()), timeoutSec: segment.timeoutSec }
            : null,
      };
    },
    words: () =>
      `Executing segment ${tracking.index() + 1} of ${tracking.segmentCount}: ${tracking.segment().phase}.`,
  };
}
export type Execution = ReturnType<typeof startExecution>;
