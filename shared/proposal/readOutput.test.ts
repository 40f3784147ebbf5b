import { describe, expect, it } from 'vitest';
import { readOutput } from './readOutput';

const box = (text: string, convention: 'center' | 'topLeft' = 'center') =>
  readOutput('affordance', text, convention);
const path = (text: string) => readOutput('trajectory', text, 'center');
const problem = (reading: ReturnType<typeof readOutput>) =>
  reading.outcome === 'malformed' ? reading.problem : `not malformed: ${reading.outcome}`;

describe('readOutput of a box', () => {
  it('gives edges from a centre or from a top left corner', () => {
    const text = '{"x": 0.5, "y": 0.25, "width": 0.25, "height": 0.125}';
    expect(box(text)).toEqual({
      outcome: 'parsed',
      box: { xMin: 0.375, yMin: 0.1875, xMax: 0.625, yMax: 0.3125 },
    });
    expect(box(text, 'topLeft')).toEqual({
      outcome: 'parsed',
      box: { xMin: 0.5, yMin: 0.25, xMax: 0.75, yMax: 0.375 },
    });
  });

  it('moves an edge that is barely outside onto the picture’s edge, and refuses more', () => {
    expect(box('{"x": 0.04, "y": 0.5, "width": 0.1, "height": 0.1}')).toMatchObject({
      outcome: 'parsed',
      box: { xMin: 0 },
    });
    expect(problem(box('{"x": 0.02, "y": 0.5, "width": 0.1, "height": 0.1}'))).toMatch(/outside/);
    expect(problem(box('{"x": 412, "y": 300, "width": 60, "height": 50}'))).toMatch(/outside/);
  });

  it.each([
    ['{"x": 0.5, "y": 0.5, "width": 0, "height": 0.1}', /no area/],
    ['{"x": 0.5, "y": 0.5, "width": 0.1, "height": -0.1}', /no area/],
    ['{"x": -0.01, "y": 0.5, "width": 0.005, "height": 0.1}', /no area inside/],
    ['{"x": 0.5, "y": 0.5, "width": 0.1}', /height is not a number/],
    ['{"x": "0.5", "y": 0.5, "width": 0.1, "height": 0.1}', /x is not a number/],
    ['{"x": 1e999, "y": 0.5, "width": 0.1, "height": 0.1}', /x is not a number/],
    ['{"x": NaN, "y": 0.5, "width": 0.1, "height": 0.1}', /not valid JSON/],
    ['{"x": 0.5, "y": 0.5, "width": 0.1, "height": 0.1, "z": 1}', /unknown entry "z"/],
    ['[[0.1, 0.2], [0.3, 0.4]]', /A box was asked for/],
    ['0.5', /neither a box nor a path/],
    ['null', /neither a box nor a path/],
    ['', /not valid JSON/],
  ])('says what is wrong with %s', (text, expected) => {
    expect(problem(box(text))).toMatch(expected);
  });
});

describe('readOutput of a path', () => {
  it('gives the points', () => {
    expect(path(' [[0.715645, 0.684211], [0.593633, 0.504111]]\n')).toEqual({
      outcome: 'parsed',
      waypoints: [
        [0.715645, 0.684211],
        [0.593633, 0.504111],
      ],
    });
  });

  it('takes 64 points and refuses 65', () => {
    const points = (count: number) => JSON.stringify(Array.from({ length: count }, () => [0.5, 0.5]));
    expect(path(points(64)).outcome).toBe('parsed');
    expect(problem(path(points(65)))).toMatch(/at most 64/);
  });

  it.each([
    ['[[0.5, 0.5]]', /at least 2/],
    ['[[0.5, 0.5], [0.5]]', /Point 2 .* pair/],
    ['[[0.5, 0.5], [0.5, 0.5, 0.5]]', /Point 2 .* pair/],
    ['[[0.5, 0.5], [0.5, null]]', /Point 2 .* pair/],
    ['[[0.5, 0.5], [0.5, 1.03]]', /Point 2 .* outside/],
    ['[0.5, 0.5]', /Point 1 .* pair/],
    ['{"x": 0.5}', /A path was asked for/],
    ['[[0.5, 0.5], [0.5, 0.6]', /not valid JSON/],
  ])('says what is wrong with %s', (text, expected) => {
    expect(problem(path(text))).toMatch(expected);
  });
});

it('knows “nothing there” from either empty form', () => {
  for (const kind of ['affordance', 'trajectory'] as const) {
    for (const text of ['{}', '[]', ' { } ']) {
      expect(readOutput(kind, text, 'center')).toEqual({ outcome: 'nothingThere' });
    }
  }
});

describe('readOutput of a question to the operator', () => {
  it('reads it for both kinds', () => {
    for (const kind of ['affordance', 'trajectory'] as const) {
      expect(readOutput(kind, '{"question": " Which one? "}', 'center')).toEqual({
        outcome: 'asks',
        question: 'Which one?',
      });
    }
  });

  it.each([
    '{"question": ""}',
    '{"question": 3}',
    '{"question": null}',
    `{"question": "${'x'.repeat(501)}"}`,
  ])('refuses %s', (text) => {
    expect(problem(readOutput('affordance', text, 'center'))).toMatch(/question/);
  });

  it('does not take a box with a question beside it', () => {
    expect(problem(box('{"question": "Which?", "x": 0.5, "y": 0.5, "width": 0.1, "height": 0.1}'))).toMatch(
      /unknown entry/,
    );
  });
});
