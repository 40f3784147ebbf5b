import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { removeDeadSharedMemory } from './deadSharedMemory';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'r1-shm-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function make(...names: string[]): void {
  for (const name of names) {
    writeFileSync(join(folder, name), '');
    utimesSync(join(folder, name), 1000, 1000);
  }
}
const left = () => readdirSync(folder).sort();

it.skipIf(process.platform !== 'linux')('takes what nobody has locked, and nothing else', async () => {
  const dead = 'fastrtps_00a1a7537671b8a7';
  const alive = 'fastrtps_11a1a7537671b8a7';
  make(dead, `${dead}_el`, alive, `${alive}_el`, 'fastrtps_notours_el', 'something_el');
  make('fastrtps_port7411', 'fastrtps_port7411_el', 'sem.fastrtps_port7411_mutex');
  const holder = spawn('flock', ['-x', join(folder, `${alive}_el`), 'sh', '-c', 'echo held; cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => holder.stdout.once('data', resolve));
  expect(await removeDeadSharedMemory(folder)).toBe(2);
  expect(left()).toEqual([alive, `${alive}_el`, 'fastrtps_notours_el', 'something_el'].sort());
  holder.stdin.end();
  await new Promise((resolve) => holder.once('exit', resolve));
  expect(await removeDeadSharedMemory(folder)).toBe(1);
});

it('leaves what is younger than its lock may be', async () => {
  writeFileSync(join(folder, 'fastrtps_00a1a7537671b8a7_el'), '');
  expect(await removeDeadSharedMemory(folder)).toBe(0);
  expect(left()).toHaveLength(1);
});

it('has nothing to do where there is no shared memory', async () => {
  expect(await removeDeadSharedMemory(join(folder, 'none'))).toBe(0);
});
