import type { Client } from '../../shared/contract/channel';
import type { videoEncoderContract } from '../../shared/contract/videoEncoderContract';
import { ExportCancelled, ExportProblem } from './exportProblem';

/** What every piece of work in the background has. */
export interface WorkContext {
  readonly signal: AbortSignal;
  /** `fraction` of the whole, and what is being done. */
  readonly progress: (fraction: number, text: string) => void;
  readonly skip: (episodeId: string, why: string) => void;
  /** The page with this machine's video codecs; undefined where it does not come up. */
  readonly videoEncoder: () => Promise<Client<typeof videoEncoderContract> | undefined>;
}

/**
 * Does one thing after the other. One that fails is skipped, with its reason; the disk or the operator ends all of
 * it. Throws ExportProblem when none succeeded.
 */
export async function eachOf<T>(
  { signal, progress, skip }: WorkContext,
  things: readonly T[],
  nameOf: (thing: T) => string,
  work: (thing: T, progress: (share: number) => void) => Promise<void>,
): Promise<number> {
  let done = 0;
  let firstReason = '';
  for (const [place, thing] of things.entries()) {
    const words = `Episode ${place + 1} of ${things.length}`;
    const tell = (share: number) => progress((place + share) / things.length, words);
    tell(0);
    try {
      await work(thing, tell);
      done++;
    } catch (error) {
      if (error instanceof ExportCancelled || signal.aborted) throw new ExportCancelled();
      if (isOfTheDisk(error)) throw error;
      const why = error instanceof Error ? error.message : String(error);
      firstReason ||= why;
      skip(nameOf(thing), why.slice(0, 1000));
    }
  }
  if (done === 0) throw new ExportProblem(`None of the episodes could be taken. ${firstReason}`);
  return done;
}

/** Errors of the file system while writing: no other episode would fare better. */
const diskCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EMFILE']);

function isOfTheDisk(error: unknown): boolean {
  return diskCodes.has((error as NodeJS.ErrnoException).code ?? '');
}
