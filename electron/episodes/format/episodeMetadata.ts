import { z } from 'zod';
import { outcomeSchema, type Tally, tallySchema } from '../../../shared/contract/recorderContract';

/** MCAP metadata records of an episode, as text to text. */
export const episodeMetadataName = 'r1_episode';
export const outcomeMetadataName = 'r1_outcome';

/** What this console writes and reads; a file with a greater number is one of a newer console. */
const formatVersion = 1;

const numberText = z.string().transform(Number).pipe(z.number().finite());

/** Written first. */
export interface EpisodeStart {
  readonly episodeId: string;
  readonly instruction: string;
  readonly robot: string;
  readonly model: string;
  readonly appVersion: string;
  /** Robot's clock (s): zero of the episode's time. */
  readonly startedAtSec: number;
  /** This machine's clock, ISO 8601. */
  readonly startedAtUtc: string;
  /** Where it comes from, in words, when this console did not record it itself; else null. */
  readonly origin: string | null;
}

/** Written last; what a sudden end leaves out is put there by the repair. */
export interface EpisodeEnd {
  readonly outcome: z.infer<typeof outcomeSchema>;
  readonly durationSec: number;
  readonly records: number;
  /** The chain's last hash. */
  readonly chainHead: string;
  /** What went wrong with the recording itself, in words. */
  readonly problem: string | null;
  /** Null in files from before it was counted. */
  readonly tally: Tally | null;
}

export function startToMetadata(start: EpisodeStart, chainRule: string): Map<string, string> {
  return new Map([
    ['episode_id', start.episodeId],
    ['instruction', start.instruction],
    ['robot', start.robot],
    ['model', start.model],
    ['app_version', start.appVersion],
    ['started_at_sec', String(start.startedAtSec)],
    ['started_at_utc', start.startedAtUtc],
    ['chain_rule', chainRule],
    ['format_version', String(formatVersion)],
    ...(start.origin === null ? [] : ([['origin', start.origin]] as const)),
  ]);
}

const startSchema = z
  .object({
    episode_id: z.string().min(1),
    instruction: z.string(),
    robot: z.string(),
    model: z.string(),
    app_version: z.string(),
    started_at_sec: numberText,
    started_at_utc: z.string(),
    origin: z.string().optional(),
  })
  .transform(
    (m): EpisodeStart => ({
      episodeId: m.episode_id,
      instruction: m.instruction,
      robot: m.robot,
      model: m.model,
      appVersion: m.app_version,
      startedAtSec: m.started_at_sec,
      startedAtUtc: m.started_at_utc,
      origin: m.origin ?? null,
    }),
  );

export function endToMetadata(end: EpisodeEnd): Map<string, string> {
  return new Map([
    ['outcome', end.outcome],
    ['duration_sec', String(end.durationSec)],
    ['records', String(end.records)],
    ['chain_head', end.chainHead],
    ...(end.tally === null ? [] : ([['tally', JSON.stringify(end.tally)]] as const)),
    ...(end.problem === null ? [] : ([['problem', end.problem]] as const)),
  ]);
}

const endSchema = z
  .object({
    outcome: outcomeSchema,
    duration_sec: numberText,
    records: numberText,
    chain_head: z.string(),
    problem: z.string().optional(),
    tally: z.string().optional(),
  })
  .transform(
    (m): EpisodeEnd => ({
      outcome: m.outcome,
      durationSec: m.duration_sec,
      records: m.records,
      chainHead: m.chain_head,
      problem: m.problem ?? null,
      tally: readTally(m.tally),
    }),
  );

function readTally(text: string | undefined): Tally | null {
  try {
    return tallySchema.safeParse(JSON.parse(text ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}

/** Why an episode of a newer console is not opened, in words; undefined when it is none. */
export function newerVersionProblem(entries: ReadonlyMap<string, string>): string | undefined {
  const version = Number(entries.get('format_version') ?? formatVersion);
  if (version <= formatVersion) return undefined;
  const by = entries.get('app_version');
  return `This episode was recorded by a newer version of the console${by ? ` (${by})` : ''}: its form is number ${version}, and this one reads up to ${formatVersion}. Open it with that version; the file is left as it is.`;
}

/** Undefined when the entries are not those of an episode. */
export function startFromMetadata(entries: ReadonlyMap<string, string>): EpisodeStart | undefined {
  return startSchema.safeParse(Object.fromEntries(entries)).data;
}

export function endFromMetadata(entries: ReadonlyMap<string, string>): EpisodeEnd | undefined {
  return endSchema.safeParse(Object.fromEntries(entries)).data;
}
