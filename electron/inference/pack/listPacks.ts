import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackOnDisk } from '../../../shared/contract/inferenceContract';
import { packBytes, readManifest } from './verifyPack';

/** What can be loaded: the bundled pack, and every folder among the downloaded ones. Files are verified when one is loaded. */
export async function listPacks(bundledFolder: string, packsFolder: string): Promise<PackOnDisk[]> {
  const names = await readdir(packsFolder, { withFileTypes: true }).catch(() => []);
  const downloaded = names
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => join(packsFolder, name))
    .sort();
  return Promise.all([describe(bundledFolder, true), ...downloaded.map((folder) => describe(folder, false))]);
}

async function describe(folder: string, bundled: boolean): Promise<PackOnDisk> {
  try {
    const { manifest, packHash } = await readManifest(folder);
    return {
      folder,
      bundled,
      name: manifest.name,
      version: manifest.version,
      bytes: packBytes(manifest),
      packHash,
      problem: null,
    };
  } catch (error) {
    const problem = (error instanceof Error ? error.message : String(error)).slice(0, 1000);
    return { folder, bundled, name: '', version: '', bytes: 0, packHash: null, problem };
  }
}
