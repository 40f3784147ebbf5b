import { jogRecordSchema } from '../../../shared/contract/jog';
import type { TrajectoryPoint } from '../../../shared/contract/plan';
import { type RecordedPlan, recordedPlanSchema } from '../../../shared/contract/recordedPlan';
import { executionEventSchema } from '../../../shared/contract/robotContract';
import { sampleTrajectory } from '../../../shared/motion/sampleTrajectory';
import { type ChainedRecord, sha256 } from '../../episodes/format/hashChain';
import { parseJson } from './parseJson';

/** What the controllers were told: joint targets by name (rad) and the gripper's width (m), where known. */
export interface Command {
  readonly joints: ReadonlyMap<string, number>;
  readonly width: number | undefined;
}

/** Something that was sent, or the word that it is over. */
interface Sent {
  readonly timeSec: number;
  readonly what: Motion | { readonly type: 'gripper'; readonly width: number } | null;
}

interface Motion {
  readonly type: 'trajectory';
  readonly jointNames: readonly string[];
  readonly points: readonly TrajectoryPoint[];
  /** When it was at its first point; a jogged motion goes on where another was under way. */
  readonly beganSec: number;
}

export interface Commands {
  /** What held at a time; before the first motion nothing did. */
  at(timeSec: number): Command;
  /** From the first goal sent to the last word of its end; null when nothing was sent. */
  readonly span: { readonly fromSec: number; readonly toSec: number } | null;
}

/**
 * Reads back what was sent, and when: each segment of the approved plan from the moment that the robot
 * process says it began, and each goal of jogging from when it took the place of the one before, sampled as the
 * controller samples it. A finished motion holds its last target; one that was stopped or failed holds nothing,
 * for the controller was told to let go of its goal.
 */
export function readCommands(records: readonly ChainedRecord[], startedAtSec: number): Commands {
  const plans = new Map<string, RecordedPlan>();
  const sent: Sent[] = [];
  let toSec = 0;
  for (const record of records) {
    if (record.kind === 'plan') {
      const plan = recordedPlanSchema.safeParse(parseJson(record.json));
      if (plan.success) plans.set(sha256(record.json), plan.data);
    } else if (record.kind === 'execution') {
      const event = executionEventSchema.safeParse(parseJson(record.json)).data;
      if (!event) continue;
      const timeSec = event.stampSec - startedAtSec;
      toSec = Math.max(toSec, timeSec);
      const segment = plans.get(event.planHash)?.segments[event.segmentIndex];
      if (event.type === 'segmentStarted' && segment) {
        sent.push({
          timeSec,
          what: segment.type === 'gripper' ? segment : { ...segment, beganSec: timeSec },
        });
      }
      if (event.type === 'stopped' || event.type === 'failed') sent.push({ timeSec, what: null });
    } else if (record.kind === 'stop' && sent.length > 0) {
      sent.push({ timeSec: record.stampSec - startedAtSec, what: null });
    } else if (record.kind === 'jog') {
      const jog = jogRecordSchema.safeParse(parseJson(record.json)).data;
      const timeSec = record.stampSec - startedAtSec;
      if (jog?.type === 'goal') {
        const beganSec = jog.startSec - startedAtSec;
        const { jointNames, points } = jog;
        sent.push({ timeSec, what: { type: 'trajectory', jointNames, points, beganSec } });
        toSec = Math.max(toSec, beganSec + (points.at(-1)?.timeFromStart ?? 0));
      } else if (jog?.type === 'gripper') {
        sent.push({ timeSec, what: jog });
        toSec = Math.max(toSec, timeSec);
      }
    }
  }

  function at(timeSec: number): Command {
    let motion: Motion | undefined;
    let width: number | undefined;
    for (const { timeSec: since, what } of sent) {
      if (since > timeSec) break;
      if (what === null) {
        motion = undefined;
        width = undefined;
      } else if (what.type === 'gripper') {
        width = what.width;
      } else {
        motion = what;
      }
    }
    if (!motion) return { joints: new Map(), width };
    const { positions } = sampleTrajectory(motion.points, timeSec - motion.beganSec);
    return { joints: new Map(motion.jointNames.map((name, i) => [name, positions[i] ?? 0])), width };
  }

  const first = sent[0];
  return { at, span: first ? { fromSec: first.timeSec, toSec } : null };
}
