import { spawn } from 'node:child_process';

/**
 * Where there is no display (Linux without DISPLAY), starts an X server in memory and gives the environment
 * that uses it; `stop` ends it. The server picks a free display number by itself.
 */
export async function virtualDisplay({ size = '1600x1000x24' } = {}) {
  if (process.platform !== 'linux' || process.env.DISPLAY) return { env: {}, stop: () => undefined };
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with code ${code}.`)));
    server.stdio[3].once('data', (data) => resolve(String(data).trim()));
  });
  server.removeAllListeners('exit');
  return { env: { DISPLAY: `:${number}` }, stop: () => server.kill() };
}
