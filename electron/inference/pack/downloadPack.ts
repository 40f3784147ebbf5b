import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Manifest, manifestName, manifestSchema } from './manifest';
import { PackError } from './packFault';
import { verifyPack } from './verifyPack';

export interface DownloadProgress {
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface DownloadOptions {
  /** Of the pack's r1-pack.json; its files lie beside it. */
  readonly manifestUrl: string;
  /** SHA-256 of the r1-pack.json, from whoever vouches for the pack. It pins all else. */
  readonly manifestHash: string;
  /** Where packs are kept: the new one gets a folder of its own in there. */
  readonly packsFolder: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DownloadProgress) => void;
}

const maxManifestBytes = 1 << 20;
/** What must stay free on the disk, for episodes. */
const spareBytes = 1 << 30;

/**
 * Downloads a pack and verifies it; answers with its folder. What has arrived is kept when the connection breaks or
 * `signal` calls it off, and is gone on from the next time; under its final name a pack appears only when it is whole
 * and is, to the bit, the one that `manifestHash` pins. Throws PackError.
 */
export async function downloadPack(options: DownloadOptions): Promise<string> {
  const { manifestHash, packsFolder, signal, onProgress } = options;
  const url = urlOf(options.manifestUrl);
  const text = await fetchManifest(url, manifestHash, signal);
  const manifest = parseManifest(text);
  const name = folderName(manifest, manifestHash);
  const folder = join(packsFolder, name);
  if (await isFolder(folder)) {
    await verifyPack(folder, []);
    return folder;
  }
  const partial = join(packsFolder, `.${name}.partial`);
  await mkdir(partial, { recursive: true });
  const totalBytes = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  await demandRoom(packsFolder, totalBytes);
  let doneBytes = 0;
  for (const file of manifest.files) {
    const before = doneBytes;
    await downloadFile(fileUrl(url, file.path), join(partial, file.path), file, signal, (arrived) => {
      doneBytes = before + arrived;
      onProgress({ doneBytes, totalBytes });
    });
  }
  await writeFile(join(partial, manifestName), text);
  await verifyPack(partial, []);
  await rename(partial, folder);
  return folder;
}

function urlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw new PackError(
      'downloadAddress',
      `"${text.slice(0, 300)}" is not a web address.`,
      `Give the https address of the pack's ${manifestName}.`,
    );
  }
  return url;
}

const fileUrl = (manifest: URL, path: string) =>
  new URL(path.split('/').map(encodeURIComponent).join('/'), manifest);

async function fetchOk(url: URL, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init).catch((error: unknown) => {
    if (init.signal?.aborted) throw calledOff();
    throw broken(url, wordsOf(error));
  });
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    throw broken(url, `the server answered ${response.status} ${response.statusText}`.trim());
  }
  return response;
}

const broken = (url: URL, why: string) =>
  new PackError(
    'downloadBroken',
    `The model pack was not downloaded: ${url.host}${url.pathname}: ${why}.`,
    'What has arrived is kept. Start the download again to go on.',
  );

const calledOff = () =>
  new PackError(
    'downloadCalledOff',
    'The download was called off.',
    'What has arrived is kept. Start the download again to go on.',
  );

/** The reason beneath "fetch failed", where there is one. */
function wordsOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}

async function fetchManifest(url: URL, wanted: string, signal: AbortSignal): Promise<Buffer> {
  const { body } = await fetchOk(url, { signal });
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of body ?? []) {
      bytes += part.byteLength;
      if (bytes > maxManifestBytes) break;
      parts.push(part);
    }
  } catch (error) {
    throw signal.aborted ? calledOff() : broken(url, wordsOf(error));
  }
  const text = Buffer.concat(parts);
  const hash = createHash('sha256').update(text).digest('hex');
  if (bytes > maxManifestBytes || hash !== wanted) {
    throw new PackError(
      'downloadOther',
      `What lies at ${url.host}${url.pathname} is not the pack with the hash ${wanted.slice(0, 12)}...: it has ${bytes > maxManifestBytes ? 'more than a megabyte' : `${hash.slice(0, 12)}...`}.`,
      'Compare address and hash with those that the maker of the pack gives.',
    );
  }
  return text;
}

function parseManifest(text: Buffer): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text.toString('utf8')));
  } catch (error) {
    throw new PackError(
      'packManifestBad',
      `The pack's ${manifestName} cannot be used: ${wordsOf(error).slice(0, 300)}`,
      'Ask the maker of the pack, or choose another one.',
    );
  }
}

/** Names are kept readable; the hash tells packs apart. */
function folderName({ packId, version }: Manifest, hash: string): string {
  const plain = `${packId}-${version}`
    .replaceAll(/[^a-z0-9.-]+/gi, '_')
    .replace(/^\.+/, '')
    .slice(0, 80);
  return `${plain}-${hash.slice(0, 8)}`;
}

const isFolder = (path: string) =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

const sizeOf = (path: string) =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

async function demandRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= bytes + spareBytes) return;
  throw new PackError(
    'downloadNoRoom',
    `The pack has ${(bytes / 1e9).toFixed(2)} GB, and only ${((bavail * bsize) / 1e9).toFixed(2)} GB are free; 1 GB is kept for recordings.`,
    'Free disk space, then start the download again.',
  );
}

async function downloadFile(
  url: URL,
  path: string,
  file: Manifest['files'][number],
  signal: AbortSignal,
  onArrived: (bytes: number) => void,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  let arrived = await sizeOf(path);
  if (arrived > file.bytes) {
    await rm(path);
    arrived = 0;
  }
  if (arrived < file.bytes) {
    const headers: HeadersInit = arrived > 0 ? { range: `bytes=${arrived}-` } : {};
    const response = await fetchOk(url, { signal, headers });
    // A server that does not know ranges sends all of it again.
    if (arrived > 0 && response.status !== 206) arrived = 0;
    await append(response, url, path, arrived, file.bytes, signal, onArrived);
  }
  onArrived(file.bytes);
  if ((await hashOf(path)) !== file.sha256) {
    await rm(path, { force: true });
    throw new PackError(
      'downloadDamaged',
      `The file ${file.path} that arrived is not the one that the pack names.`,
      'It was thrown away. Start the download again; if this comes again, the server holds another file.',
    );
  }
}

async function append(
  response: Response,
  url: URL,
  path: string,
  from: number,
  whole: number,
  signal: AbortSignal,
  onArrived: (bytes: number) => void,
): Promise<void> {
  let arrived = from;
  const out = await open(path, from > 0 ? 'r+' : 'w');
  try {
    for await (const part of response.body ?? []) {
      if (arrived + part.byteLength > whole) throw new Error('it is longer than the pack says');
      await out.write(part, 0, part.byteLength, arrived);
      arrived += part.byteLength;
      onArrived(arrived);
    }
  } catch (error) {
    throw signal.aborted ? calledOff() : broken(url, wordsOf(error));
  } finally {
    await out.close();
  }
  if (arrived < whole) throw broken(url, `it ended after ${arrived} of ${whole} bytes`);
}

async function hashOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const hash = createHash('sha256');
    for await (const part of file.createReadStream({ highWaterMark: 1 << 20, autoClose: false }))
      hash.update(part);
    return hash.digest('hex');
  } finally {
    await file.close();
  }
}
