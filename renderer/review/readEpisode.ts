import { z } from 'zod';
import { observationSchema } from '../../shared/contract/common';
import { boxSchema, type Proposal, proposalSchema } from '../../shared/contract/proposal';
import { type RecordedPlan, recordedPlanSchema } from '../../shared/contract/recordedPlan';
import type { EpisodeDetail } from '../../shared/contract/recorderContract';
import { type ExecutionEvent, executionEventSchema } from '../../shared/contract/robotContract';
import { sha256Hex } from '../../shared/motion/sha256';
import type { RobotModel } from '../../shared/robot/robotModel';
import { describedRobotSchema } from '../../shared/robot/robotModelSchema';

type Link = EpisodeDetail['records'][number];

const verificationSchema = z.object({
  outcome: z.enum(['there', 'notThere', 'cannotTell']),
  text: z.string(),
  distance: z.number().nullable(),
  box: boxSchema.nullable().optional(),
});
export type RecordedVerification = z.infer<typeof verificationSchema>;

/** A noun read back from the recording, with its time (episode seconds). */
export interface At<T> {
  readonly timeSec: number;
  readonly value: T;
}

/** The episode's nouns; a record that no longer fits its schema is left out here and listed all the same. */
export interface EpisodeNouns {
  readonly proposals: readonly At<Proposal>[];
  /** With the hash of its text, which an approval and the execution name. */
  readonly plans: readonly (At<RecordedPlan> & { readonly hash: string })[];
  readonly execution: readonly At<ExecutionEvent>[];
  readonly verification: At<RecordedVerification> | null;
  /** The robot that was connected; null in recordings from before it was recorded. */
  readonly robot: RobotModel | null;
  readonly observations: readonly At<z.infer<typeof observationSchema>>[];
}

export function readEpisode(detail: EpisodeDetail): EpisodeNouns {
  const readLinks = <T>(kind: Link['kind'], schema: z.ZodType<T>): (At<T> & { readonly link: Link })[] =>
    detail.records.flatMap((link) => {
      if (link.kind !== kind) return [];
      const value = schema.safeParse(parseJson(link.json));
      return value.success ? [{ timeSec: episodeTime(detail, link), value: value.data, link }] : [];
    });
  const read = <T>(kind: Link['kind'], schema: z.ZodType<T>): At<T>[] =>
    readLinks(kind, schema).map(({ timeSec, value }) => ({ timeSec, value }));
  return {
    proposals: read('proposal', proposalSchema),
    plans: readLinks('plan', recordedPlanSchema).map(({ timeSec, value, link }) => ({
      timeSec,
      value,
      hash: sha256Hex(link.json),
    })),
    execution: read('execution', executionEventSchema),
    verification: read('verification', verificationSchema).at(-1) ?? null,
    robot: read('robotModel', describedRobotSchema).at(-1)?.value.model ?? null,
    observations: read('observation', observationSchema),
  };
}

/** When a record was made, in episode seconds. */
export function episodeTime(detail: EpisodeDetail, link: Link): number {
  return Math.max(0, link.stampSec - detail.summary.startedAtSec);
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The last of what was there at a time; the first if nothing was there yet. */
export function latestAt<T>(items: readonly At<T>[], timeSec: number): At<T> | null {
  return items.findLast((item) => item.timeSec <= timeSec) ?? items[0] ?? null;
}

/** The names of the arm's joints, base to tip: by the recorded robot, else by a plan, else all that were told. */
export function armJointsOf({ robot, plans }: EpisodeNouns, detail: EpisodeDetail): readonly string[] {
  const planned = plans
    .at(-1)
    ?.value.segments.flatMap((segment) => (segment.type === 'trajectory' ? [segment.jointNames] : []))[0];
  return robot?.armJointNames ?? planned ?? detail.joints.names;
}
