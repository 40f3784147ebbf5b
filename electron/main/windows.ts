import { join } from 'node:path';
import { BrowserWindow } from 'electron';
import { pageOrigin } from './pageScheme';
import type { Paths } from './paths';

const preferences = (paths: Paths) => ({
  preload: join(paths.built, 'preload', 'index.cjs'),
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  spellcheck: false,
});

/** The operator's window. */
export function openConsoleWindow(paths: Paths, dark: boolean): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 1180,
    minHeight: 680,
    show: false,
    title: 'R1 Console',
    autoHideMenuBar: true,
    backgroundColor: dark ? '#101214' : '#f6f7f8',
    // A window behind another one still shows a moving robot and must still hear its heart.
    webPreferences: { ...preferences(paths), backgroundThrottling: false },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${pageOrigin}/index.html`);
  return window;
}

/** Encodes or decodes video: a page that is never shown and lives as long as somebody needs it. */
export function openEncoderWindow(paths: Paths): BrowserWindow {
  const window = new BrowserWindow({
    width: 200,
    height: 100,
    show: false,
    title: 'R1 Console: video encoder',
    webPreferences: { ...preferences(paths), backgroundThrottling: false },
  });
  void window.loadURL(`${pageOrigin}/video-encoder/index.html`);
  return window;
}

/** The simulator's camera: a page that is never shown and draws for the camera process. */
export function openPictureWindow(paths: Paths): BrowserWindow {
  const window = new BrowserWindow({
    width: 640,
    height: 480,
    show: false,
    title: 'R1 Console: simulator camera',
    webPreferences: { ...preferences(paths), backgroundThrottling: false },
  });
  void window.loadURL(`${pageOrigin}/simulator-camera/index.html`);
  return window;
}
