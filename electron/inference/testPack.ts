import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manifestName } from './pack/manifest';

/** The real pack that tests run: the bundled one, unless the environment names another, as the app does. */
export const testPackFolder =
  process.env.R1_MODEL_PACK ?? fileURLToPath(new URL('../../resources/models/r1-sim-small', import.meta.url));

/** A copy of it to damage, removed by `remove`. */
export async function copyTestPack() {
  const parent = await mkdtemp(join(tmpdir(), 'r1-pack-'));
  const folder = join(parent, 'pack');
  await cp(testPackFolder, folder, { recursive: true });
  return {
    folder,
    /** Merges entries into the manifest's generation settings. */
    async setGeneration(changes: Readonly<Record<string, unknown>>): Promise<void> {
      const path = join(folder, manifestName);
      const manifest = JSON.parse(await readFile(path, 'utf8')) as { generation: object };
      const generation = { ...manifest.generation, ...changes };
      await writeFile(path, JSON.stringify({ ...manifest, generation }));
    },
    remove: () => rm(parent, { recursive: true, force: true }),
  };
}
export type PackCopy = Awaited<ReturnType<typeof copyTestPack>>;
