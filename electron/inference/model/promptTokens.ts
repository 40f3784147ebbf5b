import { type PlaceholderStyle, type Question, renderPrompt } from '../../../shared/proposal/prompts';
import { ropePositions } from '../text/ropePositions';
import type { TextTokenizer } from '../text/tokenizer';

/** A prompt as the decoder takes it. */
export interface PromptTokens {
  readonly ids: readonly number[];
  /** Index of the picture's first token. */
  readonly pictureAt: number;
  readonly positionIds: BigInt64Array;
  /** The first answer token stands at ids.length + ropeDelta, and so on. */
  readonly ropeDelta: number;
}

export interface PromptSettings {
  readonly placeholder: PlaceholderStyle;
  readonly imageTokenId: number;
  readonly mergeSize: number;
}

/**
 * Renders and tokenises a question about a picture of `imageTokens` tokens. Throws when the tokenizer
 * does not make exactly these picture tokens of the prompt, in one piece.
 */
export function promptTokens(
  question: Question,
  picture: { readonly tokens: number; readonly grid: readonly [number, number, number] },
  tokenizer: TextTokenizer,
  settings: PromptSettings,
): PromptTokens {
  const text = renderPrompt(question, picture.tokens, settings.placeholder);
  const ids = tokenizer.encode(text);
  const pictureAt = ids.indexOf(settings.imageTokenId);
  const places = ids.filter((id) => id === settings.imageTokenId).length;
  if (places !== picture.tokens || ids.lastIndexOf(settings.imageTokenId) - pictureAt + 1 !== places) {
    throw new Error(
      `The prompt has ${places} picture tokens where the picture takes ${picture.tokens} in one piece.`,
    );
  }
  return { ids, pictureAt, ...ropePositions(ids.length, pictureAt, picture.grid, settings.mergeSize) };
}
