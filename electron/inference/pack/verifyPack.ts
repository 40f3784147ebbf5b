import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Manifest, manifestName, manifestSchema } from './manifest';
import { PackError } from './packFault';

/** A pack whose every file is present and is, to the bit, the one that its manifest names. */
export interface VerifiedPack {
  readonly folder: string;
  readonly manifest: Manifest;
  /** SHA-256 of the manifest's text; the manifest pins all else, so this pins the pack. */
  readonly packHash: string;
}

const restore = 'Copy the model pack anew from where it came from, or choose another one.';

const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException | null)?.code ?? '');

async function readManifestText(folder: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, manifestName));
  } catch (error) {
    if (!isMissing(error)) throw error;
    const there = await stat(folder).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!there) {
      throw new PackError('packMissing', `There is no model pack at ${folder}.`, 'Choose another folder.');
    }
    throw new PackError(
      'packWithoutManifest',
      `The folder ${folder} has no ${manifestName}, so nothing says which model this is or whether its files are whole.`,
      `Choose a folder with a ${manifestName}, or write one for this export (README.md, Model packs).`,
    );
  }
}

function parseManifest(text: string, folder: string): Manifest {
  const damaged = (what: string) =>
    new PackError('packManifestBad', `The ${manifestName} in ${folder} cannot be used: ${what}`, restore);
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw damaged('it is not valid JSON.');
  }
  const manifest = manifestSchema.safeParse(raw);
  if (manifest.success) return manifest.data;
  const issues = manifest.error.issues.slice(0, 3);
  throw damaged(`${issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}.`);
}

async function fileHash(path: string, onBytes: (bytes: number) => void): Promise<string> {
  const hash = createHash('sha256');
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  file.on('data', ({ length }) => onBytes(length));
  await pipeline(file, hash);
  return hash.digest('hex');
}

async function verifyFile(
  folder: string,
  file: Manifest['files'][number],
  onBytes: (bytes: number) => void,
): Promise<void> {
  const path = join(folder, file.path);
  const found = await stat(path).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (!found?.isFile()) {
    throw new PackError('packFileMissing', `The model pack's file ${file.path} is missing.`, restore);
  }
  if (found.size !== file.bytes) {
    throw new PackError(
      'packFileDamaged',
      `The model pack's file ${file.path} is damaged: it has ${found.size} bytes and should have ${file.bytes}.`,
      restore,
    );
  }
  if ((await fileHash(path, onBytes)) !== file.sha256) {
    throw new PackError(
      'packFileDamaged',
      `The model pack's file ${file.path} is damaged: its content is not the one that was pinned.`,
      restore,
    );
  }
}

/** Of all files together. */
export const packBytes = ({ files }: Manifest): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** A pack's manifest as it stands in its folder, and the hash of its text. Throws PackError. */
export async function readManifest(folder: string): Promise<Pick<VerifiedPack, 'manifest' | 'packHash'>> {
  const bytes = await readManifestText(folder);
  return {
    manifest: parseManifest(bytes.toString('utf8'), folder),
    packHash: createHash('sha256').update(bytes).digest('hex'),
  };
}

/**
 * Reads a pack's manifest and checks presence, size and SHA-256 of every file it lists, and that it lists
 * every file that will be read. `onProgress` hears how many bytes of how many have been read. Throws PackError; a file that exists but cannot be read throws as it is.
 */
export async function verifyPack(
  folder: string,
  needed: readonly string[],
  onProgress: (doneBytes: number, totalBytes: number) => void = () => undefined,
): Promise<VerifiedPack> {
  const { manifest, packHash } = await readManifest(folder);
  const listed = new Set(manifest.files.map((file) => file.path));
  const unpinned = [...needed, ...Object.values(manifest.graphs)].find((path) => !listed.has(path));
  if (unpinned !== undefined) {
    throw new PackError(
      'packManifestBad',
      `The ${manifestName} in ${folder} cannot be used: it does not list ${unpinned}.`,
      restore,
    );
  }
  const totalBytes = packBytes(manifest);
  let doneBytes = 0;
  for (const file of manifest.files) {
    await verifyFile(folder, file, (bytes) => {
      doneBytes += bytes;
      onProgress(doneBytes, totalBytes);
    });
  }
  return { folder, manifest, packHash };
}
