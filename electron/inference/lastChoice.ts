import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { endpointIdSchema } from '../../shared/contract/endpoint';
import { automaticProvider, providerChoiceSchema } from '../../shared/contract/inferenceContract';

/** Which model answers; a pack by its folder, an endpoint by the id that main knows it by. */
const modelChoiceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bundled') }),
  z.object({ kind: z.literal('pack'), folder: z.string().min(1).max(4000) }),
  z.object({ kind: z.literal('endpoint'), id: endpointIdSchema }),
]);
export type ModelChoice = z.infer<typeof modelChoiceSchema>;

const fileSchema = z.object({
  version: z.literal(1),
  choice: modelChoiceSchema,
  /** Set while it is being loaded: found at a start, loading it has ended the process. */
  trying: modelChoiceSchema.optional(),
  provider: providerChoiceSchema.default(automaticProvider),
});
type Kept = z.infer<typeof fileSchema>;

export interface LastChoice {
  readonly choice: ModelChoice;
  /** What was being loaded when the process ended; undefined after an orderly end. */
  readonly brokeOn: ModelChoice | undefined;
  readonly provider: string;
  /** Loading begins. */
  tries(choice: ModelChoice): void;
  /** It answers, and is what the next start begins with. */
  worked(choice: ModelChoice): void;
  /** Nothing came of it. */
  failed(): void;
  setProvider(provider: string): void;
}

/**
 * Which model and provider the operator chose last, kept in a file. One that is missing, or does not fit, means the
 * bundled pack; one that cannot be written costs only the memory.
 */
export function keepLastChoice(path: string): LastChoice {
  let kept: Kept = { version: 1, choice: { kind: 'bundled' }, provider: automaticProvider };
  try {
    kept = fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // As at the first start.
  }
  const { trying: brokeOn, ...rest } = kept;
  kept = rest;

  function write(next: Kept): void {
    kept = next;
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.new`, JSON.stringify(kept, undefined, 2));
      renameSync(`${path}.new`, path);
    } catch {
      // The model answers all the same.
    }
  }
  const settled = (): Kept => ({ version: 1, choice: kept.choice, provider: kept.provider });

  return {
    get choice() {
      return kept.choice;
    },
    brokeOn,
    get provider() {
      return kept.provider;
    },
    tries: (choice) => write({ ...settled(), trying: choice }),
    worked: (choice) => write({ ...settled(), choice }),
    failed: () => write(settled()),
    setProvider: (provider) => write({ ...settled(), provider }),
  };
}
