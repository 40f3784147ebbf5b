import type { ProposalKind } from '../contract/proposal';

/** Where the picture goes in a question, as VLA-R1's data writes it. */
export const imagePlaceholder = '<image>';

/**
 * What VLA-R1 appends to the operator's sentence to ask each of its two questions, character for
 * character (its grammar included: the model was trained on exactly this).
 */
export const promptSuffix: Readonly<Record<ProposalKind, string>> = {
  affordance:
    ' Please output the 2D affordance region define by bounding box of the object in the format ' +
    '<output>{"x": value, "y": value, "width": value, "height": value}</output>.\n<image>',
  trajectory:
    ' Please output the optimal trajectory of the end-effector to the target object in the format ' +
    '<output>[[x1, y1], [x2, y2], ...]</output>.\n<image>',
};

/**
 * How a pack was taught to see the placeholder, which VLA-R1's own code does in two ways:
 * `replaced` (its training): the picture stands where `<image>` stood;
 * `literal` (its reference server): a space, then the question with `<image>` as text, then the picture.
 */
export type PlaceholderStyle = 'replaced' | 'literal';

/** The control words of Qwen2-VL's chat format. */
export const controlWords = {
  messageStart: '<|im_start|>',
  messageEnd: '<|im_end|>',
  visionStart: '<|vision_start|>',
  visionEnd: '<|vision_end|>',
  imagePad: '<|image_pad|>',
} as const;

/** The message that Qwen2-VL's chat template inserts where the caller gives no system message. */
const defaultSystemMessage = 'You are a helpful assistant.';

/** The question as VLA-R1's data writes it: the operator's sentence and the suffix, placeholder included. */
export function questionText(kind: ProposalKind, instruction: string): string {
  return instruction + promptSuffix[kind];
}

/**
 * The whole prompt in Qwen2-VL's chat format, ready for the tokenizer: default system message, one user
 * message with the text first and the picture after it, and the opening of the assistant's answer.
 *
 * @param imageTokens how many `<|image_pad|>` the picture takes (merged patches), at least 1.
 */
export function renderPrompt(
  kind: ProposalKind,
  instruction: string,
  imageTokens: number,
  style: PlaceholderStyle,
): string {
  if (!Number.isInteger(imageTokens) || imageTokens < 1) {
    throw new RangeError(`A picture takes at least one token, not ${imageTokens}.`);
  }
  const { messageStart, messageEnd, visionStart, visionEnd, imagePad } = controlWords;
  const question = questionText(kind, instruction);
  const text = style === 'literal' ? ` ${question}` : question.slice(0, -imagePlaceholder.length);
  const picture = visionStart + imagePad.repeat(imageTokens) + visionEnd;
  return (
    `${messageStart}system\n${defaultSystemMessage}${messageEnd}\n` +
    `${messageStart}user\n${text}${picture}${messageEnd}\n` +
    `${messageStart}assistant\n`
  );
}

/**
 * The first control word (`<|...|>`) in a sentence, or undefined. The tokenizer would read it as the end
 * of a message or as part of a picture, so an instruction that has one must not be sent.
 */
export function controlWordIn(instruction: string): string | undefined {
  return /<\|[a-z0-9_]{1,40}\|>/i.exec(instruction)?.[0];
}
