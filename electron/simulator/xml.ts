/** Attribute values: numbers and vectors are written with the digits that doubles need. */
export type Attribute = string | number | readonly number[] | undefined;

/** One XML element as text. Attributes that are undefined are left out; values must not need escaping. */
export function element(
  name: string,
  attributes: Readonly<Record<string, Attribute>> = {},
  children: readonly string[] = [],
): string {
  const text = Object.entries(attributes)
    .filter((entry): entry is [string, Exclude<Attribute, undefined>] => entry[1] !== undefined)
    .map(([key, value]) => ` ${key}="${format(value)}"`)
    .join('');
  return children.length === 0 ? `<${name}${text}/>` : `<${name}${text}>\n${children.join('\n')}\n</${name}>`;
}

function format(value: Exclude<Attribute, undefined>): string {
  if (typeof value === 'string') {
    if (/[<>&"]/.test(value)) throw new Error(`The name ${value} cannot stand in a model file.`);
    return value;
  }
  return typeof value === 'number' ? String(value) : value.join(' ');
}
