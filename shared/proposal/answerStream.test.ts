import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnswerStream } from './answerStream';
import { type AnswerFormat, parseAnswer } from './parseAnswer';

const boxFormat: AnswerFormat = { kind: 'affordance', boxConvention: 'center' };
const pathFormat: AnswerFormat = { kind: 'trajectory', boxConvention: 'center' };

const boxAnswer =
  '<think>The cube is left of the bowl.</think> so, the answer is ' +
  '<output>{"x": 0.563749, "y": 0.638217, "width": 0.094696, "height": 0.123233}</output>';
const pathAnswer =
  '<think>Lift it, carry it over, put it down.</think> so, the answer is ' +
  '<output>[[0.715645, 0.684211], [0.593633, 0.504111], [0.463881, 0.436894], [0.356734, 0.386189]]</output>';

/** Texts that are near the form: pieces of it in any order, with noise. */
const nearAnswers = fc
  .array(
    fc.oneof(
      fc.constantFrom('<think>', '</think>', '<output>', '</output>', '<out', 'put>', '</', '>', '{}', '[]'),
      fc.constantFrom('{"x": 0.5, "y": 0.5, "width": 0.1, "height": 0.1}', '[[0.1, 0.2], [0.3, 0.4]]'),
      fc.string({ maxLength: 12 }),
      fc.json({ maxDepth: 2 }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));
const formats = fc.constantFrom<AnswerFormat>(boxFormat, pathFormat, {
  ...boxFormat,
  boxConvention: 'topLeft',
});

describe('createAnswerStream', () => {
  it('shows reasoning as it comes, without half tags, and the box as soon as it is closed', () => {
    const stream = createAnswerStream(boxFormat);
    expect(stream.push('<thi')).toEqual({ stage: 'opening', reasoning: '' });
    expect(stream.push('nk>The cube')).toEqual({ stage: 'reasoning', reasoning: 'The cube' });
    expect(stream.push(' is a < b </thi')).toEqual({ stage: 'reasoning', reasoning: 'The cube is a < b ' });
    expect(stream.push('nk> so, ')).toMatchObject({ stage: 'bridging', reasoning: 'The cube is a < b ' });
    expect(stream.push('<output>{"x": 0.5, "y": 0.5, "width": 0.5, "hei').stage).toBe('output');
    expect(stream.push('ght": 0.5}</output>')).toEqual({
      stage: 'done',
      reasoning: 'The cube is a < b ',
      answer: {
        outcome: 'parsed',
        reasoning: 'The cube is a < b ',
        box: { xMin: 0.25, yMin: 0.25, xMax: 0.75, yMax: 0.75 },
      },
    });
    expect(stream.finish().outcome).toBe('parsed');
  });

  it('withdraws an answer that a second <output> makes ambiguous', () => {
    const stream = createAnswerStream(pathFormat);
    expect(stream.push(pathAnswer).answer?.waypoints).toHaveLength(4);
    const after = stream.push(' or <output>[[0, 0], [1, 1]]</output>');
    expect(after.answer).toBeUndefined();
    expect(after.problem).toMatch(/more than one/);
    expect(stream.finish()).toMatchObject({ outcome: 'malformed' });
  });

  it('never throws, and its end does not depend on how the text was cut', () => {
    fc.assert(
      fc.property(nearAnswers, formats, fc.array(fc.nat(400), { maxLength: 8 }), (text, format, cuts) => {
        const places = [...cuts.map((cut) => Math.min(cut, text.length)), 0, text.length].sort(
          (a, b) => a - b,
        );
        const stream = createAnswerStream(format);
        places.slice(1).forEach((place, index) => {
          stream.push(text.slice(places[index], place));
        });
        expect(stream.text()).toBe(text);
        expect(stream.finish()).toEqual(parseAnswer(text, format));
      }),
      { numRuns: 2000 },
    );
  });

  it('only ever adds to the reasoning, and never un-says that an answer is spoiled', () => {
    fc.assert(
      fc.property(nearAnswers, formats, (text, format) => {
        const stream = createAnswerStream(format);
        let before = stream.push('');
        let grew = true;
        let stayed = true;
        for (const character of text) {
          const now = stream.push(character);
          grew &&= now.reasoning.startsWith(before.reasoning);
          stayed &&= before.problem === undefined || now.problem !== undefined;
          before = now;
        }
        expect({ grew, stayed }).toEqual({ grew: true, stayed: true });
        const end = stream.finish();
        expect(end.reasoning).toBe(before.reasoning);
        if (before.answer) expect(end).toEqual(before.answer);
        else expect(end.outcome).toBe('malformed');
      }),
      { numRuns: 1000 },
    );
  });

  it('gives back any well-formed box within rounding', () => {
    const unit = fc.double({ min: 0.2, max: 0.8, noNaN: true });
    const size = fc.double({ min: 0.001, max: 0.3, noNaN: true });
    fc.assert(
      fc.property(unit, unit, size, size, fc.string({ maxLength: 30 }), (x, y, width, height, words) => {
        const said = words.replaceAll('<', '');
        const answer = parseAnswer(
          `<think>${said}</think>${said}<output>${JSON.stringify({ x, y, width, height })}</output>${said}`,
          boxFormat,
        );
        expect(answer.outcome).toBe('parsed');
        expect(answer.reasoning).toBe(said);
        expect((answer.box!.xMin + answer.box!.xMax) / 2).toBeCloseTo(x, 12);
        expect(answer.box!.yMax - answer.box!.yMin).toBeCloseTo(height, 12);
      }),
    );
  });
});

describe('parseAnswer', () => {
  it('reads both of VLA-R1’s forms', () => {
    expect(parseAnswer(boxAnswer, boxFormat)).toMatchObject({
      outcome: 'parsed',
      reasoning: 'The cube is left of the bowl.',
    });
    expect(parseAnswer(pathAnswer, pathFormat).waypoints?.[3]).toEqual([0.356734, 0.386189]);
  });

  it('knows “nothing there”', () => {
    expect(
      parseAnswer('<think>I see no cup.</think> so, the answer is <output>{}</output>', boxFormat),
    ).toEqual({
      outcome: 'nothingThere',
      reasoning: 'I see no cup.',
    });
  });

  it.each([
    ['', /no <think>/],
    ['I cannot.', /no <think>/],
    ['<output>{}</output>', /before any <think>/],
    ['<think>a', /no <\/think>/],
    ['<think>a</think> so', /no <output>/],
    ['<think>a</think><output>{}', /no <\/output>/],
    ['<think>a <output>{}</output></think><output>{}</output>', /inside its reasoning/],
    ['<think>a</think><output>{}</output><output>{}</output>', /more than one/],
    ['<think>a</think><output><output>{}</output>', /more than one/],
    ['<think>a</think><output>{x: 1}</output>', /not valid JSON/],
  ])('says what is wrong with %j', (text, expected) => {
    expect(parseAnswer(text, boxFormat)).toMatchObject({
      outcome: 'malformed',
      problem: expect.stringMatching(expected),
    });
  });
});
