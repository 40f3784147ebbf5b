import { defaultFences, type Fences, fencesSchema } from '../../shared/contract/fences';

/** The fences that main has kept, as it has set them at fork. Throws when they do not fit their schema. */
export function fencesFromEnvironment(environment: NodeJS.ProcessEnv = process.env): Fences {
  const text = environment.R1_FENCES;
  return text ? fencesSchema.parse(JSON.parse(text)) : defaultFences;
}
