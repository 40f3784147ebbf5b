import { type BoxExtent, type Fences, fencesSchema } from '../../shared/contract/fences';

/** Numbers as they are typed. */
type Typed = readonly [string, string, string];
export interface TypedBox {
  readonly min: Typed;
  readonly max: Typed;
}

/** Fences as they stand in the form: texts, and a key for every row. */
export interface FencesDraft {
  readonly workspace: TypedBox;
  readonly keepOut: readonly (TypedBox & { readonly key: string; readonly name: string })[];
  readonly joints: readonly {
    readonly key: string;
    readonly joint: string;
    readonly lower: string;
    readonly upper: string;
  }[];
}

const typedBox = ({ min, max }: BoxExtent): TypedBox => ({
  min: min.map(String) as unknown as Typed,
  max: max.map(String) as unknown as Typed,
});

export function draftOf({ workspace, keepOut, joints }: Fences): FencesDraft {
  return {
    workspace: typedBox(workspace),
    keepOut: keepOut.map((box, i) => ({ key: `box${i}`, name: box.name, ...typedBox(box) })),
    joints: joints.map(({ joint, lower, upper }, i) => ({
      key: `joint${i}`,
      joint,
      lower: String(lower),
      upper: String(upper),
    })),
  };
}

/** An empty text is no number, though Number('') is 0. */
const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text.replace(',', '.')));
const box = ({ min, max }: TypedBox) => ({ min: min.map(numberOf), max: max.map(numberOf) });

/** The fences that a form says, or the first thing that is wrong with it, in words. */
export function readDraft(draft: FencesDraft): { readonly fences: Fences } | { readonly problem: string } {
  const read = fencesSchema.safeParse({
    workspace: box(draft.workspace),
    keepOut: draft.keepOut.map((row) => ({ name: row.name, ...box(row) })),
    joints: draft.joints.map(({ joint, lower, upper }) => ({
      joint,
      lower: numberOf(lower),
      upper: numberOf(upper),
    })),
  });
  if (read.success) return { fences: read.data };
  const { path, message, code } = read.error.issues[0]!;
  const what = code === 'invalid_type' ? 'Each field needs a number, as in 0.25.' : message;
  const where = rowName(draft, path);
  return { problem: where ? `${where}: ${what}` : what };
}

function rowName({ keepOut, joints }: FencesDraft, [list, row]: readonly PropertyKey[]): string | undefined {
  if (list === 'workspace') return 'Workspace';
  if (typeof row !== 'number') return undefined;
  if (list === 'keepOut') return `Keep-out box ${keepOut[row]?.name.trim() || row + 1}`;
  return `Soft limit of ${joints[row]?.joint}`;
}
