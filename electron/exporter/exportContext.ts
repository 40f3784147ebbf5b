import type { Client } from '../../shared/contract/channel';
import type { ExportOrder } from '../../shared/contract/exporterContract';
import type { videoEncoderContract } from '../../shared/contract/videoEncoderContract';
import type { EpisodeFile } from '../episodes/reading/episodeFiles';
import { ExportCancelled, ExportProblem } from './exportProblem';

/** What a writer of one format works with. */
export interface ExportContext {
  readonly order: ExportOrder;
  /** Oldest first. */
  readonly files: readonly EpisodeFile[];
  /** Where the result goes. */
  readonly path: string;
  readonly appVersion: string;
  readonly signal: AbortSignal;
  /** `fraction` of the whole, and what is being done. */
  readonly progress: (fraction: number, text: string) => void;
  readonly skip: (episodeId: string, why: string) => void;
  /** Undefined where this machine has none; then pictures are handed on one by one. */
  readonly videoEncoder: () => Promise<Client<typeof videoEncoderContract> | undefined>;
}

/** What came of an export, in words. */
export interface ExportResult {
  readonly text: string;
}

/**
 * Hands on one episode after the other. One that cannot be is skipped, with its reason; the disk or the
 * operator ends all of it. Throws ExportProblem when none could be handed on.
 */
export async function eachEpisode(
  context: ExportContext,
  handOn: (file: EpisodeFile, progress: (share: number) => void) => Promise<void>,
): Promise<number> {
  const { files, progress, signal, skip } = context;
  let done = 0;
  let firstReason = '';
  for (const [place, file] of files.entries()) {
    const words = `Episode ${place + 1} of ${files.length}`;
    const tell = (share: number) => progress((place + share) / files.length, words);
    tell(0);
    try {
      await handOn(file, tell);
      done++;
    } catch (error) {
      if (error instanceof ExportCancelled || signal.aborted) throw new ExportCancelled();
      if (isOfTheDisk(error)) throw error;
      const why = error instanceof Error ? error.message : String(error);
      firstReason ||= why;
      skip(file.episodeId, why.slice(0, 1000));
    }
  }
  if (done === 0) throw new ExportProblem(`None of the episodes could be handed on. ${firstReason}`);
  return done;
}

/** Errors of the file system while writing: no other episode would fare better. */
const diskCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EMFILE']);

function isOfTheDisk(error: unknown): boolean {
  return diskCodes.has((error as NodeJS.ErrnoException).code ?? '');
}
