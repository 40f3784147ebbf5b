import { type BrowserWindow, dialog } from 'electron';
import type { FilePurpose, FileResult } from '../../shared/contract/bridge';
import { slugOf } from './documentStore';

const closed: FileResult = { id: null, problem: null };

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
    title: 'Choose the CA file of the server',
    properties: ['openFile'],
    filters: [{ name: 'PEM', extensions: ['pem', 'crt', 'cer'] }],
  },
  workspace: { title: 'Choose a ROS 2 workspace', properties: ['openDirectory'] },
};

/** Documents that go out and come in as files: profiles, endpoints. */
interface Documents {
  readonly noun: string;
  list(): readonly { readonly id: string; readonly name: string }[];
  importFrom(path: string): FileResult;
  exportTo(id: string, path: string): FileResult;
}

/** The file dialogs of the console: paths come from the operator's hand, never from the page. */
export function fileDialogs(window: () => BrowserWindow | undefined) {
  async function open(options: Electron.OpenDialogOptions): Promise<string | null> {
    const parent = window();
    if (!parent) return null;
    return (await dialog.showOpenDialog(parent, options)).filePaths[0] ?? null;
  }
  const json = { name: 'JSON', extensions: ['json'] };

  return {
    async importInto(documents: Documents): Promise<FileResult> {
      const title = `Import: ${documents.noun}`;
      const path = await open({ title, properties: ['openFile'], filters: [json] });
      return path === null ? closed : documents.importFrom(path);
    },

    async exportFrom(documents: Documents, id: string): Promise<FileResult> {
      const parent = window();
      const name = documents.list().find((entry) => entry.id === id)?.name;
      if (!parent || name === undefined) return closed;
      const { filePath } = await dialog.showSaveDialog(parent, {
        title: `Export: ${documents.noun}`,
        defaultPath: `${slugOf(name, documents.noun)}.json`,
        filters: [json],
      });
      return filePath ? documents.exportTo(id, filePath) : closed;
    },

    chooseFile: (purpose: FilePurpose): Promise<string | null> => open(choices[purpose]),
  };
}
