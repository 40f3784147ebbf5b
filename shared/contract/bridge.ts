import { z } from 'zod';
import { faultTextSchema } from './common';
import { type Ros2Profile, ros2ProfileSchema } from './connection';
import {
  type ConnectionId,
  type ConnectionView,
  connectionIdSchema,
  connectionViewSchema,
  type ProfileEntry,
  profileEntrySchema,
  profileIdSchema,
} from './connectionView';
import { demonstrateSettingsSchema } from './demonstrationKeys';
import {
  type Endpoint,
  type EndpointEntry,
  type EndpointTrial,
  endpointEntrySchema,
  endpointIdSchema,
  endpointSchema,
  endpointTrialSchema,
  tokenSchema,
} from './endpoint';
import { fencesSchema } from './fences';
import { maxSamples } from './proposal';
import { pictureChoiceSchema } from './recorderContract';
import { robotModeSchema, stopSourceSchema } from './robotContract';
import { statedSchema } from './stated';

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

const settingsFields = {
  theme: z.enum(['dark', 'light', 'system']),
  operator: z.string().trim().min(1).max(100),
  /** 0.05 .. 1 of the joint limits. */
  speedScale: z.number().min(0.05).max(1),
  sceneSeed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31),
  connection: connectionIdSchema,
  /** Answers that the model is asked for to each question. */
  samples: z.number().int().min(1).max(maxSamples),
  /** Workspaces on top of /opt/ros, each by its folder (with setup.bash or install/setup.bash), lowest first. */
  rosOverlays: z.array(z.string().trim().min(1).max(4000)).max(16),
  demonstrate: demonstrateSettingsSchema,
  /** By connection and camera: the sizes that were stated last for one that gives no depth. */
  stated: z.record(z.string().max(200), statedSchema),
  /** How live pictures are recorded. */
  pictures: pictureChoiceSchema,
  /** By connection; one that is not here has the default fences. Set through the robot process only. */
  fences: z.record(connectionIdSchema, fencesSchema),
};

export const settingsSchema = z.object({
  theme: settingsFields.theme.default('dark'),
  operator: settingsFields.operator.default('operator'),
  speedScale: settingsFields.speedScale.default(0.5),
  sceneSeed: settingsFields.sceneSeed.default(1),
  connection: settingsFields.connection.default('simulator'),
  samples: settingsFields.samples.default(1),
  rosOverlays: settingsFields.rosOverlays.default([]),
  demonstrate: settingsFields.demonstrate.prefault({}),
  stated: settingsFields.stated.default({}),
  pictures: settingsFields.pictures.default('jpeg'),
  fences: settingsFields.fences.default({}),
});
/**
 * What the page may change: only what it names. Without defaults, because a partial schema fills them in
 * and would set back all that was not named. The connection is changed by connecting, fences by the robot process.
 */
export const settingsChangeSchema = z
  .object(settingsFields)
  .omit({ connection: true, fences: true })
  .partial();
export type SettingsChange = Partial<Omit<Settings, 'connection' | 'fences'>>;
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

/** What a folder is chosen for. */
const folderPurposeSchema = z.enum(['export', 'dataset']);
export type FolderPurpose = z.infer<typeof folderPurposeSchema>;

/**
 * What became of a file of the operator's (profile, endpoint): its id, or why it was refused; both null when the
 * operator closed the dialog.
 */
export const fileResultSchema = z.object({
  id: profileIdSchema.nullable(),
  problem: z.string().max(2000).nullable(),
});
export type FileResult = z.infer<typeof fileResultSchema>;

/** Why an endpoint was not asked; null when it was, and then the inference process says what came of it. */
export const endpointUseSchema = z.object({ problem: z.string().max(2000).nullable() });
export type EndpointUse = z.infer<typeof endpointUseSchema>;

export const filePurposeSchema = z.enum(['urdf', 'fastDds', 'certificate', 'workspace']);
export type FilePurpose = z.infer<typeof filePurposeSchema>;

