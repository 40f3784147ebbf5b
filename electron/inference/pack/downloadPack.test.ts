import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testPackFolder } from '../testPack';
import { type DownloadProgress, downloadPack } from './downloadPack';
import { manifestName } from './manifest';
import { PackError } from './packFault';
import { verifyPack } from './verifyPack';

type Manners = (request: IncomingMessage, response: ServerResponse, content: Buffer) => boolean;

const manifestHash = createHash('sha256')
  .update(readFileSync(join(testPackFolder, manifestName)))
  .digest('hex');

/** A file server that knows ranges, as long as `manners` does not answer in its place. */
function startServer(manners: () => Manners): Promise<{ url: string; server: Server; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname).replace(
      /^\/packs\//,
      '',
    );
    asked.push(`${path}${request.headers.range ? ` ${request.headers.range}` : ''}`);
    let content: Buffer;
    try {
      content = readFileSync(join(testPackFolder, path));
    } catch {
      response.writeHead(404).end();
      return;
    }
    if (manners()(request, response, content)) return;
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (from > 0) {
      response.writeHead(206, { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` });
    }
    response.end(content.subarray(from));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({ url: `http://127.0.0.1:${port}/packs/${manifestName}`, server, asked });
    });
  });
}

describe('downloadPack', () => {
  let manners: Manners;
  let folder: string;
  let at: Awaited<ReturnType<typeof startServer>>;
  let progress: DownloadProgress[];
  const plain: Manners = () => false;
  const isDecoder = ({ url }: IncomingMessage) => url?.includes('decoder') ?? false;

  beforeEach(async () => {
    manners = plain;
    progress = [];
    folder = await mkdtemp(join(tmpdir(), 'r1-packs-'));
    at = await startServer(() => manners);
  });
  afterEach(async () => {
    at.server.closeAllConnections();
    at.server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const download = (change: Partial<Parameters<typeof downloadPack>[0]> = {}) =>
    downloadPack({
      manifestUrl: at.url,
      manifestHash,
      packsFolder: folder,
      signal: new AbortController().signal,
      onProgress: (now) => progress.push(now),
      ...change,
    });
  const refusal = async (change: Partial<Parameters<typeof downloadPack>[0]> = {}) => {
    const error = await download(change).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof PackError)) throw new Error(`Not a PackError: ${String(error)}`);
    return error.fault;
  };
  const wholePacks = async () => (await readdir(folder)).filter((name) => !name.startsWith('.'));

  it('brings a whole, verified pack, tells how far it is, and does not bring it twice', async () => {
    const pack = await download();
    await expect(verifyPack(pack, [])).resolves.toMatchObject({ packHash: manifestHash });
    expect(progress.at(-1)?.doneBytes).toBe(progress.at(-1)?.totalBytes);
    const doneBytes = progress.map((each) => each.doneBytes);
    expect(doneBytes).toEqual(doneBytes.toSorted((a, b) => a - b));
    const asked = at.asked.length;
    expect(await download()).toBe(pack);
    expect(at.asked.length).toBe(asked + 1);
  });

  it('keeps what arrived when the connection breaks, and goes on from there', async () => {
    manners = (request, response, content) => {
      if (!isDecoder(request)) return false;
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 100_000), () => response.destroy());
      return true;
    };
    expect(await refusal()).toMatchObject({ code: 'downloadBroken', next: expect.stringMatching(/kept/) });
    expect(await wholePacks()).toEqual([]);
    manners = plain;
    await verifyPack(await download(), []);
    const resumed = at.asked.findLast((line) => line.includes('decoder')) ?? '';
    expect(Number(/bytes=(\d+)-/.exec(resumed)?.[1])).toBeGreaterThan(0);
  });

  it('starts a file over where the server knows no ranges', async () => {
    manners = (request, response, content) => {
      if (!isDecoder(request)) return false;
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 100_000), () => response.destroy());
      return true;
    };
    await refusal();
    manners = (_request, response, content) => {
      response.writeHead(200).end(content);
      return true;
    };
    await verifyPack(await download(), []);
  });

  it('is called off at once, and goes on later', async () => {
    const abort = new AbortController();
    manners = (request, response, content) => {
      if (!isDecoder(request)) return false;
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 100_000), () => abort.abort());
      return true;
    };
    expect((await refusal({ signal: abort.signal })).code).toBe('downloadCalledOff');
    manners = plain;
    await verifyPack(await download(), []);
  });

  it('throws away a file that is not the one that is pinned', async () => {
    manners = (request, response, content) => {
      if (!isDecoder(request)) return false;
      const changed = Buffer.from(content);
      changed[1000] = (changed[1000] ?? 0) ^ 1;
      response.end(changed);
      return true;
    };
    expect((await refusal()).code).toBe('downloadDamaged');
    expect(await wholePacks()).toEqual([]);
    manners = plain;
    await verifyPack(await download(), []);
  });

  it('reads no more of a file than the pack says', async () => {
    manners = (request, response, content) => {
      if (!isDecoder(request)) return false;
      response.end(Buffer.concat([content, Buffer.alloc(1000)]));
      return true;
    };
    expect((await refusal()).happened).toMatch(/longer than the pack says/);
  });

  it.each<[string, () => Promise<{ code: string }>, string]>([
    ['another hash', () => refusal({ manifestHash: 'a'.repeat(64) }), 'downloadOther'],
    ['no address', () => refusal({ manifestUrl: 'my pack' }), 'downloadAddress'],
    ['a file address', () => refusal({ manifestUrl: 'file:///etc/passwd' }), 'downloadAddress'],
    ['nothing there', () => refusal({ manifestUrl: at.url.replace('packs', 'other') }), 'downloadBroken'],
    ['nobody there', () => refusal({ manifestUrl: 'http://127.0.0.1:1/r1-pack.json' }), 'downloadBroken'],
  ])('refuses in words: %s', async (_what, refuse, code) => {
    expect((await refuse()).code).toBe(code);
    expect(await wholePacks()).toEqual([]);
  });
});
