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
} from '../../shared/contract/exporterContract';
import { videoEncoderContract } from '../../shared/contract/videoEncoderContract';
import { type EpisodeFile, episodeFiles } from '../episodes/reading/episodeFiles';
import type { ExportContext, ExportResult } from './exportContext';
import { ExportCancelled } from './exportProblem';
import { failureWords } from './failureWords';
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

/** Hands episodes on, one order at a time, while other processes go on with their work. */
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

  async function carryOut(order: ExportOrder, path: string, abort: AbortController): Promise<void> {
    const { files, missing } = await filesOf(order.episodeIds);
    for (const id of missing) skip(id, 'Its file is not in the episodes folder any more.');
    try {
      const { text } = await writers[order.format]({
        order,
        files,
        path,
        appVersion: options.appVersion,
        signal: abort.signal,
        progress: (fraction, words) => set({ fraction, text: words }),
        skip,
        videoEncoder,
      });
      set({ state: 'done', fraction: 1, text, path });
    } catch (error) {
      if (error instanceof ExportCancelled || abort.signal.aborted) {
        set({ state: 'cancelled', text: 'Called off. Nothing of it is left.' });
      } else {
        set({ state: 'failed', text: failureWords(error, order.folder) });
      }
    } finally {
      options.wantVideoEncoder(false);
      encoder?.close();
      encoder = undefined;
      running = undefined;
    }
  }

  function skip(episodeId: string, why: string): void {
    set({ skipped: [...(status?.skipped ?? []), { episodeId, why }] });
  }

  function start(order: ExportOrder): ExportStatus {
    if (running) throw new Error('An export is under way. Wait for it, or call it off.');
    if (!isAbsolute(order.folder)) throw new Error(`"${order.folder}" is not the whole path of a folder.`);
    if (!isPlainName(order.name)) {
      throw new Error('The name becomes a folder: use letters, digits, spaces, dots, - and _.');
    }
    const abort = new AbortController();
    status = {
      exportId: options.newId(),
      format: order.format,
      state: 'running',
      fraction: 0,
      text: 'Looking at the episodes',
      path: null,
      skipped: [],
    };
    const ended = carryOut(order, join(order.folder, order.name), abort);
    running = { abort, ended };
    return status;
  }

  function answered(): ExportStatus {
    if (!status) throw new Error('There is no export.');
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
          startExport: start,
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
