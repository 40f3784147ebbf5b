import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fingerprint of texts and of the files (or folders of files) at absolute paths, by content. */
export function fingerprint(texts, files = []) {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text}\n`);
  const visit = (path) => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
    else hash.update(`${path}\n`).update(readFileSync(path));
  };
  files.forEach(visit);
  return hash.digest('hex');
}

/** Whether the work that a stamp file stands for was done from the same sources. */
export function isStamped(file, wanted) {
  return existsSync(file) && readFileSync(file, 'utf8') === wanted;
}

export function writeStamp(file, value) {
  writeFileSync(file, value);
}
