import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FileResult } from '../../shared/contract/bridge';

/** A document is a page of text: a larger file is something else. */
const largestBytes = 256 * 1024;

export interface DocumentFolders {
  /** Documents that ship with the program: read, never written; null where none do. */
  readonly ready: string | null;
  /** The operator's own ones. */
  readonly own: string;
}

export interface DocumentKind<T> {
  /** For words: "profile". */
  readonly noun: string;
  /** The document, or what is wrong with it, as words that follow "In it, ". */
  readonly parse: (raw: unknown) => { readonly value: T } | { readonly problem: string };
}

export interface DocumentEntry<T> {
  readonly id: string;
  readonly origin: 'ready' | 'own';
  /** The document's name; the file's, where it cannot be read. */
  readonly name: string;
  readonly value: T | null;
  readonly problem: string | null;
}

/** Validated documents on disk: one JSON file each, named by a slug of the document's name. */
export function createDocumentStore<T extends { readonly name: string }>(
  folders: DocumentFolders,
  kind: DocumentKind<T>,
) {
  const { noun } = kind;
  const pathOf = (id: string): string => {
    const [origin, slug] = id.split(':');
    return join((origin === 'ready' ? folders.ready : folders.own) ?? folders.own, `${slug}.json`);
  };

  function slugsIn(folder: string): string[] {
    try {
      return readdirSync(folder)
        .filter((file) => file.endsWith('.json'))
        .map((file) => basename(file, '.json'))
        .filter((slug) => slugOf(slug, noun) === slug);
    } catch {
      return [];
    }
  }

  function readFile(path: string): Pick<DocumentEntry<T>, 'value' | 'problem'> {
    const refused = (problem: string) => ({ value: null, problem: problem.slice(0, 1000) });
    let text: string;
    try {
      const { size } = statSync(path);
      if (size > largestBytes)
        return refused(`It has ${size} bytes, and ${a(noun)} at most ${largestBytes}.`);
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
    const read = kind.parse(raw);
    return 'value' in read ? { value: read.value, problem: null } : refused(`In it, ${read.problem}`);
  }

  const textOf = (document: T): string => `${JSON.stringify(document, undefined, 2)}\n`;

  function save(id: string | null, document: T): FileResult {
    if (id?.startsWith('ready:')) {
      return { id: null, problem: `A ready ${noun} cannot be changed. Duplicate it and change the copy.` };
    }
    const kept = id ?? `own:${freeSlug(slugOf(document.name, noun), slugsIn(folders.own))}`;
    return tried(`The ${noun} "${document.name}" could not be saved`, () => {
      const path = pathOf(kept);
      mkdirSync(folders.own, { recursive: true });
      writeFileSync(`${path}.new`, textOf(document));
      renameSync(`${path}.new`, path);
      return kept;
    });
  }

  return {
    noun,
    /** Ready ones first, each group by name. Files that do not fit are listed with their problem. */
    list(): DocumentEntry<T>[] {
      const byName = (x: DocumentEntry<T>, y: DocumentEntry<T>) => x.name.localeCompare(y.name, 'en');
      return (['ready', 'own'] as const).flatMap((origin) => {
        const folder = folders[origin];
        return (folder === null ? [] : slugsIn(folder))
          .map((slug): DocumentEntry<T> => {
            const id = `${origin}:${slug}`;
            const read = readFile(pathOf(id));
            return { id, origin, name: read.value?.name ?? `${slug}.json`, ...read };
          })
          .sort(byName);
      });
    },

    read: (id: string) => readFile(pathOf(id)),
    save,

    remove(id: string): FileResult {
      if (id.startsWith('ready:')) return { id: null, problem: `A ready ${noun} cannot be deleted.` };
      return tried(`The ${noun} could not be deleted`, () => {
        rmSync(pathOf(id));
        return id;
      });
    },

    /** Takes a file of the operator's in, under a name of its own. */
    importFrom(path: string): FileResult {
      const { value, problem } = readFile(path);
      return value
        ? save(null, value)
        : { id: null, problem: `${basename(path)} was not imported: ${problem ?? ''}` };
    },

    exportTo(id: string, path: string): FileResult {
      const { value, problem } = readFile(pathOf(id));
      if (!value) return { id: null, problem };
      return tried(`The ${noun} could not be exported`, () => {
        writeFileSync(path, textOf(value));
        return id;
      });
    },
  };
}

const a = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;

function tried(words: string, work: () => string): FileResult {
  try {
    return { id: work(), problem: null };
  } catch (error) {
    return {
      id: null,
      problem: `${words}: ${error instanceof Error ? error.message : String(error)}`.slice(0, 2000),
    };
  }
}

/** A file name of small letters, digits and dashes; `otherwise` where the name has none of them. */
export function slugOf(name: string, otherwise: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return slug === '' ? otherwise : slug;
}

function freeSlug(slug: string, taken: readonly string[]): string {
  if (!taken.includes(slug)) return slug;
  for (let i = 2; ; i++) if (!taken.includes(`${slug}-${i}`)) return `${slug}-${i}`;
}
