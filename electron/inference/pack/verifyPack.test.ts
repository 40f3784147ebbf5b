import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manifestName } from './manifest';
import { PackError } from './packFault';
import { verifyPack } from './verifyPack';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const contents: Readonly<Record<string, string>> = {
  'config.json': '{}',
  'onnx/embed.onnx': 'embed',
  'onnx/vision.onnx': 'vision',
  'onnx/decoder.onnx': 'decoder',
};
const goodManifest = {
  format: 1,
  packId: 'test',
  name: 'Test',
  version: '1',
  architecture: 'qwen2_5_vl',
  graphs: {
    embedTokens: 'onnx/embed.onnx',
    visionEncoder: 'onnx/vision.onnx',
    decoder: 'onnx/decoder.onnx',
  },
  output: { boxConvention: 'center' },
  generation: { maxNewTokens: 10, doSample: false },
  files: Object.entries(contents).map(([path, text]) => ({
    path,
    bytes: text.length,
    sha256: sha256(text),
  })),
  somethingElse: 'is allowed',
};

let folder: string;
const writeManifest = (manifest: unknown) =>
  writeFile(join(folder, manifestName), typeof manifest === 'string' ? manifest : JSON.stringify(manifest));
const verify = () => verifyPack(folder, ['config.json']);
async function faultCode(): Promise<string> {
  try {
    await verify();
  } catch (error) {
    expect(error).toBeInstanceOf(PackError);
    const { fault } = error as PackError;
    expect(fault.robotIs).not.toBe('');
    expect(fault.next).not.toBe('');
    return `${fault.code}: ${fault.happened}`;
  }
  return 'no fault';
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'r1-verify-'));
  await mkdir(join(folder, 'onnx'));
  for (const [path, text] of Object.entries(contents)) await writeFile(join(folder, path), text);
  await writeManifest(goodManifest);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('verifyPack', () => {
  it('takes a whole pack and names it by the hash of its manifest', async () => {
    const pack = await verify();
    expect(pack.packHash).toBe(sha256(JSON.stringify(goodManifest)));
    expect(pack.manifest.prompt.imagePlaceholder).toBe('replaced');
    expect(pack.manifest.generation).toMatchObject({ temperature: 1, repetitionPenalty: 1, seed: 0 });
  });

  it('says which file is missing', async () => {
    await rm(join(folder, 'onnx/decoder.onnx'));
    expect(await faultCode()).toMatch(/^packFileMissing: .*onnx\/decoder\.onnx/);
  });

  it('says which file is too short', async () => {
    await writeFile(join(folder, 'onnx/vision.onnx'), 'vis');
    expect(await faultCode()).toMatch(/^packFileDamaged: .*vision\.onnx .* 3 bytes .* 6\./);
  });

  it('notices one changed byte', async () => {
    await writeFile(join(folder, 'onnx/vision.onnx'), 'vislon');
    expect(await faultCode()).toMatch(/^packFileDamaged: .*vision\.onnx .* content/);
  });

  it('tells a folder without a manifest from no folder', async () => {
    await rm(join(folder, manifestName));
    expect(await faultCode()).toMatch(/^packWithoutManifest: /);
    await rm(folder, { recursive: true });
    expect(await faultCode()).toMatch(/^packMissing: /);
  });

  it('refuses a manifest that is cut off or says something else', async () => {
    await writeManifest(JSON.stringify(goodManifest).slice(0, 200));
    expect(await faultCode()).toMatch(/^packManifestBad: .*not valid JSON/);
    await writeManifest({ ...goodManifest, output: { boxConvention: 'corner' } });
    expect(await faultCode()).toMatch(/^packManifestBad: .*output\.boxConvention/);
    await writeManifest({ ...goodManifest, format: 2 });
    expect(await faultCode()).toMatch(/^packManifestBad: .*format/);
  });

  it('refuses to look outside of its folder', async () => {
    for (const path of ['../secret', '/etc/passwd', 'onnx/../../x', 'a\\b', 'C:/x']) {
      const files = [...goodManifest.files, { path, bytes: 1, sha256: sha256('x') }];
      await writeManifest({ ...goodManifest, files });
      expect(await faultCode()).toMatch(/^packManifestBad: .*relative path/);
    }
  });

  it('refuses a manifest that leaves a file unpinned', async () => {
    const without = (path: string) => goodManifest.files.filter((file) => file.path !== path);
    await writeManifest({ ...goodManifest, files: without('config.json') });
    expect(await faultCode()).toMatch(/^packManifestBad: .*does not list config\.json/);
    await writeManifest({ ...goodManifest, files: without('onnx/embed.onnx') });
    expect(await faultCode()).toMatch(/^packManifestBad: .*does not list onnx\/embed\.onnx/);
  });
});
