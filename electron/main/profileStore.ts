import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ProfileResult } from '../../shared/contract/bridge';
import type { Ros2Profile } from '../../shared/contract/connection';
import type { ProfileEntry } from '../../shared/contract/connectionView';
import { problemWords, readProfile } from '../../shared/contract/profileProblems';

/** A profile is a page of text: a larger file is something else. */
const largestBytes = 256 * 1024;

export interface ProfileFolders {
  /** Profiles that ship with the program: read, never written. */
  readonly ready: string;
  /** The operator's own ones. */
  readonly own: string;
}

/** The connection profiles on disk: one JSON file each, named by a slug of the profile's name. */
export function createProfileStore(folders: ProfileFolders) {
  const pathOf = (id: string): string => {
    const [origin, slug] = id.split(':');
    return join(origin === 'ready' ? folders.ready : folders.own, `${slug}.json`);
  };

  function entryOf(origin: 'ready' | 'own', slug: string): ProfileEntry {
    const read = readProfileFile(pathOf(`${origin}:${slug}`));
    return { id: `${origin}:${slug}`, origin, name: read.profile?.name ?? `${slug}.json`, ...read };
  }

  function slugsIn(folder: string): string[] {
    try {
      return readdirSync(folder)
        .filter((file) => file.endsWith('.json'))
        .map((file) => basename(file, '.json'))
        .filter((slug) => slugOf(slug) === slug);
    } catch {
      return [];
    }
  }

  function write(path: string, profile: Ros2Profile): void {
    mkdirSync(folders.own, { recursive: true });
    writeFileSync(`${path}.new`, `${JSON.stringify(profile, undefined, 2)}\n`);
    renameSync(`${path}.new`, path);
  }

  function save(id: string | null, profile: Ros2Profile): ProfileResult {
    if (id?.startsWith('ready:')) {
      return { id: null, problem: 'A ready profile cannot be changed. Duplicate it and change the copy.' };
    }
    const kept = id ?? `own:${freeSlug(slugOf(profile.name), slugsIn(folders.own))}`;
    return tried(`The profile "${profile.name}" could not be saved`, () => {
      write(pathOf(kept), profile);
      return kept;
    });
  }

  return {
    /** Ready ones first, each group by name. Files that do not fit are listed with their problem. */
    list(): ProfileEntry[] {
      const byName = (a: ProfileEntry, b: ProfileEntry) => a.name.localeCompare(b.name, 'en');
      return (['ready', 'own'] as const).flatMap((origin) =>
        slugsIn(folders[origin])
          .map((slug) => entryOf(origin, slug))
          .sort(byName),
      );
    },

    read: (id: string): { profile: Ros2Profile | null; problem: string | null } =>
      readProfileFile(pathOf(id)),
    save,

    remove(id: string): ProfileResult {
      if (id.startsWith('ready:')) return { id: null, problem: 'A ready profile cannot be deleted.' };
      return tried('The profile could not be deleted', () => {
        rmSync(pathOf(id));
        return id;
      });
    },

    /** Takes a file of the operator's in, under a name of its own. */
    importFrom(path: string): ProfileResult {
      const { profile, problem } = readProfileFile(path);
      return profile
        ? save(null, profile)
        : { id: null, problem: `${basename(path)} was not imported: ${problem ?? ''}` };
    },

    exportTo(id: string, path: string): ProfileResult {
      const { profile, problem } = readProfileFile(pathOf(id));
      if (!profile) return { id: null, problem };
      return tried('The profile could not be exported', () => {
        writeFileSync(path, `${JSON.stringify(profile, undefined, 2)}\n`);
        return id;
      });
    },
  };
}
export type ProfileStore = ReturnType<typeof createProfileStore>;

function tried(words: string, work: () => string): ProfileResult {
  try {
    return { id: work(), problem: null };
  } catch (error) {
    return {
      id: null,
      problem: `${words}: ${error instanceof Error ? error.message : String(error)}`.slice(0, 2000),
    };
  }
}

function readProfileFile(path: string): { profile: Ros2Profile | null; problem: string | null } {
  const refused = (problem: string) => ({ profile: null, problem: problem.slice(0, 1000) });
  let text: string;
  try {
    const { size } = statSync(path);
    if (size > largestBytes) return refused(`It has ${size} bytes, and a profile at most ${largestBytes}.`);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return refused(`It cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return refused('It is not JSON.');
  }
  const read = readProfile(raw);
  return read.profile
    ? { profile: read.profile, problem: null }
    : refused(`In it, ${problemWords(read.problems)}`);
}

/** A file name of small letters, digits and dashes. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return slug === '' ? 'profile' : slug;
}

function freeSlug(slug: string, taken: readonly string[]): string {
  if (!taken.includes(slug)) return slug;
  for (let i = 2; ; i++) if (!taken.includes(`${slug}-${i}`)) return `${slug}-${i}`;
}
