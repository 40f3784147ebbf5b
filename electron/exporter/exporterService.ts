import { isAbsolute, join } from 'node:path';
import {
  type BadMessageReport,
  type Client,
  connect,
  type Port,
  type Server,
  serve,
} from '../../shared/contract/channel';
import {
  type ExportFormat,
  type ExportOrder,
  type ExportStatus,
  exporterContract,
  type ImportOrder,
} from '../../shared/contract/exporterContract';
import { videoEncoderContract } from '../../shared/contract/videoEncoderContract';
import { type EpisodeFile, episodeFiles } from '../episodes/reading/episodeFiles';
import type { WorkContext } from './eachOf';
import type { ExportContext, ExportResult } from './exportContext';
import { ExportCancelled } from './exportProblem';
import { failureWords } from './failureWords';
import { describeDataset, importLeRobot } from './importing/importLeRobot';
import { exportLeRobot } from './lerobot/exportLeRobot';
import { exportRosbag } from './rosbag/exportRosbag';
import { withSource } from './source/openSource';
import { exportVlaCot } from './vlaCot/exportVlaCot';

const writers: Readonly<Record<ExportFormat, (context: ExportContext) => Promise<ExportResult>>> = {
  lerobot: exportLeRobot,
  vlaCot: exportVlaCot,
  rosbag: exportRosbag,
};

/** Progress is told at most this often (ms). */
const tellEveryMs = 100;

export interface ExporterOptions {
  readonly folder: string;
  readonly appVersion: string;
  readonly newId: () => string;
  readonly nowMs: () => number;
  /** This machine's clock (ms since 1970). */
  readonly wallMs: () => number;
  /** Asks main for the page that encodes video, or lets it go. */
  readonly wantVideoEncoder: (wanted: boolean) => void;
  /** How long that page may take to come (ms). */
  readonly encoderTimeoutMs: number;
  readonly onBadMessage: BadMessageReport;
}

