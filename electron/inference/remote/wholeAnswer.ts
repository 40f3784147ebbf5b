import { answerTags } from '../../../shared/proposal/splitAnswer';

/** A piece of an answer as it comes over the line. */
export interface Delta {
  readonly content?: string | null | undefined;
  /** What stood in `<think>`, where a server takes it out of the content: vLLM's, SGLang's and transformers' name. */
  readonly reasoning_content?: string | null | undefined;
  /** The same by its newer name. */
  readonly reasoning?: string | null | undefined;
}

/** Gives each piece as the model has said it: with the tags that a server may have taken off the reasoning. */
export function createWholeAnswer(): (delta: Delta) => string {
  let thinking = false;
  return ({ content, reasoning_content, reasoning }) => {
    const thought = reasoning_content || reasoning || '';
    let piece = '';
    if (thought !== '') {
      if (!thinking) piece += answerTags.thinkOpen;
      thinking = true;
      piece += thought;
    }
    if (content) {
      if (thinking) piece += answerTags.thinkClose;
      thinking = false;
      piece += content;
    }
    return piece;
  };
}
