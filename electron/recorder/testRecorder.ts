import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { cameraContract, type LiveFrame } from '../../shared/contract/cameraContract';
import { connect, type Port, serve } from '../../shared/contract/channel';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import { type RecorderStatus, recorderContract } from '../../shared/contract/recorderContract';
import { type OpenNew, openNew } from './episode/appendFile';
import { spaceLimits } from './episode/diskSpace';
import type { DecisionFrame } from './episode/recording';
import { createRecorderService, type RecorderServiceOptions } from './recorderService';
import { testStartSec } from './testEpisode';

/** The whole recorder behind in-memory ports, on a clock of its own, flushing as the process does. */
export function startTestService(folder: string, options: Partial<RecorderServiceOptions> = {}) {
  const now = { ms: testStartSec * 1000 };
  const bad: string[] = [];
  const logged: string[] = [];
  const service = createRecorderService({
    folder,
    appVersion: '0.0.0',
    wallMs: () => now.ms,
    openNew,
    compressed: [],
    space: spaceLimits,
    freeBytes: async () => 1e12,
    graceMs: 10,
    nowMs: () => performance.now(),
    wantLiveVideo: () => undefined,
    onBadMessage: ({ name, problem }) => bad.push(`${name}: ${problem}`),
    log: (line) => logged.push(line),
    ...options,
  });
  const timer = setInterval(service.flush, 50);
  const client = () => {
    const [mine, theirs] = memoryPortPair();
    service.addClient(theirs);
    return connect(mine, recorderContract, ({ problem }) => bad.push(problem));
  };
  return {
    service,
    now,
    bad,
    logged,
    client,
    watchStatus(): RecorderStatus[] {
      const seen: RecorderStatus[] = [];
      client().on('status', (status) => seen.push(status));
      return seen;
    },
    /** As if the process had ended: what is being recorded is left as it is. */
    stop(): void {
      clearInterval(timer);
      service.letFilesGo();
    },
  };
}

/** A camera that streams when asked and keeps the decision frames it is given. */
export function serveTestCamera(port: Port, frames: ReadonlyMap<string, DecisionFrame>) {
  let credit = 0;
  const server = serve(
    port,
    cameraContract,
    {
      getStatus: () => Promise.reject(new Error('not asked for')),
      freeze: () => Promise.reject(new Error('not asked for')),
      selectCamera: () => Promise.reject(new Error('not asked for')),
      getDecisionFrame: ({ observationId }) => {
        const frame = frames.get(observationId);
        if (!frame) throw new Error(`The camera does not hold ${observationId}.`);
        return frame;
      },
      readyForFrame: () => {
        credit++;
      },
    },
    () => undefined,
  );
  return {
    credit: () => credit,
    /** Sends if the recorder is ready for it. */
    offer(frame: LiveFrame): boolean {
      if (credit === 0) return false;
      credit = 0;
      server.emit('frame', frame);
      return true;
    },
    close: () => server.close(),
  };
}

/** A real file with room for `room` bytes; then its writes go to /dev/full, with the system's own error. */
export function openWithRoom(room: number): OpenNew {
  return async (path) => {
    const real = await openNew(path);
    let left = room;
    return {
      ...real,
      async write(bytes, offset, length) {
        if (left <= 0) return writeToFullDevice(bytes);
        const result = await real.write(bytes, offset, Math.min(length, left));
        left -= result.bytesWritten;
        return result;
      },
    };
  };
}

/** Where a system has no /dev/full, the error that it would give. */
async function writeToFullDevice(bytes: Uint8Array): Promise<{ bytesWritten: number }> {
  if (!existsSync('/dev/full')) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  const full = await open('/dev/full', 'r+');
  try {
    return await full.write(bytes);
  } finally {
    await full.close();
  }
}

export const settle = (ms = 30) => new Promise((resolve) => setTimeout(resolve, ms));
