import { stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { Opcode } from '@mcap/core';
import { episodeMetadataName, startFromMetadata } from '../../episodes/format/episodeMetadata';
import { withFile } from '../../episodes/mcap/fileReadable';
import { readRecord } from '../../episodes/mcap/readRecord';
import { walkFile } from '../../episodes/mcap/walkFile';

/** Who records, as the file says it: the machine and the process. */
export const thisRecorder = `${hostname()}:${process.pid}`;

/** A recording touches its file more than twice a second; one left alone for so long is nobody's any more (ms). */
const aliveMs = 10_000;

/** Whether another console records this unfinished file now: it must not be given an end under its hands. */
export async function inUse(path: string, nowMs: number = Date.now()): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (!found || nowMs - found.mtimeMs > aliveMs) return false;
  const by = await recorderOf(path).catch(() => null);
  if (by === null || by === thisRecorder) return false;
  const [host, pid] = [by.slice(0, by.lastIndexOf(':')), Number(by.slice(by.lastIndexOf(':') + 1))];
  return host !== hostname() || isAlive(pid);
}

/** The first metadata of the file says it; what follows is not read. */
function recorderOf(path: string): Promise<string | null> {
  return withFile(path, async (file) => {
    for await (const frame of walkFile(file)) {
      if (frame.opcode === Opcode.HEADER) continue;
      const metadata = frame.opcode === Opcode.METADATA ? readRecord(frame, 'Metadata') : undefined;
      const start = metadata?.name === episodeMetadataName ? startFromMetadata(metadata.metadata) : undefined;
      return start?.recorder ?? null;
    }
    return null;
  });
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
