import { z } from 'zod';

/** What main gives a utility process at fork, through its environment. */
const environmentSchema = z.object({
  /** Folder of the operator's own data: episodes, settings. */
  R1_DATA_DIR: z.string().min(1),
  /** The program's resources folder: model packs, robots. */
  R1_RESOURCES_DIR: z.string().min(1),
  /** Seed of the simulator's first scene. */
  R1_SCENE_SEED: z.coerce.number().int().min(0).default(1),
  /** Where episodes go; default: episodes/ in the data folder. */
  R1_EPISODES_DIR: z.string().min(1).optional(),
  /** The model pack to load first; default: the bundled one. */
  R1_MODEL_PACK: z.string().min(1).optional(),
});
export type UtilityEnvironment = z.infer<typeof environmentSchema>;

/** Throws when main did not set it: a programming error. */
export function utilityEnvironment(): UtilityEnvironment {
  return environmentSchema.parse(process.env);
}
