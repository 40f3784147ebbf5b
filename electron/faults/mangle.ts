import type { Random } from '../../shared/scene/random';

type Path = readonly (string | number)[];

/** What no schema hopes to meet. */
const hostile: readonly ((random: Random) => unknown)[] = [
  () => null,
  () => undefined,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => -0,
  () => 2 ** 53,
  () => -1,
  () => 1e308,
  () => '',
  () => '__proto__',
  () => 'constructor',
  () => '\ud800',
  () => 'x'.repeat(5000),
  () => [],
  () => ({}),
  () => [[[[[[]]]]]],
  () => true,
  () => 10n,
  () => new Date(0),
  () => new Uint8Array(9),
  () => new Map([['t', 'q']]),
  () => new Array(40).fill(0),
  (random) => random.uniform(-10, 10),
  (random) => random.integer(-5, 5),
  (random) => bytes(random, random.integer(0, 40)),
];

const isTree = (value: unknown): value is Record<string, unknown> | unknown[] =>
  Array.isArray(value) ||
  (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype);

/** The ways to all values of a message, itself (the empty way) first; long arrays by their ends only. */
function pathsOf(value: unknown, at: Path = [], found: Path[] = []): Path[] {
  found.push(at);
  if (!isTree(value) || found.length > 400) return found;
  const keys = Array.isArray(value)
    ? [...value.keys()].filter((i) => i < 3 || i >= value.length - 1)
    : Object.keys(value);
  for (const key of keys) pathsOf((value as Record<string | number, unknown>)[key], [...at, key], found);
  return found;
}

/** A copy with the value at `path` changed; `change` answers the new value, or `remove`. */
const remove = Symbol('remove');
function changed(value: unknown, path: Path, change: (old: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  const next = changed((value as Record<string | number, unknown>)[key], rest, change);
  if (Array.isArray(value)) {
    const copy = [...value];
    if (next === remove) copy.splice(key as number, 1);
    else copy[key as number] = next;
    return copy;
  }
  const { [key]: _, ...others } = value as Record<string | number, unknown>;
  return next === remove ? others : { ...others, [key]: next };
}

export function bytes(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.integer(0, 255));
}

/** The end is missing: of a text, a list, or the message's own fields. */
export function truncated(random: Random, message: unknown): unknown {
  const cuttable = pathsOf(message).filter((path) => {
    const value = at(message, path);
    return typeof value === 'string' ? value.length > 0 : isTree(value) && Object.keys(value).length > 0;
  });
  if (cuttable.length === 0) return undefined;
  return changed(message, random.pick(cuttable), (old) => {
    if (typeof old === 'string' || Array.isArray(old)) return old.slice(0, random.integer(0, old.length - 1));
    const entries = Object.entries(old as object);
    return Object.fromEntries(entries.slice(0, random.integer(0, entries.length - 1)));
  });
}

/** One to three things wrong with a message: fields replaced, removed, added, or nothing but bytes. */
export function corrupted(random: Random, message: unknown): unknown {
  if (random.next() < 0.03) return bytes(random, random.integer(0, 200));
  let result = message;
  for (let i = random.integer(1, 3); i > 0; i--) {
    const way = random.next();
    const path = random.pick(pathsOf(result));
    if (way < 0.15 && path.length > 0) result = changed(result, path, () => remove);
    else if (way < 0.25) {
      result = changed(result, path, (old) =>
        isTree(old) && !Array.isArray(old) ? { ...old, extra: 1 } : [old],
      );
    } else if (way < 0.4) {
      result = changed(result, path, (old) =>
        typeof old === 'number' ? old + random.uniform(-1, 1) : String(old),
      );
    } else result = changed(result, path, () => random.pick(hostile)(random));
  }
  return result;
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value);
}
