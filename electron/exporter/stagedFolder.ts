import { copyFile, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ExportProblem } from './exportProblem';

const partialSuffix = '.r1-partial';
const previousSuffix = '.r1-previous';

export interface StagedFolderOptions {
  /** Where the folder will be. */
  readonly path: string;
  /** Begin with what is there already (hard links where they can be made); else a taken name is refused. */
  readonly extend: boolean;
  /** Files that may be changed in place (relative paths): they are copied, never linked. */
  readonly isChanged?: (relativePath: string) => boolean;
}

/**
 * Has a folder filled beside its final place and puts it there when it is whole and on the disk. Whatever
 * ends `fill` early, or this process, leaves the final place as it was.
 */
export async function stagedFolder(
  options: StagedFolderOptions,
  fill: (partial: string, extended: boolean) => Promise<void>,
): Promise<void> {
  const { path, extend } = options;
  const partial = path + partialSuffix;
  const previous = path + previousSuffix;
  await mkdir(dirname(path), { recursive: true });
  await rm(partial, { recursive: true, force: true });
  if (await exists(previous)) {
    // An earlier swap was cut short: what was there before it is whole.
    if (await exists(path)) await rm(previous, { recursive: true, force: true });
    else await rename(previous, path);
  }
  const taken = await exists(path);
  if (taken && !extend) throw new ExportProblem(`${path} is there already. Choose another name.`);
  try {
    await mkdir(partial);
    if (taken) await copyTree(path, partial, '', options.isChanged ?? (() => true));
    await fill(partial, taken);
    await syncTree(partial);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
  if (taken) await rename(path, previous);
  await rename(partial, path);
  await rm(previous, { recursive: true, force: true });
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function copyTree(
  from: string,
  to: string,
  inside: string,
  isChanged: (relativePath: string) => boolean,
): Promise<void> {
  for (const entry of await readdir(join(from, inside), { withFileTypes: true })) {
    const path = inside ? `${inside}/${entry.name}` : entry.name;
    if (entry.isDirectory()) {
      await mkdir(join(to, path));
      await copyTree(from, to, path, isChanged);
    } else if (entry.isFile()) {
      const copy = () => copyFile(join(from, path), join(to, path));
      if (isChanged(path)) await copy();
      else await link(join(from, path), join(to, path)).catch(copy);
    }
  }
}

/** A name that outlives a power loss must not stand for bytes that did not. */
async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const handle = await open(join(entry.parentPath, entry.name), 'r');
    await handle.datasync().finally(() => handle.close());
  }
}