/** From page to main (ipc invoke/send), each parsed in main; the names are the ipc channels. */
export const bridgeRequests = {
  'r1:stop': { params: z.object({ source: stopSourceSchema, reason: z.string().max(500) }) },
  'r1:getSettings': { params: z.undefined(), result: settingsSchema },
  'r1:setSettings': { params: settingsChangeSchema, result: settingsSchema },
  'r1:getAppInfo': { params: z.undefined(), result: appInfoSchema },
  'r1:getProcesses': { params: z.undefined(), result: z.array(processStatusSchema) },
  'r1:restartProcess': { params: z.object({ name: processNameSchema }), result: z.undefined() },
  'r1:chooseModelFolder': { params: z.undefined(), result: z.string().nullable() },
  /** Each changes the processes or nothing, and answers with what is so afterwards. */
  'r1:getConnection': { params: z.undefined(), result: connectionViewSchema },
  'r1:connectTo': { params: z.object({ id: connectionIdSchema }), result: connectionViewSchema },
  'r1:lookForRos2': { params: z.undefined(), result: connectionViewSchema },
  'r1:listProfiles': { params: z.undefined(), result: z.array(profileEntrySchema) },
  'r1:saveProfile': {
    params: z.object({ id: profileIdSchema.nullable(), profile: ros2ProfileSchema }),
    result: fileResultSchema,
  },
  'r1:deleteProfile': { params: z.object({ id: profileIdSchema }), result: fileResultSchema },
  'r1:importProfile': { params: z.undefined(), result: fileResultSchema },
  'r1:exportProfile': { params: z.object({ id: profileIdSchema }), result: fileResultSchema },
  'r1:listEndpoints': { params: z.undefined(), result: z.array(endpointEntrySchema) },
  'r1:saveEndpoint': {
    params: z.object({ id: endpointIdSchema.nullable(), endpoint: endpointSchema }),
    result: fileResultSchema,
  },
  /** Null takes the token away. It goes this one way only: no request gives it back. */
  'r1:setEndpointToken': {
    params: z.object({ id: endpointIdSchema, token: tokenSchema.nullable() }),
    result: fileResultSchema,
  },
  'r1:deleteEndpoint': { params: z.object({ id: endpointIdSchema }), result: fileResultSchema },
  'r1:importEndpoint': { params: z.undefined(), result: fileResultSchema },
  'r1:exportEndpoint': { params: z.object({ id: endpointIdSchema }), result: fileResultSchema },
  'r1:takeEndpoint': { params: z.object({ id: endpointIdSchema }), result: endpointUseSchema },
  'r1:testEndpoint': { params: z.object({ id: endpointIdSchema }), result: endpointTrialSchema },
  'r1:chooseFile': { params: z.object({ purpose: filePurposeSchema }), result: z.string().nullable() },
  'r1:chooseFolder': { params: z.object({ purpose: folderPurposeSchema }), result: z.string().nullable() },
  /** A save dialog, then the file; answers with its path, or null when the operator closed the dialog. */
  'r1:saveFile': {
    params: z.object({
      kind: z.enum(['csv', 'png']),
      name: z.string().min(1).max(100),
      bytes: z.instanceof(Uint8Array).refine(({ byteLength }) => byteLength <= 64_000_000),
    }),
    result: z.string().nullable(),
  },
  'r1:showInFolder': { params: z.object({ path: z.string().max(4000) }), result: z.undefined() },
} as const;

/** From main to page. */
export const bridgeEvents = {
  'r1:processes': z.array(processStatusSchema),
  'r1:fault': faultTextSchema,
  /** Main sent a stop by itself (key press, shutdown): the page shows it. */
  'r1:stopRequested': z.object({ source: stopSourceSchema }),
  'r1:connection': connectionViewSchema,
} as const;

export const robotModeNoticeSchema = z.object({ mode: robotModeSchema });

export interface Bridge {
  /** The second way to stop, through main; the first is the page's own port to the robot process. */
  stop(source: z.infer<typeof stopSourceSchema>, reason: string): void;
  getSettings(): Promise<Settings>;
  setSettings(change: SettingsChange): Promise<Settings>;
  getAppInfo(): Promise<AppInfo>;
  getProcesses(): Promise<ProcessStatus[]>;
  restartProcess(name: ProcessName): Promise<void>;
  /** A folder dialog; null when the operator closes it. */
  chooseModelFolder(): Promise<string | null>;
  getConnection(): Promise<ConnectionView>;
  /** Refused (with words in the view's problem) while the robot moves, a stop is unconfirmed, or ROS 2 is missing. */
  connectTo(id: ConnectionId): Promise<ConnectionView>;
  /** Looks anew for ROS 2 on this machine: after it was installed, or the overlays in the settings changed. */
  lookForRos2(): Promise<ConnectionView>;
  listProfiles(): Promise<ProfileEntry[]>;
  /** A new file with id null, else over the operator's own one. */
  saveProfile(id: string | null, profile: Ros2Profile): Promise<FileResult>;
  deleteProfile(id: string): Promise<FileResult>;
  /** With file dialogs. */
  importProfile(): Promise<FileResult>;
  exportProfile(id: string): Promise<FileResult>;
  listEndpoints(): Promise<EndpointEntry[]>;
  /** A new file with id null. */
  saveEndpoint(id: string | null, endpoint: Endpoint): Promise<FileResult>;
  setEndpointToken(id: string, token: string | null): Promise<FileResult>;
  deleteEndpoint(id: string): Promise<FileResult>;
  /** With file dialogs. */
  importEndpoint(): Promise<FileResult>;
  exportEndpoint(id: string): Promise<FileResult>;
  /** Makes it the model that answers, if it answers a tiny question. */
  takeEndpoint(id: string): Promise<EndpointUse>;
  testEndpoint(id: string): Promise<EndpointTrial>;
  chooseFile(purpose: FilePurpose): Promise<string | null>;
  /** A dialog for the folder that exports go to; null when the operator closes it. */
  chooseFolder(purpose: FolderPurpose): Promise<string | null>;
  /** A save dialog, then the file; its path, or null when the operator closed the dialog. Fails in words. */
  saveFile(kind: 'csv' | 'png', name: string, bytes: Uint8Array): Promise<string | null>;
  /** Shows what lies in the data folder, the episodes folder or a folder chosen for exports in the file manager. */
  showInFolder(path: string): Promise<void>;
  onProcesses(handler: (processes: ProcessStatus[]) => void): () => void;
  onFault(handler: (fault: z.infer<typeof faultTextSchema>) => void): () => void;
  onStopRequested(handler: (stop: { source: z.infer<typeof stopSourceSchema> }) => void): () => void;
  onConnection(handler: (view: ConnectionView) => void): () => void;
  /** Asks main for the ports to all processes; call once the page listens for r1-port messages. */
  requestPorts(): void;
}

declare global {
  interface Window {
    readonly r1: Bridge;
  }
}
