import type { Question } from '../../../shared/proposal/prompts';
import type { Answer, AskOptions } from '../askable';

export interface RemoteAnswer extends Answer {
  /** What the server says it is; null where it does not. */
  readonly served: string | null;
}

export interface RemoteAskOptions extends AskOptions {
  /** Fewer tokens than the endpoint's settings allow. */
  readonly maxTokens?: number;
}

/** Puts one question about one picture to a server. Throws EndpointError or GenerationCancelled. */
export type AskServer = (
  question: Question,
  jpeg: Uint8Array,
  options: RemoteAskOptions,
) => Promise<RemoteAnswer>;
