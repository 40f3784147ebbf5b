import { type Stated, statedSchema } from '../../../shared/contract/stated';

/** What is typed, in millimetres. */
export type StatedFields = Readonly<Record<keyof Stated, string>>;

/** What each is called and what it means, in the order in which they are asked for. */
export const statedNames: readonly (readonly [keyof Stated, label: string, hint: string])[] = [
  ['height', 'Object, high', 'How high the object is as it stands'],
  ['width', 'across', 'Its widest, seen from above: of a cube its diagonal'],
  ['surface', 'Stands at', "Height of the surface above the robot's base"],
  ['target', 'Goes onto', 'Height above that surface of what it is put into or on; 0: the bare surface'],
];

const unknown: StatedFields = { height: '', width: '', surface: '0', target: '60' };

/** Remembered sizes as text; where nothing is remembered, the object's are empty. */
export function fieldsOf(stated: Stated | undefined): StatedFields {
  if (!stated) return unknown;
  const text = (metres: number) => String(Math.round(metres * 1e4) / 10);
  return {
    height: text(stated.height),
    width: text(stated.width),
    surface: text(stated.surface),
    target: text(stated.target),
  };
}

/** The sizes (m) that fields say; undefined while one is empty, no number, or out of bounds. */
export function statedOf(fields: StatedFields): Stated | undefined {
  const metres = (text: string) => (/^\d{1,3}(\.\d)?$/.test(text.trim()) ? Number(text) / 1000 : Number.NaN);
  const { data } = statedSchema.safeParse({
    height: metres(fields.height),
    width: metres(fields.width),
    surface: metres(fields.surface),
    target: metres(fields.target),
  });
  return data;
}
