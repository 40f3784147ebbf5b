import type { ExportOrder } from '../../shared/contract/exporterContract';
import type { EpisodeFile } from '../episodes/reading/episodeFiles';
import { eachOf, type WorkContext } from './eachOf';

/** What a writer of one format works with. */
export interface ExportContext extends WorkContext {
  readonly order: ExportOrder;
  /** Oldest first. */
  readonly files: readonly EpisodeFile[];
  /** Where the result goes. */
  readonly path: string;
  readonly appVersion: string;
}

/** What came of an export, in words. */
export interface ExportResult {
  readonly text: string;
}

/** Hands on one episode after the other: see eachOf. */
export function eachEpisode(
  context: ExportContext,
  handOn: (file: EpisodeFile, progress: (share: number) => void) => Promise<void>,
): Promise<number> {
  return eachOf(context, context.files, ({ episodeId }) => episodeId, handOn);
}
