/**
 * A document (profile, endpoint) while it is being written: it may hold anything, a field half typed too. Fields are named as
 * in the problems that reading it finds (cameras[0].color.topic), so that what is wrong is shown where it is.
 */
export type Draft = Readonly<Record<string, unknown>>;

export function draftOf(document: object): Draft {
  return document as Draft;
}

/** A field by its written name, or by its parts where a part may hold dots (a joint's name). */
export type FieldPath = string | readonly (string | number)[];

function partsOf(field: FieldPath): readonly (string | number)[] {
  if (typeof field !== 'string') return field;
  return field
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

export function readAt(draft: Draft, field: FieldPath): unknown {
  return partsOf(field).reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined,
    draft,
  );
}

/** The draft with another value in one field; undefined takes the field out, and an entry out of a list. */
export function writeAt(draft: Draft, field: FieldPath, value: unknown): Draft {
  return write(draft, partsOf(field), value) as Draft;
}

function write(into: unknown, [part, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (part === undefined) return value;
  if (typeof part === 'number') {
    const list: unknown[] = Array.isArray(into) ? [...into] : [];
    if (rest.length === 0 && value === undefined) list.splice(part, 1);
    else list[part] = write(list[part], rest, value);
    return list;
  }
  const object: Record<string, unknown> =
    typeof into === 'object' && into !== null && !Array.isArray(into) ? { ...into } : {};
  if (rest.length === 0 && value === undefined) delete object[part];
  else object[part] = write(object[part], rest, value);
  return object;
}
