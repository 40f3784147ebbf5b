import type { FaultText } from '../../../shared/contract/common';

const robotIs =
  'A motion that was running is stopped; no new motion is approved while nothing can be recorded.';

/** A recording problem that has its words already. */
export class RecordingError extends Error {
  constructor(readonly fault: FaultText) {
    super(`${fault.happened} ${fault.next}`);
    this.name = 'RecordingError';
  }
}

/** What to tell the operator when writing to `folder` failed, by the system's error code. */
export function recordingFault(error: unknown, folder: string): FaultText {
  if (error instanceof RecordingError) return error.fault;
  const { code, message } = error as NodeJS.ErrnoException;
  const fault = (name: string, happened: string, next: string): FaultText => ({
    code: name,
    happened: `${happened} The recording stopped; what was written before is kept.`,
    robotIs,
    next,
  });
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return fault(
        'diskFull',
        `The disk of ${folder} is full.`,
        'Free some space (delete or move old episodes), then start the task again.',
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return fault(
        'folderNotWritable',
        `The episodes folder ${folder} cannot be written (${code}).`,
        'Give your user the right to write there, or choose another folder, then start the task again.',
      );
    case 'ENOENT':
    case 'ENOTDIR':
      return fault(
        'folderGone',
        `The episodes folder ${folder} is no longer there.`,
        'Bring the folder or its disk back, then start the task again.',
      );
    default:
      return fault(
        'writeFailed',
        `Writing to ${folder} failed: ${message || String(error)}.`,
        'Check the disk and its connection, then start the task again.',
      );
  }
}
