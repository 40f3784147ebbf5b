import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Generation, type Proposal, proposalSchema, type Samples } from '../contract/proposal';
import { distinctAnswers, medoidOf, spreadOf, withChosen } from './samples';

const figures = {
  text: '',
  reasoning: '',
  promptTokens: 1,
  tokens: 1,
  firstTokenMs: 1,
  totalMs: 1,
  meanLogProb: 0,
};
const boxAt = (x: number, width = 0.1): Generation => ({
  ...figures,
  kind: 'affordance',
  outcome: 'parsed',
  box: { xMin: x, yMin: 0, xMax: x + width, yMax: 0.1 },
});
const pathTo = (x: number): Generation => ({
  ...figures,
  kind: 'trajectory',
  outcome: 'parsed',
  waypoints: [
    [0, 0],
    [x, 0],
  ],
});
const nothing: Generation = { ...figures, kind: 'affordance', outcome: 'nothingThere' };
const bad: Generation = { ...figures, kind: 'affordance', outcome: 'malformed', problem: 'x' };
const asks = (question: string): Generation => ({
  ...figures,
  kind: 'affordance',
  outcome: 'asks',
  question,
});

describe('medoidOf', () => {
  it('is the box that overlaps the others most, and the path that is nearest to them', () => {
    expect(medoidOf('affordance', [boxAt(0.5), boxAt(0.12), boxAt(0.1), boxAt(0.14)])).toBe(1);
    expect(medoidOf('trajectory', [pathTo(0.9), pathTo(0.3), pathTo(0.1)])).toBe(1);
  });

  it('goes by the largest camp, and in doubt by the one that moves less', () => {
    expect(medoidOf('affordance', [boxAt(0.1), nothing, nothing])).toBe(1);
    expect(medoidOf('affordance', [boxAt(0.1), nothing, boxAt(0.1)])).toBe(0);
    expect(medoidOf('affordance', [boxAt(0.1), nothing])).toBe(1);
    expect(medoidOf('affordance', [nothing, asks('which?'), boxAt(0.1)])).toBe(1);
    expect(medoidOf('affordance', [asks('a?'), asks('b?'), asks('b?')])).toBe(1);
  });

  it('gives answers that cannot be read no say while there is another', () => {
    expect(medoidOf('affordance', [bad, bad, boxAt(0.1)])).toBe(2);
    expect(medoidOf('affordance', [bad, bad])).toBe(0);
  });

  it('has no other box of its camp with a greater mean IoU, whatever the boxes', () => {
    const boxes = fc.array(
      fc.double({ min: 0, max: 0.8, noNaN: true }).map((x) => boxAt(x, 0.2)),
      {
        minLength: 2,
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(boxes, (answers) => {
        const meanOf = (medoid: number) => spreadOf(samplesOf(answers, medoid)).mean ?? 0;
        const chosen = medoidOf('affordance', answers);
        for (const index of answers.keys())
          expect(meanOf(chosen)).toBeGreaterThanOrEqual(meanOf(index) - 1e-12);
      }),
    );
  });
});

const samplesOf = (answers: readonly Generation[], medoid: number): Samples => ({
  kind: answers[0]!.kind,
  draw: { temperature: 0.7, topP: 0.9, topK: 0, repetitionPenalty: 1 },
  answers: answers.map((generation, seed) => ({ seed, generation })),
  medoid,
  chosen: medoid,
});

describe('spreadOf', () => {
  it('tells the likeness to the medoid in the units of VLA-R1', () => {
    const boxes = spreadOf(samplesOf([boxAt(0), boxAt(0.05), nothing], 0));
    expect(boxes.toMedoid).toEqual([null, expect.closeTo(1 / 3), null]);
    expect(boxes.mean).toBeCloseTo(1 / 3);
    expect(boxes.outcomes).toEqual({ parsed: 2, asks: 0, nothingThere: 1, malformed: 0 });
    expect(spreadOf(samplesOf([pathTo(0.3), pathTo(0.35)], 0)).mean).toBeCloseTo(50);
    expect(spreadOf(samplesOf([nothing, nothing], 0)).mean).toBeNull();
  });
});

describe('distinctAnswers', () => {
  it('takes together what comes to the same, whatever the reasoning', () => {
    const same = { ...boxAt(0.1), reasoning: 'in other words' };
    const samples = { ...samplesOf([boxAt(0.1), boxAt(0.2), same, nothing], 0), chosen: 2 };
    expect(distinctAnswers(samples).map(({ index, count }) => [index, count])).toEqual([
      [2, 2],
      [1, 1],
      [3, 1],
    ]);
  });
});

describe('withChosen', () => {
  const first = samplesOf([boxAt(0.1), boxAt(0.5)], 0);
  const proposal: Proposal = {
    proposalId: 'p-1',
    observationId: 'o-1',
    instruction: 'x',
    earlier: [],
    model: { packId: 'p', name: 'n', version: '1', packHash: 'a'.repeat(64), provider: 'cpu' },
    generations: [boxAt(0.1), pathTo(0.3)],
    samples: [first],
  };

  it('is another Proposal with the chosen answer, and says where it is from', () => {
    const chosen = withChosen(proposal, { affordance: 1 }, 'p-2');
    expect(chosen).toMatchObject({ proposalId: 'p-2', chosenFrom: 'p-1', observationId: 'o-1' });
    expect(chosen.generations).toEqual([boxAt(0.5), pathTo(0.3)]);
    expect(chosen.samples?.[0]).toMatchObject({ medoid: 0, chosen: 1 });
    expect(proposalSchema.parse(chosen)).toEqual(chosen);
  });

  it('does not fit its schema with an answer that is not there', () => {
    const wrong = { ...proposal, samples: [{ ...first, chosen: 2 }] };
    expect(proposalSchema.safeParse(wrong).success).toBe(false);
    expect(withChosen(proposal, { affordance: 7 }, 'p-2').samples?.[0]?.chosen).toBe(0);
  });
});
