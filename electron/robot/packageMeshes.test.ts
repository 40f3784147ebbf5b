import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageMeshes } from './packageMeshes';

const box = 'v 0 0 0\nv 1 2 3\nf 1 2 1\n';
let prefix: string;
beforeAll(() => {
  prefix = mkdtempSync(join(tmpdir(), 'r1-meshes-'));
  mkdirSync(join(prefix, 'share', 'arm_description', 'meshes'), { recursive: true });
  writeFileSync(join(prefix, 'share', 'arm_description', 'meshes', 'link.obj'), box);
  writeFileSync(join(prefix, 'secret.obj'), box);
});
afterAll(() => rmSync(prefix, { recursive: true, force: true }));

it('finds a mesh under the second prefix, and a file by its path', () => {
  const resolve = packageMeshes(['/nowhere', prefix]);
  expect(resolve('package://arm_description/meshes/link.obj')).toMatchObject({ size: [1, 2, 3] });
  expect(resolve(`file://${prefix}/share/arm_description/meshes/link.obj`)).toMatchObject({
    size: [1, 2, 3],
  });
});

it.each([
  'package://arm_description/meshes/other.obj',
  'package://arm_description/../../secret.obj',
  'package://../secret.obj',
  'http://example.com/link.obj',
  '',
])('gives nothing for %j', (uri) => {
  expect(packageMeshes([prefix])(uri)).toBeNull();
});
