import type { McapTypes } from '@mcap/core';
import type { EpisodeDetail, JointCurves } from '../../../shared/contract/recorderContract';
import type { ChainedRecord } from '../../episodes/format/hashChain';
import { topics } from '../../episodes/format/topics';
import { pictureTopics } from '../../episodes/reading/cameraTopics';
import type { EpisodeFile } from '../../episodes/reading/episodeFiles';
import { readMessageAt } from '../../episodes/reading/messageIndex';
import { recordOf } from '../../episodes/reading/readRecords';
import { decodeCompressedVideo, decodeJointState, decodeRawImage } from '../../episodes/ros/readMessages';
import { seconds } from '../../episodes/ros/rosTime';
import { colorEncodingOf } from '../../pictures/colorImage';
import { type CurveReader, desiredReader, isDesired } from './desiredJoints';
import { summaryOf } from './episodeSummary';
import { type OpenedFile, type OpenFor, openOnce } from './openFiles';

/** More joint samples than this are thinned evenly. */
export const jointSamplesKept = 4000;

/** What the review page shows of one episode. Rejects, in words, when the file cannot be read. */
export function openEpisode(file: EpisodeFile, openFor: OpenFor = openOnce): Promise<EpisodeDetail> {
  return openFor(file, async (opened) => {
    const { cameras, problems } = await readCameras(opened);
    const { records, joints, desired, notShown } = await readMessages(opened);
    return {
      summary: summaryOf(file, opened.readable, opened),
      records,
      joints,
      desired,
      cameras,
      notShown: [...problems, ...notShown],
    };
  });
}

async function readCameras({ reader, readable, start, frames }: OpenedFile) {
  const cameras: EpisodeDetail['cameras'] = [];
  const problems: string[] = [];
  for (const camera of pictureTopics(reader)) {
    const { name, topic } = camera;
    const all = await frames(camera);
    const [first] = all;
    if (!first) continue;
    try {
      if (first.kind === 'raw') colorEncodingOf(decodeRawImage(await readMessageAt(readable, first.place)));
      if (first.kind === 'video') decodeCompressedVideo(await readMessageAt(readable, first.place));
    } catch (error) {
      problems.push(`${topic}: ${error instanceof Error ? error.message : String(error)}`);
      continue;
    }
    cameras.push({
      name,
      topic,
      frameTimesSec: all.map(({ place }) => seconds(place.logTime) - start.startedAtSec),
    });
  }
  return { cameras, problems };
}

/** What an episode of this console, or another program's recording, has besides pictures; read in one go. */
async function readMessages({ reader, start }: OpenedFile) {
  const records: ChainedRecord[] = [];
  const notShown: string[] = [];
  const channels = [...reader.channelsById.values()];
  const counts = reader.statistics?.channelMessageCounts;
  const count = ({ id }: McapTypes.Channel) => Number(counts?.get(id) ?? 0n);
  const schemaName = ({ schemaId }: McapTypes.Channel) => reader.schemasById.get(schemaId)?.name ?? '';
  const mostOf = (fits: (channel: McapTypes.Channel) => boolean) =>
    channels.filter(fits).sort((a, b) => count(b) - count(a))[0];

  const jointChannel =
    channels.find(({ topic }) => topic === topics.jointStates.topic) ??
    mostOf((channel) => schemaName(channel) === topics.jointStates.schemaName);
  const recordChannel = channels.find(({ topic }) => topic === topics.records.topic);
  // What this console sent stands in the plan.
  const desiredChannel = recordChannel ? undefined : mostOf((channel) => isDesired(schemaName(channel)));
  const joints = curves(jointChannel ? count(jointChannel) : 0);
  const desired = curves(desiredChannel ? count(desiredChannel) : 0);
  const readDesired = openReader(desiredChannel && reader.schemasById.get(desiredChannel.schemaId), notShown);

  const wanted = [jointChannel, recordChannel, readDesired && desiredChannel].flatMap(
    (channel) => channel?.topic ?? [],
  );
  for await (const { channelId, data, logTime } of reader.readMessages({ topics: wanted })) {
    const timeSec = seconds(logTime) - start.startedAtSec;
    if (channelId === recordChannel?.id) records.push(recordOf(data, records.length));
    else if (channelId === jointChannel?.id) {
      joints.add(timeSec, () => {
        const { name, position } = decodeJointState(data);
        return [{ afterSec: 0, names: name, positions: position }];
      });
    } else if (channelId === desiredChannel?.id && readDesired) desired.add(timeSec, () => readDesired(data));
  }
  return {
    records: records
      .sort((a, b) => a.index - b.index)
      .map(({ previousHash: _, ...record }) => record) as EpisodeDetail['records'],
    joints: joints.all(),
    desired: desiredChannel ? desired.all() : null,
    notShown: [
      ...notShown,
      ...joints.problem(jointChannel?.topic),
      ...desired.problem(desiredChannel?.topic),
    ],
  };
}

function openReader(
  schema: McapTypes.TypedMcapRecords['Schema'] | undefined,
  notShown: string[],
): CurveReader | undefined {
  if (!schema) return undefined;
  try {
    return desiredReader(schema);
  } catch (error) {
    notShown.push(`${schema.name}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** Gathers samples, evenly thinned to what can be drawn; the joints are those of the first sample. */
function curves(count: number) {
  const step = Math.max(1, Math.ceil(count / jointSamplesKept));
  let damaged = 0;
  const timeSec: number[] = [];
  let names: readonly string[] = [];
  let positions: number[][] = [];
  let place = 0;
  return {
    add(atSec: number, read: () => ReturnType<CurveReader>): void {
      if (place++ % step !== 0) return;
      let told: ReturnType<CurveReader>;
      try {
        told = read();
      } catch {
        damaged++;
        return;
      }
      for (const { afterSec, names: given, positions: values } of told) {
        if (timeSec.length >= 2 * jointSamplesKept) return;
        if (names.length === 0) {
          names = given;
          positions = names.map(() => []);
        }
        timeSec.push(atSec + afterSec);
        for (const [joint, row] of positions.entries()) {
          const value = values[given.indexOf(names[joint] ?? '')];
          row.push(Number.isFinite(value) ? value! : (row.at(-1) ?? 0));
        }
      }
    },
    all: (): JointCurves => ({ names: [...names], timeSec, positions }),
    problem: (topic: string | undefined): readonly string[] =>
      damaged === 0 ? [] : [`${topic}: ${damaged} messages are damaged and are left out.`],
  };
}
