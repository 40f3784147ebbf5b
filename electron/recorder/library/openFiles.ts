import { stat } from 'node:fs/promises';
import { type FileReadable, type OpenFile, openFile, withFile } from '../../episodes/mcap/fileReadable';
import type { CameraTopic } from '../../episodes/reading/cameraTopics';
import type { EpisodeFile } from '../../episodes/reading/episodeFiles';
import { type MessagePlace, messageIndex } from '../../episodes/reading/messageIndex';
import { type IndexedEpisode, openAnyRecording } from '../../episodes/reading/openIndexed';
import { type CameraFrame, cameraFrames } from './cameraFrames';

/** A recording whose index has been read; the places of a topic's messages and a camera's pictures are read once. */
export interface OpenedFile extends IndexedEpisode {
  readonly file: EpisodeFile;
  readonly readable: FileReadable;
  places(topic: string): Promise<readonly MessagePlace[]>;
  frames(camera: CameraTopic): Promise<readonly CameraFrame[]>;
}

export type OpenFor = <T>(file: EpisodeFile, use: (opened: OpenedFile) => Promise<T>) => Promise<T>;

async function opened(file: EpisodeFile, readable: FileReadable): Promise<OpenedFile> {
  const episode = await openAnyRecording(readable, file.episodeId);
  const known = new Map<string, Promise<readonly MessagePlace[]>>();
  const sorted = new Map<string, Promise<readonly CameraFrame[]>>();
  function places(topic: string): Promise<readonly MessagePlace[]> {
    const found = known.get(topic) ?? messageIndex(readable, episode.reader, topic);
    known.set(topic, found);
    return found;
  }
  return {
    ...episode,
    file,
    readable,
    places,
    frames(camera) {
      const frames = sorted.get(camera.topic) ?? cameraFrames(places, camera);
      sorted.set(camera.topic, frames);
      return frames;
    },
  };
}

/** Opens the file for this one use. */
export const openOnce: OpenFor = (file, use) =>
  withFile(file.path, async (readable) => use(await opened(file, readable)));

interface Kept {
  readonly stamp: string;
  readonly ready: Promise<{ readonly readable: OpenFile; readonly opened: OpenedFile }>;
  users: number;
  usedAtMs: number;
}

/**
 * Keeps the files that were looked at last open, with their indexes: who scrubs through an episode asks for
 * a picture thirty times a second. A file that has changed since is opened anew.
 */
export function createOpenFiles(nowMs: () => number, most = 3) {
  /** By path, the one used longest ago first. */
  const kept = new Map<string, Kept>();

  function letGo(path: string): void {
    const entry = kept.get(path);
    kept.delete(path);
    entry?.ready.then(({ readable }) => readable.close()).catch(() => undefined);
  }

  async function open(file: EpisodeFile): Promise<{ readable: OpenFile; opened: OpenedFile }> {
    const readable = await openFile(file.path);
    try {
      return { readable, opened: await opened(file, readable) };
    } catch (error) {
      await readable.close();
      throw error;
    }
  }

  const openFor: OpenFor = async (file, use) => {
    const { mtimeMs, size, ino } = await stat(file.path);
    const stamp = `${mtimeMs} ${size} ${ino}`;
    const before = kept.get(file.path);
    if (before && before.stamp !== stamp && before.users === 0) letGo(file.path);
    const known = kept.get(file.path);
    if (known && known.stamp !== stamp) return openOnce(file, use);
    const entry: Kept = known ?? { stamp, ready: open(file), users: 0, usedAtMs: 0 };
    kept.delete(file.path);
    kept.set(file.path, entry);
    entry.users++;
    try {
      return await use((await entry.ready).opened);
    } catch (error) {
      // What could not be read is not kept: it may be mended.
      if (kept.get(file.path) === entry && entry.users === 1) letGo(file.path);
      throw error;
    } finally {
      entry.users--;
      entry.usedAtMs = nowMs();
      for (const [path, { users }] of kept) {
        if (kept.size <= most) break;
        if (users === 0) letGo(path);
      }
    }
  };

  return {
    openFor,
    /** Lets the files go that nobody has read for so long (ms), so that they can be moved or deleted. */
    letGo(idleMs: number): void {
      for (const [path, { users, usedAtMs }] of [...kept]) {
        if (users === 0 && nowMs() - usedAtMs >= idleMs) letGo(path);
      }
    },
  };
}
