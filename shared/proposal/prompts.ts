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

/** A turn of the dialogue that is over, as far as one kind of question goes. */
export interface AnsweredTurn {
  readonly said: string;
  readonly answer: string;
}

export interface Question {
  readonly kind: ProposalKind;
  readonly instruction: string;
  /** The turns before this one; the first is about the task, and has the picture. */
  readonly earlier?: readonly AnsweredTurn[];
}

/** One message of the conversation with the model. */
export interface ChatTurn {
  readonly role: 'user' | 'assistant';
  readonly text: string;
  /** Whether the picture follows the text; it does in the first turn, and nowhere else. */
  readonly picture: boolean;
}

/**
 * A question as the messages of a conversation, without the system's: the task with the picture, its answer and the
 * later turns if there are any (sentence and suffix, without a picture).
 */
export function chatTurns(
  { kind, instruction, earlier = [] }: Question,
  style: PlaceholderStyle,
): readonly ChatTurn[] {
  const question = questionText(kind, earlier[0]?.said ?? instruction);
  const text = style === 'literal' ? ` ${question}` : question.slice(0, -imagePlaceholder.length);
  const laterSuffix = promptSuffix[kind].slice(0, -`\n${imagePlaceholder}`.length);
  const later = earlier.flatMap(({ answer }, index): ChatTurn[] => [
    { role: 'assistant', text: answer, picture: false },
    { role: 'user', text: (earlier[index + 1]?.said ?? instruction) + laterSuffix, picture: false },
  ]);
  return [{ role: 'user', text, picture: true }, ...later];
}

/**
 * The whole prompt in Qwen2-VL's chat format, ready for the tokenizer: default system message, the turns with the
 * picture, and the opening of the assistant's answer.
 *
 * @param imageTokens how many `<|image_pad|>` the picture takes (merged patches), at least 1.
 */
export function renderPrompt(question: Question, imageTokens: number, style: PlaceholderStyle): string {
  if (!Number.isInteger(imageTokens) || imageTokens < 1) {
    throw new RangeError(`A picture takes at least one token, not ${imageTokens}.`);
  }
  const { messageStart, messageEnd, visionStart, visionEnd, imagePad } = controlWords;
  const shown = visionStart + imagePad.repeat(imageTokens) + visionEnd;
  const turns = chatTurns(question, style).map(
    ({ role, text, picture }) => `${messageStart}${role}\n${text}${picture ? shown : ''}${messageEnd}\n`,
  );
  return (
    `${messageStart}system\n${defaultSystemMessage}${messageEnd}\n` +
    `${turns.join('')}${messageStart}assistant\n`
  );
}

/**
 * The first control word (`<|...|>`) in a sentence, or undefined. The tokenizer would read it as the end
 * of a message or as part of a picture, so an instruction that has one must not be sent.
 */
export function controlWordIn(instruction: string): string | undefined {
  return /<\|[a-z0-9_]{1,40}\|>/i.exec(instruction)?.[0];
}
