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
import type {
  AppInfo,
  FolderPurpose,
  ProcessName,
  ProcessStatus,
  Settings,
} from '../../shared/contract/bridge';
import type { StopSource } from '../../shared/contract/robotContract';
import { type BridgeChannel, type BridgeHandlers, createBridgeBorder } from './bridgeBorder';
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

/** Answers the page's bridge. Each message is parsed, and only the console's own main frame is heard. */
export function serveBridge(services: BridgeServices): void {
  const fromConsole = (event: IpcMainEvent | IpcMainInvokeEvent) =>
    event.senderFrame !== null && event.senderFrame === services.window()?.webContents.mainFrame;

  /** Folders that the operator has chosen in a dialog. */
  const shown = new Set<string>();

  const files = fileDialogs(services.window);
  const { endpoints } = services;
  const handlers: BridgeHandlers = {
    'r1:getSettings': () => services.getSettings(),
    'r1:setSettings': (settings) => services.setSettings(settings as Partial<Settings>),
    'r1:getAppInfo': () => services.appInfo(),
    'r1:getProcesses': () => services.processes(),
    'r1:restartProcess': ({ name }) => services.restartProcess(name),
    'r1:chooseModelFolder': async () => {
      const window = services.window();
      if (!window) return null;
      const chosen = await dialog.showOpenDialog(window, {
        title: 'Choose a model pack',
        properties: ['openDirectory'],
      });
      return chosen.filePaths[0] ?? null;
    },
    'r1:getConnection': () => services.connections.view(),
    'r1:connectTo': ({ id }) => services.connections.connectTo(id),
    'r1:lookForRos2': () => services.connections.lookForRos2(),
    'r1:listProfiles': () => services.profiles.list(),
    'r1:saveProfile': ({ id, profile }) => services.profiles.save(id, profile),
    'r1:deleteProfile': ({ id }) => services.profiles.remove(id),
    'r1:importProfile': () => files.importInto(services.profiles),
    'r1:exportProfile': ({ id }) => files.exportFrom(services.profiles, id),
    'r1:listEndpoints': () => endpoints.list(),
    'r1:saveEndpoint': ({ id, endpoint }) => endpoints.documents.save(id, endpoint),
    'r1:setEndpointToken': ({ id, token }) => endpoints.setToken(id, token),
    'r1:deleteEndpoint': ({ id }) => endpoints.remove(id),
    'r1:importEndpoint': () => files.importInto(endpoints.documents),
    'r1:exportEndpoint': ({ id }) => files.exportFrom(endpoints.documents, id),
    'r1:takeEndpoint': ({ id }) => endpoints.use(id),
    'r1:testEndpoint': ({ id }) => endpoints.test(id),
    'r1:chooseFile': ({ purpose }) => files.chooseFile(purpose),
    'r1:chooseFolder': async ({ purpose }) => {
      const window = services.window();
      if (!window) return null;
      const chosen = await dialog.showOpenDialog(window, {
        title: folderTitles[purpose],
        properties: purpose === 'export' ? ['openDirectory', 'createDirectory'] : ['openDirectory'],
      });
      const folder = chosen.filePaths[0] ?? null;
      if (folder) shown.add(folder);
      return folder;
    },
    'r1:saveFile': async ({ kind, name, bytes }) => {
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
    },
    'r1:showInFolder': ({ path }) => {
      const { episodesFolder, dataFolder } = services.appInfo();
      const isInside = [episodesFolder, dataFolder, ...shown].some((folder) => {
        const inside = relative(folder, path);
        return !inside.startsWith('..') && !isAbsolute(inside);
      });
      if (!isInside) throw new Error('Refused: not in a folder of this console.');
      shell.showItemInFolder(path);
    },
  };

  const border = createBridgeBorder(handlers, services.stop, services.onBadMessage);
  for (const channel of Object.keys(handlers) as BridgeChannel[]) {
    ipcMain.handle(channel, (event, raw: unknown) => border.answer(channel, fromConsole(event), raw));
  }
  ipcMain.on('r1:stop', (event, raw: unknown) => border.stop(fromConsole(event), raw));
  // Both pages ask: the switchboard knows each by its contents' id.
  ipcMain.on('r1:requestPorts', (event) => services.requestPorts(event.sender.id));
}