interface Running {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** Hands episodes on and takes them in, one order at a time, while other processes go on with their work. */
export function createExporterService(options: ExporterOptions) {
  const servers = new Set<Server<typeof exporterContract>>();
  let status: ExportStatus | null = null;
  let running: Running | undefined;
  let toldAtMs = Number.NEGATIVE_INFINITY;
  let encoder: Client<typeof videoEncoderContract> | undefined;
  let encoderCame: (() => void) | undefined;

  function set(change: Partial<ExportStatus>): void {
    if (!status) return;
    status = { ...status, ...change };
    const now = options.nowMs();
    if (status.state === 'running' && now - toldAtMs < tellEveryMs) return;
    toldAtMs = now;
    for (const server of servers) server.emit('export', status);
  }

  async function videoEncoder(): Promise<Client<typeof videoEncoderContract> | undefined> {
    if (encoder) return encoder;
    const came = new Promise<void>((resolve) => {
      encoderCame = resolve;
    });
    options.wantVideoEncoder(true);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tooLong = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, options.encoderTimeoutMs);
    });
    await Promise.race([came, tooLong]);
    clearTimeout(timer);
    return encoder;
  }

  async function filesOf(ids: readonly string[]): Promise<{ files: EpisodeFile[]; missing: string[] }> {
    const all = new Map((await episodeFiles(options.folder)).map((file) => [file.episodeId, file]));
    const found = [...new Set(ids)].map((id) => [id, all.get(id)] as const);
    return {
      // Names begin with the time: the oldest comes first, whatever the order of choosing was.
      files: found.flatMap(([, file]) => file ?? []).sort((a, b) => (a.fileName < b.fileName ? -1 : 1)),
      missing: found.flatMap(([id, file]) => (file ? [] : [id])),
    };
  }

  /** Does a job in the background and says how it ended; whatever it was, the page for video goes with it. */
  function begin(
    job: ExportStatus['job'],
    folder: string,
    work: (abort: AbortController) => Promise<{ readonly text: string; readonly path: string | null }>,
  ): ExportStatus {
    const abort = new AbortController();
    status = {
      exportId: options.newId(),
      job,
      state: 'running',
      fraction: 0,
      text: 'Looking at the episodes',
      path: null,
      skipped: [],
    };
    const ended = work(abort)
      .then(
        ({ text, path }) => set({ state: 'done', fraction: 1, text, path }),
        (error: unknown) => {
          if (error instanceof ExportCancelled || abort.signal.aborted) {
            set({ state: 'cancelled', text: cancelledWords[job] });
          } else {
            set({ state: 'failed', text: failureWords(error, folder, job) });
          }
        },
      )
      .finally(() => {
        options.wantVideoEncoder(false);
        encoder?.close();
        encoder = undefined;
        running = undefined;
      });
    running = { abort, ended };
    return status;
  }

  const contextOf = (abort: AbortController): WorkContext => ({
    signal: abort.signal,
    progress: (fraction, words) => set({ fraction, text: words }),
    skip,
    videoEncoder,
  });

  async function exportAll(order: ExportOrder, path: string, abort: AbortController) {
    const { files, missing } = await filesOf(order.episodeIds);
    for (const id of missing) skip(id, 'Its file is not in the episodes folder any more.');
    const context = { ...contextOf(abort), order, files, path, appVersion: options.appVersion };
    const { text } = await writers[order.format](context);
    return { text, path };
  }

  function skip(episodeId: string, why: string): void {
    set({ skipped: [...(status?.skipped ?? []), { episodeId, why }] });
  }

  function refuseSecond(): void {
    if (running) throw new Error(`An ${status?.job ?? 'export'} is under way. Wait for it, or call it off.`);
  }

  function startExport(order: ExportOrder): ExportStatus {
    refuseSecond();
    refuseRelative(order.folder);
    if (!isPlainName(order.name)) {
      throw new Error('The name becomes a folder: use letters, digits, spaces, dots, - and _.');
    }
    const path = join(order.folder, order.name);
    return begin('export', order.folder, (abort) => exportAll(order, path, abort));
  }

  function startImport(order: ImportOrder): ExportStatus {
    refuseSecond();
    refuseRelative(order.folder);
    const { folder, appVersion, wallMs } = options;
    return begin('import', folder, async (abort) => {
      const { text } = await importLeRobot({ ...contextOf(abort), order, folder, appVersion, wallMs });
      return { text, path: null };
    });
  }

  function answered(): ExportStatus {
    if (!status) throw new Error('There is no export or import.');
    return status;
  }

  return {
    addClient(port: Port): void {
      const server = serve(
        port,
        exporterContract,
        {
          describeSelection: async ({ episodeIds }) => ({
            cameras: await camerasOf((await filesOf(episodeIds)).files),
          }),
          getExport: () => status,
          startExport,
          describeDataset: ({ folder }) => {
            refuseRelative(folder);
            return describeDataset(folder);
          },
          startImport,
          cancelExport: async ({ exportId }) => {
            if (status?.exportId === exportId && running) {
              running.abort.abort();
              await running.ended;
            }
            return answered();
          },
        },
        options.onBadMessage,
      );
      servers.add(server);
      port.onClose(() => servers.delete(server));
    },
    attachVideoEncoder(port: Port): void {
      const client = connect(port, videoEncoderContract, options.onBadMessage);
      encoder = client;
      client.onClose(() => {
        if (encoder === client) encoder = undefined;
      });
      encoderCame?.();
    },
    /** Calls a running export off and takes away what it began. */
    async shutDown(): Promise<void> {
      running?.abort.abort();
      await running?.ended;
    },
  };
}

/** What is left of a job that was called off. */
const cancelledWords: Readonly<Record<ExportStatus['job'], string>> = {
  export: 'Called off. Nothing of it is left.',
  import: 'Called off. The episodes that were whole by then are in the library.',
};

function refuseRelative(folder: string): void {
  if (!isAbsolute(folder)) throw new Error(`"${folder}" is not the whole path of a folder.`);
}

/** What a folder may be called on every system. */
export function isPlainName(name: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u.test(name) && !/[. ]$/.test(name);
}

async function camerasOf(files: readonly EpisodeFile[]): Promise<{ name: string; episodes: number }[]> {
  const counts = new Map<string, number>();
  for (const file of files) {
    const cameras = await withSource(file, async ({ cameras }) => cameras).catch(() => []);
    for (const { name } of cameras) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, episodes]) => ({ name, episodes }));
}
