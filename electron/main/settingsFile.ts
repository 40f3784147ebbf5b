import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Settings, settingsSchema } from '../../shared/contract/bridge';

/** The operator's settings; a file that is missing or does not fit its schema gives the defaults. */
export function readSettings(path: string): Settings {
  try {
    return settingsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return settingsSchema.parse({});
  }
}

/** Writes beside and renames, so that a crash leaves the old or the new file, never half of one. */
export function writeSettings(path: string, settings: Settings): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify(settings, undefined, 2));
  renameSync(`${path}.new`, path);
}
