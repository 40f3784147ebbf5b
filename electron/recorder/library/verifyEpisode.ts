import { decode } from 'fast-png';
import { z } from 'zod';
import type { Result } from '../../../shared/contract/channel';
import { observationSchema } from '../../../shared/contract/common';
import { type JogApproval, jogRecordSchema } from '../../../shared/contract/jog';
import type { recorderContract } from '../../../shared/contract/recorderContract';
import { type ChainedRecord, chainProblem, sha256 } from '../../episodes/format/hashChain';
import { withFile } from '../../episodes/mcap/fileReadable';
import type { EpisodeFile } from '../../episodes/reading/episodeFiles';
import { nanoseconds } from '../../episodes/ros/rosTime';
import { type EpisodeContent, readWholeEpisode } from './readWholeEpisode';

export type Verification = Result<typeof recorderContract, 'verifyEpisode'>;

/**
 * Reads an episode back without trust in it: every CRC of the file, the hash chain from the episode's id
 * to its recorded head, that each approval names a plan whose exact text is recorded, that whatever was sent by
 * jogging had its approval, and that each
 * recorded decision picture is the one its observation names. Says the first thing that is wrong.
 */
export async function verifyEpisode(file: EpisodeFile): Promise<Verification> {
  const content = await withFile(file.path, readWholeEpisode).catch((error: unknown) =>
    error instanceof Error ? error.message : String(error),
  );
  if (typeof content === 'string') return { ok: false, records: 0, text: content };
  const { records, start, end } = content;
  const chain = end ? { length: end.records, head: end.chainHead } : undefined;
  const problem =
    content.damagedRecord ??
    chainProblem(start.episodeId, records, chain) ??
    planProblem(records) ??
    jogProblem(records) ??
    pictureProblem(content) ??
    content.problem;
  if (problem !== undefined) return { ok: false, records: records.length, text: problem };
  const interrupted = end?.problem ? ` ${end.problem}` : '';
  const text = `All ${records.length} records are what was recorded, in their order; the file's ${content.messages} messages are intact, among them ${content.pictures.size} decision picture(s).${interrupted}`;
  return { ok: true, records: records.length, text };
}

const approvalSchema = z.object({ planHash: z.string() });
const wrappedPlanSchema = z.object({ planText: z.string() });

function jsonOf<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function named(record: ChainedRecord): string {
  return `Record ${record.index} (${record.kind}, from ${record.source})`;
}

/** An approval must name a plan recorded before it, by the SHA-256 of its exact text. */
function planProblem(records: readonly ChainedRecord[]): string | undefined {
  const plans = new Set<string>();
  for (const record of records) {
    if (record.kind === 'plan') {
      plans.add(sha256(jsonOf(wrappedPlanSchema, record.json)?.planText ?? record.json));
    } else if (record.kind === 'approval') {
      const planHash = jsonOf(approvalSchema, record.json)?.planHash;
      if (planHash === undefined) return `${named(record)} names no plan.`;
      if (!plans.has(planHash)) {
        return `${named(record)} names the plan ${planHash.slice(0, 12)}..., but no plan with that hash is recorded before it.`;
      }
    }
  }
  return undefined;
}

/** Whatever was sent to a jogged arm must name an approval of jogging recorded before it, within its time. */
function jogProblem(records: readonly ChainedRecord[]): string | undefined {
  const approvals = new Map<string, JogApproval>();
  const ended = new Set<string>();
  for (const record of records) {
    if (record.kind !== 'jog') continue;
    const jog = jsonOf(jogRecordSchema, record.json);
    if (!jog) return `${named(record)} is no record of jogging.`;
    if (jog.type === 'approved') approvals.set(jog.approval.jogId, jog.approval);
    if (jog.type === 'ended') ended.add(jog.jogId);
    if (jog.type !== 'goal' && jog.type !== 'gripper') continue;
    const approval = approvals.get(jog.jogId);
    if (!approval) return `${named(record)} was sent, but no approval of jogging is recorded before it.`;
    if (ended.has(jog.jogId) || record.stampSec > approval.expiresAtSec) {
      return `${named(record)} was sent after its approval of jogging had ended.`;
    }
  }
  return undefined;
}

/** A recorded decision picture must be the one that its observation's hash names. */
function pictureProblem({ records, pictures }: EpisodeContent): string | undefined {
  for (const record of records) {
    if (record.kind !== 'observation') continue;
    const observation = jsonOf(observationSchema, record.json);
    const png = observation && pictures.get(nanoseconds(observation.stampSec));
    if (!png) continue;
    if (hashOfPixels(png) !== observation.imageHash) {
      return `${named(record)} names another picture than the one recorded for it.`;
    }
  }
  return undefined;
}

function hashOfPixels(png: Uint8Array): string | undefined {
  try {
    const { data } = decode(png, { checkCrc: true });
    return sha256(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  } catch {
    return undefined;
  }
}
