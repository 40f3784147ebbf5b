import type { z } from 'zod';
import { ros2ProfileSchema } from './connection';
import { type Endpoint, endpointSchema } from './endpoint';

/** One field of a profile that does not fit, in words that follow its name: "is missing". */
export interface ProfileProblem {
  /** As a person would write it: cameras[0].color.topic; empty for the file as a whole. */
  readonly field: string;
  readonly text: string;
}

export function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, part) => {
    if (typeof part === 'number') return `${name}[${part}]`;
    return name === '' ? String(part) : `${name}.${String(part)}`;
  }, '');
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    raw,
  );
}

function textOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined && issue.code !== 'custom') return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `is not ${kinds[issue.expected] ?? issue.expected}`;
    case 'too_small':
      if (issue.origin === 'string') return 'is empty';
      if (issue.origin === 'array') return `has fewer than ${issue.minimum} entries`;
      return `is not ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`;
    case 'too_big':
      if (issue.origin === 'string') return `is longer than ${issue.maximum} characters`;
      if (issue.origin === 'array') return `has more than ${issue.maximum} entries`;
      return `is not ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`;
    case 'invalid_value':
      return issue.values.length === 1
        ? `is not ${String(issue.values[0])}`
        : `is not one of ${issue.values.join(', ')}`;
    case 'invalid_union':
      return 'is not one of the kinds that are known';
    case 'unrecognized_keys':
      return `has a field that is not known: ${issue.keys.join(', ')}`;
    default:
      return issue.message;
  }
}

export type ReadProfile =
  | { readonly profile: z.infer<typeof ros2ProfileSchema>; readonly problems: readonly [] }
  | { readonly profile: null; readonly problems: readonly ProfileProblem[] };

function readBy<T>(
  schema: z.ZodType<T>,
  raw: unknown,
): { readonly value: T; readonly problems: readonly [] } | { readonly problems: readonly ProfileProblem[] } {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return { value: parsed.data, problems: [] };
  return {
    problems: parsed.error.issues.map((issue) => ({
      field: fieldName(issue.path),
      text: textOf(issue, valueAt(raw, issue.path)),
    })),
  };
}

/** Reads a profile from anything; what does not fit is named field by field. */
export function readProfile(raw: unknown): ReadProfile {
  const read = readBy(ros2ProfileSchema, raw);
  return 'value' in read ? { profile: read.value, problems: [] } : { profile: null, problems: read.problems };
}

export type ReadEndpoint =
  | { readonly endpoint: Endpoint; readonly problems: readonly [] }
  | { readonly endpoint: null; readonly problems: readonly ProfileProblem[] };

/** Reads an endpoint from anything, as readProfile does a profile. */
export function readEndpoint(raw: unknown): ReadEndpoint {
  const read = readBy(endpointSchema, raw);
  return 'value' in read
    ? { endpoint: read.value, problems: [] }
    : { endpoint: null, problems: read.problems };
}

/** The problems as one sentence; the first three, and how many more there are. */
export function problemWords(problems: readonly ProfileProblem[]): string {
  const shown = problems.slice(0, 3).map(({ field, text }) => `${field === '' ? 'the file' : field} ${text}`);
  const more = problems.length - shown.length;
  return `${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
}
