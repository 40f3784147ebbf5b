import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Console, launchConsole } from './console';
import { look } from './look';
import { sessionState, waitUntilReady } from './operate';

const bundled = join(import.meta.dirname, '..', 'resources', 'models', 'r1-sim-small');
const manifestText = readFileSync(join(bundled, 'r1-pack.json'));
const manifestHash = createHash('sha256').update(manifestText).digest('hex');

describe('a model pack from a server', () => {
  let console_: Console;
  let server: Server;
  let url = '';
  /** Bytes of the decoder after which the line breaks, once. */
  let breaksAfter: number | null = 200_000;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://x').pathname;
      const content = readFileSync(join(bundled, path));
      const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
      if (path.includes('decoder') && breaksAfter !== null) {
        response.writeHead(200, { 'content-length': content.length });
        response.write(content.subarray(0, breaksAfter), () => response.destroy());
        breaksAfter = null;
        return;
      }
      const range = `bytes ${from}-${content.length - 1}/${content.length}`;
      response.writeHead(from > 0 ? 206 : 200, from > 0 ? { 'content-range': range } : {});
      response.end(content.subarray(from));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/r1-pack.json`;
    console_ = await launchConsole({ seed: 1 });
    await waitUntilReady(console_.page);
    await console_.page.getByTestId('nav-models').click();
  });
  afterAll(async () => {
    await console_?.close();
    server?.closeAllConnections();
    server?.close();
  });

  it('says what is wrong with the hash before anything is fetched, and when another pack lies there', async () => {
    const panel = console_.page.getByTestId('packs-panel');
    await panel.getByTestId('download-url').fill(url);
    await panel.getByTestId('download-hash').fill('1234');
    expect(await panel.getByTestId('download-problem').textContent()).toMatch(/64 digits/);
    expect(await panel.getByTestId('download-begin').isDisabled()).toBe(true);
    await panel.getByTestId('download-hash').fill('a'.repeat(64));
    await panel.getByTestId('download-begin').click();
    await expect.poll(() => panel.getByTestId('download-problem').textContent()).toMatch(/is not the pack/);
    expect(await panel.getByTestId('pack-on-disk').count()).toBe(1);
    await look(console_.page, 'packs-refused');
  });

  it('comes after a broken line by going on, and answers when it is loaded', async () => {
    const panel = console_.page.getByTestId('packs-panel');
    await panel.getByTestId('download-hash').fill(manifestHash);
    await panel.getByTestId('download-begin').click();
    await expect
      .poll(() => panel.getByTestId('download-problem').textContent(), { timeout: 20_000 })
      .toMatch(/kept/);
    await panel.getByTestId('download-begin').click();
    await expect.poll(() => panel.getByTestId('pack-on-disk').count(), { timeout: 30_000 }).toBe(2);
    await panel.getByTestId('pack-on-disk').nth(1).getByRole('button', { name: 'Load' }).click();
    await expect
      .poll(() => panel.getByTestId('pack-on-disk').nth(1).getByRole('button').isEnabled(), {
        timeout: 30_000,
      })
      .toBe(true);
    await look(console_.page, 'packs');
    await console_.page
      .locator('[data-testid="model-state"][data-state="ready"]')
      .waitFor({ timeout: 30_000 });
  });

  it('is compared with the loaded one on the same picture, side by side; nothing is planned', async () => {
    const { page } = console_;
    const panel = page.getByTestId('compare-panel');
    await panel.getByTestId('compare-button').click();
    expect(await panel.getByTestId('compare-problem').textContent()).toMatch(/Say what to do/);
    await panel.getByTestId('compare-instruction').fill('put the red cube in the blue bowl');
    await panel.getByTestId('compare-button').click();
    expect(await panel.getByTestId('compare-problem').textContent()).toMatch(/Choose the pack/);
    await panel.getByTestId('compare-pack').selectOption({ index: 1 });
    await panel.getByTestId('compare-button').click();
    const models = panel.getByTestId('compared-model');
    await expect.poll(() => models.count(), { timeout: 60_000 }).toBe(2);
    for (const model of await models.all()) {
      expect(await model.getByTestId('compared-overlay-box').count()).toBe(1);
      expect(await model.getByTestId('compared-overlay-path').count()).toBe(1);
      expect(await model.textContent()).toMatch(/tokens, \d+\/s/);
    }
    await panel.scrollIntoViewIfNeeded();
    await look(page, 'compare');
    await page.getByTestId('nav-operate').click();
    expect(await sessionState(page)).toBe('idle');
    expect(await page.getByTestId('plan-hash').count()).toBe(0);
  });
});
