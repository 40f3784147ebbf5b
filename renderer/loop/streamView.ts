import type { ProposalKind } from '../../shared/contract/proposal';
import type { AnswerProgress } from '../../shared/proposal/answerStream';

/** One generation as far as it has come; figures are measured here, the proposal brings the model's own. */
export interface StreamView {
  readonly kind: ProposalKind;
  /** Which of several answers it is, from 0, and of how many. */
  readonly sample: number;
  readonly samples: number;
  readonly text: string;
  readonly tokens: number;
  readonly firstTokenMs: number;
  readonly lastTokenMs: number;
  readonly progress: AnswerProgress;
}

/** Tokens a second after the first one; null while there is nothing to measure. */
export function tokensPerSecond(stream: StreamView): number | null {
  const seconds = (stream.lastTokenMs - stream.firstTokenMs) / 1000;
  return stream.tokens > 1 && seconds > 0 ? (stream.tokens - 1) / seconds : null;
}
