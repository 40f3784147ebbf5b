/** The four tags of an answer in VLA-CoT form. */
export const answerTags = {
  thinkOpen: '<think>',
  thinkClose: '</think>',
  outputOpen: '<output>',
  outputClose: '</output>',
} as const;

/** How far an answer has come: before `<think>`, in it, between the two parts, in `<output>`, after it. */
export type AnswerStage = 'opening' | 'reasoning' | 'bridging' | 'output' | 'done';

interface CommonParts {
  /** What stands in `<think>` so far, without the beginning of a tag that is still arriving. */
  readonly reasoning: string;
  /** Why this can no longer become a well-formed answer. */
  readonly problem?: string;
}

export type AnswerParts =
  | (CommonParts & { readonly stage: Exclude<AnswerStage, 'done'> })
  /** `output`: what stands between `<output>` and `</output>`. */
  | (CommonParts & { readonly stage: 'done'; readonly output: string });

/** `text` without a tail that may be the beginning of `tag`. */
function withoutPartialTag(text: string, tag: string): string {
  for (let length = Math.min(tag.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(tag.slice(0, length))) return text.slice(0, -length);
  }
  return text;
}

/**
 * Takes an answer, whole or as far as it has come, apart by its tags:
 * `<think>reasoning</think> bridging words <output>...</output>`. Words before, between and after the two
 * parts are allowed and ignored; an `<output>` in the reasoning, or a second one, is not, because it
 * would then be a guess which one is meant.
 */
export function splitAnswer(text: string): AnswerParts {
  const { thinkOpen, thinkClose, outputOpen, outputClose } = answerTags;
  const thinkAt = text.indexOf(thinkOpen);
  const earlyOutput = text.indexOf(outputOpen);
  if (earlyOutput >= 0 && (thinkAt < 0 || earlyOutput < thinkAt)) {
    return { stage: 'opening', reasoning: '', problem: 'The answer gives an <output> before any <think>.' };
  }
  if (thinkAt < 0) return { stage: 'opening', reasoning: '' };

  const reasoningAt = thinkAt + thinkOpen.length;
  const thinkEnd = text.indexOf(thinkClose, reasoningAt);
  const spoken =
    thinkEnd < 0 ? withoutPartialTag(text.slice(reasoningAt), thinkClose) : text.slice(reasoningAt, thinkEnd);
  if (spoken.includes(outputOpen)) {
    return {
      stage: 'reasoning',
      reasoning: spoken,
      problem: 'The answer gives an <output> inside its reasoning.',
    };
  }
  if (thinkEnd < 0) return { stage: 'reasoning', reasoning: spoken };

  const outputAt = text.indexOf(outputOpen, thinkEnd);
  if (outputAt < 0) return { stage: 'bridging', reasoning: spoken };
  const contentAt = outputAt + outputOpen.length;
  const outputEnd = text.indexOf(outputClose, contentAt);
  if (outputEnd < 0) return { stage: 'output', reasoning: spoken };

  const parts = { stage: 'done', reasoning: spoken, output: text.slice(contentAt, outputEnd) } as const;
  return text.indexOf(outputOpen, contentAt) < 0
    ? parts
    : { ...parts, problem: 'The answer gives more than one <output>.' };
}
