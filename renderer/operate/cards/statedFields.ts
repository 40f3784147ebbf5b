import { type Stated, statedSchema } from '../../../shared/contract/stated';

/** What is typed, in millimetres. */
export type StatedFields = Readonly<Record<keyof Stated, string>>;

/** What each is called and how it is meant, in the order in which they are asked for. */
export const statedNames: readonly (readonly [keyof Stated, label: string, meaning: string])[] = [
  ['height', 'Object height', 'as it stands'],
  ['width', 'Object width', 'its widest from above'],
  ['surface', 'Surface height', "above the robot's base"],
  ['target', 'Target height', 'above the surface, 0 if bare'],
];

/** Nobody stated anything: no number is guessed, because the arm goes down to what they say. */
const unknown: StatedFields = { height: '', width: '', surface: '', target: '' };

/** Remembered sizes as text; where nothing is remembered, all are empty. */
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

/** Metres; a comma is a decimal point too. NaN: no number of millimetres. */
const metresOf = (text: string): number =>
  /^\d{1,3}([.,]\d)?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) / 1000 : Number.NaN;

/** Why one field cannot be meant, in few words; undefined while it is empty, and when it can. */
export function statedProblem(name: keyof Stated, text: string): string | undefined {
  if (text.trim() === '') return undefined;
  const schema = statedSchema.shape[name];
  const metres = metresOf(text);
  if (Number.isNaN(metres)) return 'a number, such as 45.5';
  if (schema.safeParse(metres).success) return undefined;
  return `from ${mm(schema.minValue)} to ${mm(schema.maxValue)} mm`;
}

const mm = (metres: number | null): number => Math.round((metres ?? 0) * 1000);

/** The sizes (m) that fields say; undefined while one is empty, no number, or out of bounds. */
export function statedOf(fields: StatedFields): Stated | undefined {
  const { data } = statedSchema.safeParse({
    height: metresOf(fields.height),
    width: metresOf(fields.width),
    surface: metresOf(fields.surface),
    target: metresOf(fields.target),
  });
  return data;
}
