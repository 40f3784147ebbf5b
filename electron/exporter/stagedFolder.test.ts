import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stagedFolder } from './stagedFolder';
import { inTemporaryFolder } from './testing/testEpisodes';

describe('stagedFolder', () => {
  it('shows nothing under the final name before all is there, and nothing at all after a failure', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'set');
      const failing = stagedFolder({ path, extend: false }, async (partial) => {
        await writeFile(join(partial, 'half'), 'x');
        expect(await readdir(folder)).toEqual(['set.r1-partial']);
        throw new Error('disk full');
      });
      await expect(failing).rejects.toThrow('disk full');
      expect(await readdir(folder)).toEqual([]);
    }));

  it('extends without touching what is there until the swap', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'set');
      await mkdir(join(path, 'meta'), { recursive: true });
      await writeFile(join(path, 'meta/info'), 'old');
      const change = (fails: boolean) =>
        stagedFolder({ path, extend: true }, async (partial, extended) => {
          expect(extended).toBe(true);
          await writeFile(join(partial, 'meta/info'), 'new');
          if (fails) throw new Error('no');
        });
      await expect(change(true)).rejects.toThrow('no');
      expect(await readFile(join(path, 'meta/info'), 'utf8')).toBe('old');
      await change(false);
      expect(await readFile(join(path, 'meta/info'), 'utf8')).toBe('new');
      expect(await readdir(folder)).toEqual(['set']);
    }));

  it('finds what an interrupted swap left', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'set');
      await mkdir(path);
      await writeFile(join(path, 'kept'), 'x');
      await rename(path, `${path}.r1-previous`);
      await stagedFolder({ path, extend: true }, async (partial) => {
        await writeFile(join(partial, 'more'), 'y');
      });
      expect((await readdir(path)).sort()).toEqual(['kept', 'more']);
      expect(await readdir(folder)).toEqual(['set']);
    }));
});
