import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';

export interface Log {
  line(source: string, text: string): void;
}

/**
 * One text file a run, for people. A log that cannot be written (a full disk) is given up silently for
 * the rest of the run: it must never take the program down.
 */
export function createLog(folder: string, now: () => Date): Log {
  let stream: WriteStream | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    stream = createWriteStream(join(folder, `${now().toISOString().replaceAll(':', '-')}.log`), {
      flags: 'a',
    });
    stream.on('error', () => {
      stream = undefined;
    });
  } catch {
    stream = undefined;
  }
  return {
    line(source, text) {
      for (const part of text.split('\n')) {
        if (part.trim()) stream?.write(`${now().toISOString()} ${source}: ${part}\n`);
      }
    },
  };
}
