import { ComputeError } from '../computeError';

/** How the next token is chosen from the model's scores; the names are those of generation_config.json. */
export interface SamplingSettings {
  /** false: the likeliest token, always. */
  readonly doSample: boolean;
  readonly temperature: number;
  readonly topP: number;
  /** 0: no limit. */
  readonly topK: number;
  readonly repetitionPenalty: number;
}

export interface Choice {
  readonly id: number;
  /** Natural logarithm of the token's probability by the model's own scores, before any setting. */
  readonly logProb: number;
}

function likeliest(scores: Float32Array | Float64Array): number {
  let best = 0;
  for (let id = 1; id < scores.length; id++) if (scores[id]! > scores[best]!) best = id;
  return best;
}

/** Logarithm of the sum of the scores' exponentials, without overflow. */
function logSumExp(scores: Float32Array | Float64Array): number {
  const max = scores[likeliest(scores)]!;
  let sum = 0;
  for (let id = 0; id < scores.length; id++) sum += Math.exp(scores[id]! - max);
  return max + Math.log(sum);
}

/** Divides (or, where negative, multiplies) the scores of tokens that have been said, each once. */
function penalised(scores: Float32Array, said: ReadonlySet<number>, penalty: number): Float64Array {
  const result = Float64Array.from(scores);
  for (const id of said) {
    const score = result[id];
    if (score !== undefined) result[id] = score < 0 ? score * penalty : score / penalty;
  }
  return result;
}

/** Draws one of the likeliest tokens: at most `topK`, and as few as together reach `topP`. */
function draw(scores: Float64Array, settings: SamplingSettings, random: () => number): number {
  const scaled = scores.map((score) => score / settings.temperature);
  const total = logSumExp(scaled);
  // All tokens less likely than this together have less than what topP leaves out: sorting them is of no use.
  const least = Math.log((1 - settings.topP) / scaled.length) + total;
  const order = [...scaled.keys()].filter((id) => scaled[id]! >= least);
  order.sort((a, b) => scaled[b]! - scaled[a]!);
  const limit = settings.topK > 0 ? Math.min(settings.topK, order.length) : order.length;
  const kept: { readonly id: number; readonly upTo: number }[] = [];
  let mass = 0;
  for (const id of order.slice(0, limit)) {
    mass += Math.exp(scaled[id]! - total);
    kept.push({ id, upTo: mass });
    if (mass >= settings.topP) break;
  }
  const place = random() * mass;
  return (kept.find((candidate) => place < candidate.upTo) ?? kept[kept.length - 1]!).id;
}

/**
 * Chooses the next token. `said` are the tokens of prompt and answer so far, which the repetition penalty
 * counts as Hugging Face's generate() does. Throws when the scores are not finite numbers.
 */
export function chooseToken(
  scores: Float32Array,
  said: ReadonlySet<number>,
  settings: SamplingSettings,
  random: () => number,
): Choice {
  const total = logSumExp(scores);
  if (!Number.isFinite(total)) throw new ComputeError('The model gave scores that are not numbers.');
  const adjusted =
    settings.repetitionPenalty === 1 ? scores : penalised(scores, said, settings.repetitionPenalty);
  const id =
    settings.doSample && settings.temperature > 0
      ? draw(Float64Array.from(adjusted), settings, random)
      : likeliest(adjusted);
  return { id, logProb: scores[id]! - total };
}
