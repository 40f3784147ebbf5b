import { app, type Session, type WebContents } from 'electron';
import { pageOrigin } from './pageScheme';

/** The pages get no permission, open no window, and go nowhere but to themselves. */
export function denyEverything(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.webRequest.onBeforeRequest((details, callback) => {
    const allowed = /^(r1|blob|data|devtools):/.test(details.url);
    callback({ cancel: !allowed });
  });
}

export function fenceContents(): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => {
      if (!event.url.startsWith(`${pageOrigin}/`)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}
