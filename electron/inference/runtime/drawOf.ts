import type { Draw } from '../../../shared/contract/proposal';

/** VLA-R1's reference draws so; taken where a model's own settings always give the likeliest token. */
const reference = { temperature: 0.7, topP: 0.9 };

/** How several answers to one question are drawn: by the model's own settings if they draw at all. */
export function drawOf(own: {
  readonly doSample: boolean;
  readonly temperature: number;
  readonly topP: number;
  readonly topK: number;
  readonly repetitionPenalty: number;
}): Draw {
  const { doSample, temperature, topP, topK, repetitionPenalty } = own;
  const draws = doSample && temperature > 0;
  return { ...(draws ? { temperature, topP } : reference), topK: draws ? topK : 0, repetitionPenalty };
}
