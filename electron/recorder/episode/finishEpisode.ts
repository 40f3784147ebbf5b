import { access, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { McapRecordBuilder } from '@mcap/core';
import type { Tally } from '../../../shared/contract/recorderContract';
import {
  type EpisodeEnd,
  type EpisodeStart,
  endFromMetadata,
  endToMetadata,
  episodeMetadataName,
  newerVersionProblem,
  outcomeMetadataName,
  startFromMetadata,
} from '../../episodes/format/episodeMetadata';
import { activeSuffix, episodeSuffix } from '../../episodes/format/episodeName';
import { sha256 } from '../../episodes/format/hashChain';
import { createTally } from '../../episodes/format/tally';
import { topics } from '../../episodes/format/topics';
import { withFile } from '../../episodes/mcap/fileReadable';
import type { McapIndex } from '../../episodes/mcap/mcapIndex';
import { type RebuiltIndex, rebuildIndex } from '../../episodes/mcap/rebuildIndex';
import { parseRecord } from '../../episodes/reading/readRecords';
import { seconds } from '../../episodes/ros/rosTime';

interface Unfinished {
  readonly rebuilt: RebuiltIndex;
  readonly start: EpisodeStart;
  readonly end: EpisodeEnd | undefined;
  readonly records: number;
  readonly chainHead: string;
  readonly tally: Tally;
  readonly durationSec: number;
}

/**
 * Gives an episode that was cut off its end: everything up to the last whole record is kept byte for
 * byte, index and outcome `interrupted` are appended, and only when that is on the disk the file loses
 * its `.active`. Needs next to no space. May be repeated after any interruption. Rejects, leaving the
 * data as it was, when the file holds no episode or the end cannot be written.
 *
 * @returns the path of the finished file
 */
export async function finishEpisode(activePath: string, why: string): Promise<string> {
  const unfinished = await withFile(activePath, readUnfinished);
  const { index, keptBytes, tail } = unfinished.rebuilt;
  const outcome = unfinished.end ? new Uint8Array() : outcomeRecord(unfinished, index, why);
  await writeEnding(activePath, keptBytes, Buffer.concat([tail, outcome, index.ending()]));
  const path = await freeName(activePath.slice(0, -activeSuffix.length));
  await rename(activePath, path);
  await syncFolder(dirname(path));
  return path;
}

async function readUnfinished(file: Parameters<typeof rebuildIndex>[0]): Promise<Unfinished> {
  let start: EpisodeStart | undefined;
  let end: EpisodeEnd | undefined;
  let records = 0;
  let chainHead: string | undefined;
  let lastNs = 0n;
  let newer: string | undefined;
  const tally = createTally();
  const rebuilt = await rebuildIndex(file, {
    metadata(name, entries) {
      if (name === episodeMetadataName) {
        newer = newerVersionProblem(entries);
        start = startFromMetadata(entries);
      }
      if (name === outcomeMetadataName) end = endFromMetadata(entries);
    },
    message(topic, logTime, data) {
      if (logTime > lastNs) lastNs = logTime;
      if (topic !== topics.records.topic) return;
      records++;
      const link = parseRecord(data);
      if (!link) return;
      chainHead = link.hash;
      tally.add(link.kind);
    },
  });
  // The console that knows its form gives it its end.
  if (newer) throw new Error(newer);
  if (!start) throw new Error('The file does not say which episode it is.');
  return {
    rebuilt,
    start,
    end,
    records,
    chainHead: chainHead ?? sha256(start.episodeId),
    tally: tally.counts(),
    durationSec: Math.max(0, lastNs === 0n ? 0 : seconds(lastNs) - start.startedAtSec),
  };
}

function outcomeRecord(unfinished: Unfinished, index: McapIndex, why: string): Uint8Array {
  const { durationSec, records, chainHead, tally, rebuilt } = unfinished;
  const damaged =
    rebuilt.damagedChunks > 0 ? ` ${rebuilt.damagedChunks} damaged part(s) of it cannot be read.` : '';
  const end: EpisodeEnd = {
    outcome: 'interrupted',
    durationSec,
    records,
    chainHead,
    problem: why + damaged,
    tally,
  };
  const builder = new McapRecordBuilder();
  const offset = BigInt(index.position());
  const length = builder.writeMetadata({ name: outcomeMetadataName, metadata: endToMetadata(end) });
  index.addMetadata({ name: outcomeMetadataName, offset, length });
  index.addBytes(builder.buffer);
  return builder.buffer;
}

async function writeEnding(path: string, at: number, ending: Uint8Array): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.truncate(at);
    for (let written = 0; written < ending.byteLength; ) {
      const { bytesWritten } = await handle.write(ending, written, ending.byteLength - written, at + written);
      written += bytesWritten;
    }
    await handle.datasync();
  } catch (error) {
    await handle.truncate(at).catch(() => undefined);
    throw error;
  } finally {
    await handle.close();
  }
}

async function freeName(stem: string): Promise<string> {
  for (let n = 1; ; n++) {
    const path = `${stem}${n === 1 ? '' : `-${n}`}${episodeSuffix}`;
    const taken = await access(path).then(
      () => true,
      () => false,
    );
    if (!taken) return path;
  }
}

/** A renamed file is safe only when its folder is on the disk too; some systems cannot sync a folder. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
