import { type BrowserWindow, dialog } from 'electron';
import type { FilePurpose, ProfileResult } from '../../shared/contract/bridge';
import { type ProfileStore, slugOf } from './profileStore';

const profileFilter = { name: 'Connection profile', extensions: ['json'] };
const closed: ProfileResult = { id: null, problem: null };

const choices: Readonly<Record<FilePurpose, Electron.OpenDialogOptions>> = {
  urdf: {
    title: 'Choose a robot description',
    properties: ['openFile'],
    filters: [{ name: 'URDF', extensions: ['urdf', 'xml'] }],
  },
  fastDds: {
    title: 'Choose a Fast DDS profile',
    properties: ['openFile'],
    filters: [{ name: 'Fast DDS profile', extensions: ['xml'] }],
  },
  certificate: {
    title: 'Choose the certificate to trust',
    properties: ['openFile'],
    filters: [{ name: 'Certificate', extensions: ['pem', 'crt', 'cer'] }],
  },
  workspace: { title: 'Choose a ROS 2 workspace', properties: ['openDirectory'] },
};

/** The file dialogs of the connection panel: paths come from the operator's hand, never from the page. */
export function profileDialogs(window: () => BrowserWindow | undefined, profiles: ProfileStore) {
  async function open(options: Electron.OpenDialogOptions): Promise<string | null> {
    const parent = window();
    if (!parent) return null;
    return (await dialog.showOpenDialog(parent, options)).filePaths[0] ?? null;
  }

  return {
    async importProfile(): Promise<ProfileResult> {
      const path = await open({
        title: 'Import a connection profile',
        properties: ['openFile'],
        filters: [profileFilter],
      });
      return path === null ? closed : profiles.importFrom(path);
    },

    async exportProfile(id: string): Promise<ProfileResult> {
      const parent = window();
      const name = profiles.read(id).profile?.name;
      if (!parent || name === undefined) return closed;
      const { filePath } = await dialog.showSaveDialog(parent, {
        title: 'Export the connection profile',
        defaultPath: `${slugOf(name)}.json`,
        filters: [profileFilter],
      });
      return filePath ? profiles.exportTo(id, filePath) : closed;
    },

    chooseFile: (purpose: FilePurpose): Promise<string | null> => open(choices[purpose]),
  };
}
