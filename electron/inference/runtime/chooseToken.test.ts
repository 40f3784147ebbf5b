import { describe, expect, it } from 'vitest';
import { chooseToken, type SamplingSettings } from './chooseToken';
import { randomNumbers } from './randomNumbers';

const greedy: SamplingSettings = { doSample: false, temperature: 1, topP: 1, topK: 0, repetitionPenalty: 1 };
const sampled = { ...greedy, doSample: true };
const probabilities = [0.1, 0.5, 0.15, 0.25];
const scores = Float32Array.from(probabilities, (probability) => Math.log(probability) + 7);
const nothing = new Set<number>();

function frequencies(settings: SamplingSettings, draws = 20_000): number[] {
  const random = randomNumbers(1);
  const counts = probabilities.map(() => 0);
  for (let index = 0; index < draws; index++) counts[chooseToken(scores, nothing, settings, random).id]!++;
  return counts.map((count) => count / draws);
}

describe('chooseToken', () => {
  it('takes the likeliest, with its natural log probability', () => {
    const choice = chooseToken(scores, nothing, greedy, randomNumbers(0));
    expect(choice.id).toBe(1);
    expect(choice.logProb).toBeCloseTo(Math.log(0.5), 6);
  });

  it('stays finite for scores whose exponentials overflow', () => {
    const choice = chooseToken(Float32Array.of(900, 1000, -1000), nothing, greedy, randomNumbers(0));
    expect(choice).toEqual({ id: 1, logProb: 0 });
  });

  it('refuses scores that are not numbers', () => {
    expect(() => chooseToken(Float32Array.of(NaN, 1), nothing, greedy, randomNumbers(0))).toThrow(
      /not numbers/,
    );
    expect(() => chooseToken(Float32Array.of(1, NaN), nothing, greedy, randomNumbers(0))).toThrow(
      /not numbers/,
    );
  });

  it('draws as likely as the model says', () => {
    frequencies(sampled).forEach((frequency, id) => {
      expect(frequency).toBeCloseTo(probabilities[id]!, 1);
    });
  });

  it('keeps only as many as reach topP, and only topK', () => {
    expect(frequencies({ ...sampled, topP: 0.7 }).map((frequency) => frequency > 0)).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect(frequencies({ ...sampled, topK: 1 })).toEqual([0, 1, 0, 0]);
  });

  it('prefers the likeliest more the colder it is', () => {
    const cold = frequencies({ ...sampled, temperature: 0.5 })[1]!;
    const expected = 0.25 / probabilities.reduce((sum, probability) => sum + probability ** 2, 0);
    expect(cold).toBeCloseTo(expected, 1);
    expect(frequencies({ ...sampled, temperature: 0 })).toEqual([0, 1, 0, 0]);
  });

  it('makes what was said less likely, but reports the model’s own probability', () => {
    const penalised = { ...greedy, repetitionPenalty: 2 };
    const choice = chooseToken(scores, new Set([1]), penalised, randomNumbers(0));
    expect(choice.id).toBe(3);
    expect(choice.logProb).toBeCloseTo(Math.log(0.25), 6);
    const negative = chooseToken(Float32Array.of(-1, -1.5), new Set([0]), penalised, randomNumbers(0));
    expect(negative.id).toBe(1);
  });
});

it('gives the same random numbers for the same seed, others for another', () => {
  const three = (seed: number) => {
    const random = randomNumbers(seed);
    return [random(), random(), random()];
  };
  expect(three(5)).toEqual(three(5));
  expect(three(5)).not.toEqual(three(6));
  expect(three(0).every((number) => number >= 0 && number < 1)).toBe(true);
});
