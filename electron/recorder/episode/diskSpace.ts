import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FaultText } from '../../../shared/contract/common';

/** Free space (bytes) that decides what the recorder says and does. */
export interface SpaceLimits {
  /** Below: the operator is warned. About four minutes of recording. */
  readonly warnBytes: number;
  /** Below: no episode is started. */
  readonly startBytes: number;
  /** Below: the running recording is ended while there is room to end it properly. */
  readonly stopBytes: number;
}

const MB = 1_000_000;
export const spaceLimits: SpaceLimits = { warnBytes: 200 * MB, startBytes: 50 * MB, stopBytes: 10 * MB };

/**
 * Bytes that this user may still write in `folder`, or where it would be made if it is not there yet; null
 * where the system does not say.
 */
export async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    const parent = dirname(folder);
    return parent === folder ? null : freeBytes(parent);
  }
}

export function megabytes(bytes: number): string {
  return `${Math.max(0, Math.floor(bytes / MB))} MB`;
}

/** Said while there is still room. */
export function lowSpaceWarning(free: number, folder: string): FaultText {
  return {
    code: 'diskLow',
    happened: `Only ${megabytes(free)} are free for episodes in ${folder}.`,
    robotIs: 'Recording goes on; the robot is not affected yet.',
    next: 'Free some space soon: without a recording no motion is approved.',
  };
}

/** Why an episode is not started, or was ended. */
export function noSpaceFault(free: number, folder: string, what: 'start' | 'stop'): FaultText {
  const consequence =
    what === 'start'
      ? 'No recording was started.'
      : 'The recording was ended while there was room to end it.';
  return {
    code: 'diskFull',
    happened: `Only ${megabytes(free)} are free for episodes in ${folder}. ${consequence}`,
    robotIs: 'No new motion is approved while nothing can be recorded.',
    next: 'Free some space (delete or move old episodes), then start the task again.',
  };
}
