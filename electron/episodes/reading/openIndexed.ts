import { McapIndexedReader } from '@mcap/core';
import {
  type EpisodeEnd,
  type EpisodeStart,
  endFromMetadata,
  episodeMetadataName,
  newerVersionProblem,
  outcomeMetadataName,
  startFromMetadata,
} from '../format/episodeMetadata';
import { decompressHandlers, NotReadable } from '../mcap/decompress';
import type { FileReadable } from '../mcap/fileReadable';
import { zstdReady } from '../mcap/zstd';
import { seconds } from '../ros/rosTime';

export interface IndexedEpisode {
  readonly reader: McapIndexedReader;
  readonly start: EpisodeStart;
  /** Undefined when it is missing, which only a file from elsewhere can show. */
  readonly end: EpisodeEnd | undefined;
}

/** Reads an episode's index and metadata. Throws, in words for the operator, what is wrong with the file. */
export async function openIndexed(file: FileReadable): Promise<IndexedEpisode> {
  const episode = await openEpisodeOf(await openMcap(file));
  if (!episode) throw new Error('This is an MCAP file, but not an episode of this console.');
  return episode;
}

/** The same of a recording that another program made (`name` is its file's), as far as it goes. */
export async function openAnyRecording(file: FileReadable, name: string): Promise<IndexedEpisode> {
  const reader = await openMcap(file);
  return (await openEpisodeOf(reader)) ?? foreignRecording(reader, name);
}

async function openMcap(file: FileReadable): Promise<McapIndexedReader> {
  if (file.bytes === 0) throw new Error('The file is empty.');
  await zstdReady();
  const reader = await McapIndexedReader.Initialize({ readable: file, decompressHandlers }).catch(
    (error: unknown) => {
      throw new Error(`The file cannot be read as MCAP: it is damaged or cut off (${plain(error)}).`);
    },
  );
  const read = reader.readMessages.bind(reader);
  return Object.assign(reader, {
    /** The library's, with words for the operator when the content is not what the index says. */
    async *readMessages(...args: Parameters<typeof read>): ReturnType<typeof read> {
      try {
        yield* read(...args);
      } catch (error) {
        if (error instanceof NotReadable) throw error;
        throw new Error(`The file is damaged, from here on it cannot be read (${plain(error)}).`);
      }
    },
  });
}

async function openEpisodeOf(reader: McapIndexedReader): Promise<IndexedEpisode | undefined> {
  const start = await metadataOf(reader, episodeMetadataName, (entries) => {
    const newer = newerVersionProblem(entries);
    if (newer) throw new NotReadable(newer);
    return startFromMetadata(entries);
  });
  return start && { reader, start, end: await metadataOf(reader, outcomeMetadataName, endFromMetadata) };
}

function foreignRecording(reader: McapIndexedReader, name: string): IndexedEpisode {
  const { chunkIndexes, statistics, header } = reader;
  if (chunkIndexes.length === 0) {
    throw new Error(
      (statistics?.messageCount ?? 1n) === 0n
        ? 'This is an MCAP file of another program, and there are no messages in it.'
        : 'This is an MCAP file of another program without an index of its messages. Give it one (mcap recover), then open it again.',
    );
  }
  let first = chunkIndexes[0]!.messageStartTime;
  let last = 0n;
  for (const chunk of chunkIndexes) {
    if (chunk.messageStartTime < first) first = chunk.messageStartTime;
    if (chunk.messageEndTime > last) last = chunk.messageEndTime;
  }
  const startedAtSec = seconds(first);
  const by = [header.library, header.profile && `profile ${header.profile}`].filter(Boolean).join(', ');
  return {
    reader,
    start: {
      episodeId: name,
      instruction: '',
      robot: '',
      model: '',
      appVersion: '',
      startedAtSec,
      startedAtUtc: '',
      origin: `Recorded by another program${by ? ` (${by.slice(0, 100)})` : ''}: nobody's approval is in it, and nothing to verify.`,
      recorder: null,
    },
    end: {
      outcome: 'unverified',
      durationSec: Math.max(0, seconds(last) - startedAtSec),
      records: 0,
      chainHead: '',
      problem: null,
      tally: null,
    },
  };
}

async function metadataOf<T>(
  reader: McapIndexedReader,
  name: string,
  parse: (entries: ReadonlyMap<string, string>) => T | undefined,
): Promise<T | undefined> {
  try {
    for await (const { metadata } of reader.readMetadata({ name })) {
      const parsed = parse(metadata);
      if (parsed) return parsed;
    }
  } catch (error) {
    if (error instanceof NotReadable) throw error;
    throw new Error(`What the file says about its episode is damaged (${plain(error)}).`);
  }
  return undefined;
}

/** What the library says of a file, without what only its programmers understand. */
function plain(error: unknown): string {
  if (error instanceof RangeError) return 'a length or a place in it points past its end';
  const text = (error instanceof Error ? error.message : String(error))
    .replace(/ ?\[library=[^\]]*\]?/, '')
    .replace(/ ?\(found undefined\)/, '');
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
