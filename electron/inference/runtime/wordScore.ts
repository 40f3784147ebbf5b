/**
 * The natural log probability of an answer's words: the sum over all tokens that are no digit. Which thing is meant, and
 * whether it is there, stands in the words; the last digit of a coordinate is never certain. The recipe calibrates the
 * same sum (r1sim/doubt.py).
 *
 * @param texts of each token, as `logProbs`.
 */
export function wordScore(texts: readonly string[], logProbs: readonly number[]): number {
  return logProbs.reduce((sum, logProb, index) => (isDigit(texts[index]) ? sum : sum + logProb), 0);
}

const isDigit = (text: string | undefined) => text !== undefined && /^[0-9]$/.test(text);
