import { writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, relative } from 'node:path';
import {
  type BrowserWindow,
  dialog,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  ipcMain,
  shell,
} from 'electron';
import type { z } from 'zod';
import {
  type AppInfo,
  bridgeRequests,
  type FolderPurpose,
  type ProcessName,
  type ProcessStatus,
  type Settings,
} from '../../shared/contract/bridge';
import type { StopSource } from '../../shared/contract/robotContract';
import type { Connections } from './connections';
import { slugOf } from './documentStore';
import type { Endpoints } from './endpoints';
import { fileDialogs } from './fileDialogs';
import type { ProfileStore } from './profileStore';

const folderTitles: Readonly<Record<FolderPurpose, string>> = {
  export: 'Choose where exports go',
  dataset: 'Choose the folder of a LeRobot data set',
};

export interface BridgeServices {
  readonly window: () => BrowserWindow | undefined;
  readonly stop: (source: StopSource, reason: string) => void;
  readonly getSettings: () => Settings;
  readonly setSettings: (change: Partial<Settings>) => Settings;
  readonly appInfo: () => AppInfo;
  readonly processes: () => readonly ProcessStatus[];
  readonly restartProcess: (name: ProcessName) => void;
  readonly requestPorts: (sender: number) => void;
  readonly connections: Pick<Connections, 'view' | 'connectTo' | 'lookForRos2'>;
  readonly profiles: ProfileStore;
  readonly endpoints: Endpoints;
  readonly onBadMessage: (problem: string) => void;
}

type Invokable = Exclude<keyof typeof bridgeRequests, 'r1:stop'>;

/** Answers the page's bridge. Each message is parsed, and only the console's own main frame is heard. */
export function serveBridge(services: BridgeServices): void {
  const fromConsole = (event: IpcMainEvent | IpcMainInvokeEvent) =>
    event.senderFrame !== null && event.senderFrame === services.window()?.webContents.mainFrame;

  /** Folders that the operator has chosen in a dialog. */
  const shown = new Set<string>();

  function answer<K extends Invokable>(
    channel: K,
    handler: (params: z.infer<(typeof bridgeRequests)[K]['params']>) => unknown,
  ): void {
    ipcMain.handle(channel, (event, raw: unknown) => {
      if (!fromConsole(event)) throw new Error('Refused: not the console page.');
      const params = bridgeRequests[channel].params.safeParse(raw);
      if (!params.success) {
        services.onBadMessage(`${channel}: ${params.error.message}`);
        throw new Error(`Refused: ${channel} does not fit its schema.`);
      }
      return handler(params.data as z.infer<(typeof bridgeRequests)[K]['params']>);
    });
  }

  ipcMain.on('r1:stop', (event, raw: unknown) => {
    if (!fromConsole(event)) return;
    const stop = bridgeRequests['r1:stop'].params.safeParse(raw);
    // A stop is obeyed even when its words do not fit: stopping is never the wrong answer.
    services.stop(
      stop.success ? stop.data.source : 'button',
      stop.success ? stop.data.reason : 'The console asked to stop.',
    );
  });
  // Both pages ask: the switchboard knows each by its contents' id.
  ipcMain.on('r1:requestPorts', (event) => services.requestPorts(event.sender.id));

  answer('r1:getSettings', () => services.getSettings());
  answer('r1:setSettings', (settings) => services.setSettings(settings as Partial<Settings>));
  answer('r1:getAppInfo', () => services.appInfo());
  answer('r1:getProcesses', () => services.processes());
  answer('r1:restartProcess', ({ name }) => services.restartProcess(name));
  answer('r1:chooseModelFolder', async () => {
    const window = services.window();
    if (!window) return null;
    const chosen = await dialog.showOpenDialog(window, {
      title: 'Choose a model pack',
      properties: ['openDirectory'],
    });
    return chosen.filePaths[0] ?? null;
  });
  answer('r1:getConnection', () => services.connections.view());
  answer('r1:connectTo', ({ id }) => services.connections.connectTo(id));
  answer('r1:lookForRos2', () => services.connections.lookForRos2());
  answer('r1:listProfiles', () => services.profiles.list());
  answer('r1:saveProfile', ({ id, profile }) => services.profiles.save(id, profile));
  answer('r1:deleteProfile', ({ id }) => services.profiles.remove(id));
  const files = fileDialogs(services.window);
  answer('r1:importProfile', () => files.importInto(services.profiles));
  answer('r1:exportProfile', ({ id }) => files.exportFrom(services.profiles, id));
  const { endpoints } = services;
  answer('r1:listEndpoints', () => endpoints.list());
  answer('r1:saveEndpoint', ({ id, endpoint }) => endpoints.documents.save(id, endpoint));
  answer('r1:setEndpointToken', ({ id, token }) => endpoints.setToken(id, token));
  answer('r1:deleteEndpoint', ({ id }) => endpoints.remove(id));
  answer('r1:importEndpoint', () => files.importInto(endpoints.documents));
  answer('r1:exportEndpoint', ({ id }) => files.exportFrom(endpoints.documents, id));
  answer('r1:takeEndpoint', ({ id }) => endpoints.use(id));
  answer('r1:testEndpoint', ({ id }) => endpoints.test(id));
  answer('r1:chooseFile', ({ purpose }) => files.chooseFile(purpose));
  answer('r1:chooseFolder', async ({ purpose }) => {
    const window = services.window();
    if (!window) return null;
    const chosen = await dialog.showOpenDialog(window, {
      title: folderTitles[purpose],
      properties: purpose === 'export' ? ['openDirectory', 'createDirectory'] : ['openDirectory'],
    });
    const folder = chosen.filePaths[0] ?? null;
    if (folder) shown.add(folder);
    return folder;
  });
  answer('r1:saveFile', async ({ kind, name, bytes }) => {
    const window = services.window();
    if (!window) return null;
    const { filePath } = await dialog.showSaveDialog(window, {
      title: 'Save',
      defaultPath: `${slugOf(name, 'figures')}.${kind}`,
      filters: [{ name: kind === 'csv' ? 'Table' : 'Picture', extensions: [kind] }],
    });
    if (!filePath) return null;
    await writeFile(filePath, bytes);
    shown.add(dirname(filePath));
    return filePath;
  });
  answer('r1:showInFolder', ({ path }) => {
    const { episodesFolder, dataFolder } = services.appInfo();
    const isInside = [episodesFolder, dataFolder, ...shown].some((folder) => {
      const inside = relative(folder, path);
      return !inside.startsWith('..') && !isAbsolute(inside);
    });
    if (!isInside) throw new Error('Refused: not in a folder of this console.');
    shell.showItemInFolder(path);
  });
}
