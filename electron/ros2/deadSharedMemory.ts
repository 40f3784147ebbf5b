import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** ms: between the making of a lock file and its locking lies a moment in which it looks like a dead one's. */
const youngMs = 10_000;

/** For each lock file: whoever gets the lock may take what it guarded away, because its owner is dead. */
const script = `
for lock; do
  base="\${lock%_el}"
  name="\${base##*/}"
  flock -n -x "$lock" rm -f "$base" "$lock" "\${base%/*}/sem.\${name}_mutex" && echo "$name"
done
exit 0`;

/**
 * Takes away the shared memory that Fast DDS processes left when they were killed (34 MB each with the shipped
 * profile; after some hundred kills the machine's memory is full of them). What a living process of any program
 * uses is locked by it and stays. Resolves with how many were taken, and never rejects: elsewhere than on Linux
 * there is nothing to do.
 */
export function removeDeadSharedMemory(folder = '/dev/shm', nowMs = Date.now()): Promise<number> {
  let locks: readonly string[];
  try {
    locks = readdirSync(folder)
      .filter((name) => /^fastrtps_(port\d+|[0-9a-f]{16})_el$/.test(name))
      .map((name) => join(folder, name))
      .filter((path) => nowMs - statSync(path).mtimeMs > youngMs);
  } catch {
    return Promise.resolve(0);
  }
  if (locks.length === 0) return Promise.resolve(0);
  return new Promise((resolve) => {
    execFile('sh', ['-c', script, 'sh', ...locks], (error, stdout) => {
      resolve(error ? 0 : stdout.split('\n').filter(Boolean).length);
    });
  });
}
