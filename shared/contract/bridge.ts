import { z } from 'zod';
import { faultTextSchema } from './common';
import { robotModeSchema, stopSourceSchema } from './robotContract';

/**
 * What the preload script offers the console's page as `window.r1`. Ports to the other processes come
 * beside it, as window messages that carry one port each (portIntroductionSchema).
 */
export const portIntroductionSchema = z.object({
  type: z.literal('r1-port'),
  /** The page is the client of `peer`'s contract (connect) or answers it (serve). */
  role: z.enum(['serve', 'connect']),
  contract: z.string().max(100),
  peer: z.string().max(100),
});

export const processNames = [
  'robot',
  'planner',
  'camera',
  'simulator',
  'inference',
  'recorder',
  'exporter',
  'picture',
] as const;
export const processNameSchema = z.enum(processNames);
export type ProcessName = z.infer<typeof processNameSchema>;

/** One process as its supervisor in main sees it; `picture` is the simulator's hidden camera window. */
export const processStatusSchema = z.object({
  name: processNameSchema,
  state: z.enum(['starting', 'running', 'restarting', 'failed']),
  restarts: z.number().int().nonnegative(),
  text: z.string().max(500),
});
export type ProcessStatus = z.infer<typeof processStatusSchema>;

export const settingsSchema = z.object({
  theme: z.enum(['dark', 'light', 'system']).default('dark'),
  operator: z.string().trim().min(1).max(100).default('operator'),
  /** 0.05 .. 1 of the joint limits. */
  speedScale: z.number().min(0.05).max(1).default(0.5),
  sceneSeed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31)
    .default(1),
});
export type Settings = z.infer<typeof settingsSchema>;

export const appInfoSchema = z.object({
  version: z.string(),
  electron: z.string(),
  chrome: z.string(),
  node: z.string(),
  platform: z.string(),
  dataFolder: z.string(),
  episodesFolder: z.string(),
});
export type AppInfo = z.infer<typeof appInfoSchema>;

/** From page to main (ipc invoke/send), each parsed in main; the names are the ipc channels. */
export const bridgeRequests = {
  'r1:stop': { params: z.object({ source: stopSourceSchema, reason: z.string().max(500) }) },
  'r1:getSettings': { params: z.undefined(), result: settingsSchema },
  'r1:setSettings': { params: settingsSchema.partial(), result: settingsSchema },
  'r1:getAppInfo': { params: z.undefined(), result: appInfoSchema },
  'r1:getProcesses': { params: z.undefined(), result: z.array(processStatusSchema) },
  'r1:restartProcess': { params: z.object({ name: processNameSchema }), result: z.undefined() },
  'r1:chooseModelFolder': { params: z.undefined(), result: z.string().nullable() },
  'r1:chooseExportFolder': { params: z.undefined(), result: z.string().nullable() },
  'r1:showInFolder': { params: z.object({ path: z.string().max(4000) }), result: z.undefined() },
} as const;

/** From main to page. */
export const bridgeEvents = {
  'r1:processes': z.array(processStatusSchema),
  'r1:fault': faultTextSchema,
  /** Main sent a stop by itself (key press, shutdown): the page shows it. */
  'r1:stopRequested': z.object({ source: stopSourceSchema }),
} as const;

export const robotModeNoticeSchema = z.object({ mode: robotModeSchema });

export interface Bridge {
  /** The second way to stop, through main; the first is the page's own port to the robot process. */
  stop(source: z.infer<typeof stopSourceSchema>, reason: string): void;
  getSettings(): Promise<Settings>;
  setSettings(settings: Partial<Settings>): Promise<Settings>;
  getAppInfo(): Promise<AppInfo>;
  getProcesses(): Promise<ProcessStatus[]>;
  restartProcess(name: ProcessName): Promise<void>;
  /** A folder dialog; null when the operator closes it. */
  chooseModelFolder(): Promise<string | null>;
  /** A dialog for the folder that exports go to; null when the operator closes it. */
  chooseExportFolder(): Promise<string | null>;
  /** Shows what lies in the data folder, the episodes folder or a folder chosen for exports in the file manager. */
  showInFolder(path: string): Promise<void>;
  onProcesses(handler: (processes: ProcessStatus[]) => void): () => void;
  onFault(handler: (fault: z.infer<typeof faultTextSchema>) => void): () => void;
  onStopRequested(handler: (stop: { source: z.infer<typeof stopSourceSchema> }) => void): () => void;
  /** Asks main for the ports to all processes; call once the page listens for r1-port messages. */
  requestPorts(): void;
}

declare global {
  interface Window {
    readonly r1: Bridge;
  }
}
