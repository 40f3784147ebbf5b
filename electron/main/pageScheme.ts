import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol } from 'electron';

/** The pages come over a scheme of their own: no file access, no network, one content policy. */
export const pageOrigin = 'r1://console';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.json': 'application/json',
};

// Mantine writes style attributes and one style element; nothing else inline is allowed.
const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' blob: data:",
  "connect-src 'self' blob: data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Call before the app is ready. */
export function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'r1', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** The file a URL names under `root`, or undefined if it would leave it. */
export function fileOfUrl(root: string, url: string): string | undefined {
  const path = decodeURIComponent(new URL(url).pathname);
  const file = normalize(join(root, path === '/' ? 'index.html' : path));
  return file.startsWith(root + sep) ? file : undefined;
}

/** Serves the built pages; call once when the app is ready. */
export function servePages(root: string): void {
  protocol.handle('r1', async (request) => {
    const file = fileOfUrl(root, request.url);
    const contentType = file && contentTypes[extname(file)];
    if (!file || !contentType) return new Response('Not found', { status: 404 });
    try {
      return new Response(new Uint8Array(await readFile(file)), {
        headers: {
          'content-type': contentType,
          'content-security-policy': contentPolicy,
          'x-content-type-options': 'nosniff',
        },
      });
    } catch {
      return new Response('Not found', { status: 404 });
    }
  });
}
