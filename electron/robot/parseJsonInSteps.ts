import type { Steps } from './slices';

/** No string, number or flat list of a plan is longer (characters); longer ones would not fit in a step. */
const longestPiece = 20_000;
/** A plan is nested seven deep, its longest list is that of a trajectory's points, no object has 20 keys. */
const deepest = 16;
const longestList = 5000;
const mostKeys = 100;

/**
 * JSON.parse in steps, for texts that take longer than one slice: containers are walked here, and each
 * string, number and flat list goes to JSON.parse itself. Stricter than JSON.parse where a text could be
 * read in two ways: a key that comes twice (or is "__proto__") is an error. Throws SyntaxError.
 */
export function* parseJsonInSteps(text: string): Steps<unknown> {
  let at = 0;

  const fail = (what: string): never => {
    throw new SyntaxError(`${what} at character ${at}`);
  };
  const skipSpace = () => {
    const start = at;
    while (' \t\n\r'.includes(text.charAt(at)) && at < text.length) {
      if (++at - start > longestPiece) fail('Too much white space');
    }
  };
  const expect = (character: string) => {
    if (text[at] !== character) fail(`Expected "${character}"`);
    at++;
  };
  /** Hands the characters up to `end` to JSON.parse. */
  const parsePiece = (end: number): unknown => {
    if (end - at > longestPiece) fail('Too long a piece');
    try {
      const value: unknown = JSON.parse(text.slice(at, end));
      at = end;
      return value;
    } catch {
      return fail('Not JSON');
    }
  };
  const endOfString = (): number => {
    const limit = at + longestPiece;
    let end = at + 1;
    while (text[end] !== '"') {
      if (end >= text.length || end > limit) fail('A string without end');
      end += text[end] === '\\' ? 2 : 1;
    }
    return end + 1;
  };
  const endOfScalar = (): number => {
    const limit = at + longestPiece;
    let end = at;
    while (end < text.length && end <= limit && !',]} \t\n\r'.includes(text.charAt(end))) end++;
    return end;
  };
  /** Where a list of numbers ends; -1 if it holds anything else, or is too long for one piece. */
  const endOfFlatList = (): number => {
    const limit = Math.min(text.length, at + longestPiece);
    for (let end = at + 1; end < limit; end++) {
      const character = text[end];
      if (character === ']') return end + 1;
      if (character === '[' || character === '{' || character === '"') return -1;
    }
    return -1;
  };

  function* list(depth: number): Steps<unknown[]> {
    const items: unknown[] = [];
    expect('[');
    skipSpace();
    if (text[at] === ']') {
      at++;
      return items;
    }
    for (;;) {
      if (items.length >= longestList) fail('Too long a list');
      items.push(yield* value(depth));
      if (text[at] === ']') break;
      expect(',');
    }
    at++;
    return items;
  }

  function* object(depth: number): Steps<Record<string, unknown>> {
    const fields: Record<string, unknown> = {};
    let keys = 0;
    expect('{');
    skipSpace();
    if (text[at] === '}') {
      at++;
      return fields;
    }
    for (;;) {
      skipSpace();
      if (text[at] !== '"') fail('Expected a key');
      if (++keys > mostKeys) fail('Too many keys');
      const key = parsePiece(endOfString()) as string;
      if (key === '__proto__' || Object.hasOwn(fields, key)) fail(`The key "${key}" is not allowed (again)`);
      skipSpace();
      expect(':');
      fields[key] = yield* value(depth);
      if (text[at] === '}') break;
      expect(',');
    }
    at++;
    return fields;
  }

  /** A value with the white space on both sides of it. */
  function* value(depth: number): Steps<unknown> {
    if (depth > deepest) fail('Nested too deeply');
    skipSpace();
    let result: unknown;
    const first = text[at];
    if (first === '{') result = yield* object(depth + 1);
    else if (first === '"') result = parsePiece(endOfString());
    else if (first !== '[') result = parsePiece(endOfScalar());
    else {
      const end = endOfFlatList();
      result = end < 0 ? yield* list(depth + 1) : parsePiece(end);
    }
    skipSpace();
    yield;
    return result;
  }

  const result = yield* value(0);
  if (at < text.length) fail('Something follows the end');
  return result;
}
