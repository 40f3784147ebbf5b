import type { Box, BoxConvention, ProposalKind } from '../contract/proposal';

/** The content of one `<output>`: usable, a well-formed "nothing there", or what is wrong with it. */
export type OutputReading =
  | { readonly outcome: 'parsed'; readonly box: Box }
  | { readonly outcome: 'parsed'; readonly waypoints: readonly (readonly [number, number])[] }
  | { readonly outcome: 'nothingThere' }
  | { readonly outcome: 'asks'; readonly question: string }
  | { readonly outcome: 'malformed'; readonly problem: string };

/** How far (fraction of the picture) a place may lie outside of it; it is then moved onto the edge. */
export const edgeTolerance = 0.02;
export const minWaypoints = 2;
export const maxWaypoints = 64;

const boxKeys = ['x', 'y', 'width', 'height'] as const;

const malformed = (problem: string): OutputReading => ({ outcome: 'malformed', problem });

function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function isCoordinate(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

const outside = (value: number): boolean => value < -edgeTolerance || value > 1 + edgeTolerance;
const clamp = (value: number): number => Math.min(1, Math.max(0, value));

function readBox(value: object, convention: BoxConvention): OutputReading {
  const entries = value as Readonly<Record<string, unknown>>;
  const unknownKey = Object.keys(entries).find((key) => !(boxKeys as readonly string[]).includes(key));
  if (unknownKey !== undefined) return malformed(`The box has an unknown entry ${quote(unknownKey)}.`);
  const numbers: number[] = [];
  for (const key of boxKeys) {
    const entry = Object.hasOwn(entries, key) ? entries[key] : undefined;
    if (!isCoordinate(entry)) return malformed(`The box's ${key} is not a number: ${quote(entry)}.`);
    numbers.push(entry);
  }
  const [x, y, width, height] = numbers as [number, number, number, number];
  if (width <= 0 || height <= 0) return malformed(`The box has no area: ${width} by ${height}.`);
  const xMin = convention === 'center' ? x - width / 2 : x;
  const yMin = convention === 'center' ? y - height / 2 : y;
  const edges = { xMin, yMin, xMax: xMin + width, yMax: yMin + height };
  if (Object.values(edges).some(outside)) {
    return malformed(`The box ${quote(value)} reaches outside of the picture.`);
  }
  const box = {
    xMin: clamp(edges.xMin),
    yMin: clamp(edges.yMin),
    xMax: clamp(edges.xMax),
    yMax: clamp(edges.yMax),
  };
  if (box.xMax <= box.xMin || box.yMax <= box.yMin) {
    return malformed(`The box ${quote(value)} has no area inside the picture.`);
  }
  return { outcome: 'parsed', box };
}

function readWaypoints(value: readonly unknown[]): OutputReading {
  if (value.length < minWaypoints) {
    return malformed(`A path needs at least ${minWaypoints} points; the answer has ${value.length}.`);
  }
  if (value.length > maxWaypoints) {
    return malformed(`A path may have at most ${maxWaypoints} points; the answer has ${value.length}.`);
  }
  const waypoints: [number, number][] = [];
  for (const [index, point] of value.entries()) {
    if (!Array.isArray(point) || point.length !== 2 || !point.every(isCoordinate)) {
      return malformed(`Point ${index + 1} of the path is not a pair of numbers: ${quote(point)}.`);
    }
    const [x, y] = point as [number, number];
    if (outside(x) || outside(y)) {
      return malformed(`Point ${index + 1} of the path, ${quote(point)}, lies outside of the picture.`);
    }
    waypoints.push([clamp(x), clamp(y)]);
  }
  return { outcome: 'parsed', waypoints };
}

const maxQuestionLength = 500;

/** What an answer of the form {"question": ...} asks; undefined where it is of another form. */
function questionOf(value: object): unknown {
  return Object.keys(value).length === 1 && Object.hasOwn(value, 'question')
    ? (value as { readonly question: unknown }).question
    : undefined;
}

function readQuestion(question: unknown): OutputReading {
  if (typeof question !== 'string' || question.trim() === '') {
    return malformed(`The question is not a text: ${quote(question)}.`);
  }
  return question.length > maxQuestionLength
    ? malformed(`The question is longer than ${maxQuestionLength} characters.`)
    : { outcome: 'asks', question: question.trim() };
}

/**
 * Reads the text between `<output>` and `</output>`. Coordinates are fractions of the original picture,
 * x to the right, y down; the box comes out by its edges whatever the convention. `{}` and `[]` are the
 * model's "nothing there"; `{"question": ...}`, which is this console's addition to VLA-R1's forms, asks the operator.
 * Never throws.
 */
export function readOutput(kind: ProposalKind, text: string, convention: BoxConvention): OutputReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return malformed(`The <output> is not valid JSON: ${quote(text.trim())}.`);
  }
  if (typeof value !== 'object' || value === null) {
    return malformed(`The <output> is neither a box nor a path: ${quote(value)}.`);
  }
  if (Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0) {
    return { outcome: 'nothingThere' };
  }
  const question = questionOf(value);
  if (question !== undefined) return readQuestion(question);
  if (kind === 'affordance') {
    return Array.isArray(value)
      ? malformed(`A box was asked for; the answer is a list: ${quote(value)}.`)
      : readBox(value, convention);
  }
  return Array.isArray(value)
    ? readWaypoints(value)
    : malformed(`A path was asked for; the answer is an object: ${quote(value)}.`);
}
