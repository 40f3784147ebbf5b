import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { type TokenState, tokenSchema } from '../../shared/contract/endpoint';
import type { KeyStore } from './keyStore';

const fileSchema = z.record(z.string(), z.object({ origin: z.string(), sealed: z.base64() }));
type Sealed = z.infer<typeof fileSchema>;

/**
 * The tokens of endpoints, by the endpoint's id. Each is bound to the origin that it was given for: when the address
 * of the endpoint changes, by hand or by another file, its token is not known there. On disk they are sealed by the
 * system's key store; where there is none they live as long as the program.
 */
export function createTokenStore(path: string, keys: KeyStore) {
  const thisRun = new Map<string, { readonly origin: string; readonly token: string }>();

  function readFile(): Sealed {
    try {
      return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch {
      return {};
    }
  }

  function writeFile(sealed: Sealed): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, `${JSON.stringify(sealed, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }

  /** Takes the token of an endpoint away, wherever it is kept. */
  function forget(id: string): void {
    thisRun.delete(id);
    const { [id]: gone, ...rest } = readFile();
    if (gone) writeFile(rest);
  }

  function read(id: string, origin: string): { readonly token: string | null; readonly state: TokenState } {
    const now = thisRun.get(id);
    if (now) {
      return now.origin === origin ? { token: now.token, state: 'thisRun' } : { token: null, state: 'none' };
    }
    const kept = readFile()[id];
    if (kept?.origin !== origin || keys.missing() !== null) return { token: null, state: 'none' };
    try {
      return { token: tokenSchema.parse(keys.open(Buffer.from(kept.sealed, 'base64'))), state: 'kept' };
    } catch {
      // Sealed by another user or machine: as good as none.
      return { token: null, state: 'none' };
    }
  }

  return {
    read,
    forget,
    /** Keeps a token for this endpoint at this origin. Throws when the disk refuses. */
    keep(id: string, origin: string, token: string): void {
      forget(id);
      if (keys.missing() === null) {
        writeFile({ ...readFile(), [id]: { origin, sealed: keys.seal(token).toString('base64') } });
      } else {
        thisRun.set(id, { origin, token });
      }
    },
  };
}
export type TokenStore = ReturnType<typeof createTokenStore>;
