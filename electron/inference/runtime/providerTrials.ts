import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { type ProviderTrial, providerTrialSchema } from '../../../shared/contract/inferenceContract';

const fileSchema = z.object({
  version: z.literal(1),
  /** By pack and runtime version. */
  packs: z.record(z.string(), z.array(providerTrialSchema).max(16)),
  /** Set while it is tried: found at a start, trying it has ended the process. */
  trying: z.object({ key: z.string(), provider: z.string() }).optional(),
});

/** What was measured of each provider with each pack, once for each version of the runtime. */
export interface ProviderTrials {
  of(key: string): readonly ProviderTrial[];
  tries(key: string, provider: string): void;
  /** Takes the place of what was known of the provider. */
  keep(key: string, trial: ProviderTrial): void;
}

/** Kept in a file; one that is missing or does not fit is begun anew, and one that cannot be written is done without. */
export function keepProviderTrials(path: string): ProviderTrials {
  let kept: z.infer<typeof fileSchema> = { version: 1, packs: {} };
  try {
    kept = fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // As at the first start.
  }

  function write(): void {
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.new`, JSON.stringify(kept, undefined, 2));
      renameSync(`${path}.new`, path);
    } catch {
      // It is measured again at the next start.
    }
  }

  const trials: ProviderTrials = {
    of: (key) => kept.packs[key] ?? [],
    tries(key, provider) {
      kept = { ...kept, trying: { key, provider } };
      write();
    },
    keep(key, trial) {
      const others = trials.of(key).filter(({ provider }) => provider !== trial.provider);
      kept = { version: 1, packs: { ...kept.packs, [key]: [...others, trial] } };
      write();
    },
  };
  if (kept.trying) {
    const { key, provider } = kept.trying;
    trials.keep(key, unusable(provider, 'The process ended while it was tried.'));
  }
  return trials;
}

export const unusable = (provider: string, problem: string): ProviderTrial => ({
  provider,
  problem: problem.slice(0, 1000),
  sameAsCpu: null,
  firstTokenMs: null,
  tokensPerSec: null,
});
