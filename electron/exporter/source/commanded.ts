import type { Segment } from '../../../shared/contract/plan';
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
  readonly segment: Segment | null;
}

export interface Commands {
  /** What held at a time; before the first motion nothing did. */
  at(timeSec: number): Command;
  /** From the first goal sent to the last word of its end; null when nothing was sent. */
  readonly span: { readonly fromSec: number; readonly toSec: number } | null;
}

/**
 * Reads back what was sent, and when: each segment of the approved plan from the moment that the robot
 * process says it began, sampled as the controller samples it. A finished motion holds its last target; one
 * that was stopped or failed holds nothing, for the controller was told to let go of its goal.
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
      if (event.type === 'segmentStarted' && segment) sent.push({ timeSec, segment });
      if (event.type === 'stopped' || event.type === 'failed') sent.push({ timeSec, segment: null });
    }
  }

  function at(timeSec: number): Command {
    let joints: ReadonlyMap<string, number> = new Map();
    let width: number | undefined;
    for (const { timeSec: since, segment } of sent) {
      if (since > timeSec) break;
      if (segment === null) {
        joints = new Map();
        width = undefined;
      } else if (segment.type === 'gripper') {
        width = segment.width;
      } else {
        const { positions } = sampleTrajectory(segment.points, timeSec - since);
        joints = new Map(segment.jointNames.map((name, i) => [name, positions[i] ?? 0]));
      }
    }
    return { joints, width };
  }

  const first = sent[0];
  return { at, span: first ? { fromSec: first.timeSec, toSec } : null };
}
