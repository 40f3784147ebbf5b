import { McapIndexedReader } from '@mcap/core';
import {
  type EpisodeEnd,
  type EpisodeStart,
  endFromMetadata,
  episodeMetadataName,
  outcomeMetadataName,
  startFromMetadata,
} from '../format/episodeMetadata';
import type { FileReadable } from '../mcap/fileReadable';

export interface IndexedEpisode {
  readonly reader: McapIndexedReader;
  readonly start: EpisodeStart;
  /** Undefined when it is missing, which only a file from elsewhere can show. */
  readonly end: EpisodeEnd | undefined;
}

/** Reads an episode's index and metadata. Throws, in words for the operator, what is wrong with the file. */
export async function openIndexed(file: FileReadable): Promise<IndexedEpisode> {
  if (file.bytes === 0) throw new Error('The file is empty.');
  const reader = await McapIndexedReader.Initialize({ readable: file }).catch((error: unknown) => {
    throw new Error(`The file cannot be read as MCAP: it is damaged or cut off (${plain(error)}).`);
  });
  const start = await metadataOf(reader, episodeMetadataName, startFromMetadata);
  if (!start) throw new Error('This is an MCAP file, but not an episode of this console.');
  return { reader, start, end: await metadataOf(reader, outcomeMetadataName, endFromMetadata) };
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
    throw new Error(`What the file says about its episode is damaged (${plain(error)}).`);
  }
  return undefined;
}

function plain(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
