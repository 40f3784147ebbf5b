import type { BrowserWindow } from 'electron';
import { giveWay, niceness } from '../utility/giveWay';
import type { EncoderPageName } from './links';
import type { Log } from './log';
import type { Paths } from './paths';
import type { Switchboard } from './switchboard';
import { openEncoderWindow } from './windows';

/** The hidden pages with video codecs. They come and go with whoever needs them; when one dies, that one says so. */
export function createEncoderPages(paths: Paths, switchboard: Switchboard, log: Log) {
  const windows = new Map<EncoderPageName, BrowserWindow>();

  function show(name: EncoderPageName, wanted: boolean): void {
    const before = windows.get(name);
    if (wanted && before) return;
    switchboard.down(name);
    windows.delete(name);
    before?.destroy();
    if (!wanted) return;
    const window = openEncoderWindow(paths);
    windows.set(name, window);
    const { webContents } = window;
    webContents.on('console-message', (_event, _level, message) => log.line(name, message));
    webContents.once('did-finish-load', () => giveWay(niceness[name], webContents.getOSProcessId()));
    webContents.on('render-process-gone', (_event, { reason }) => {
      if (windows.get(name) !== window) return;
      log.line(name, `ended: ${reason}`);
      show(name, false);
    });
  }

  return { show, window: (name: EncoderPageName): BrowserWindow | undefined => windows.get(name) };
}
