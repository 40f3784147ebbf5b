import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTestEpisode } from '../electron/exporter/testing/testEpisodes';
import { type Console, launchConsole } from './console';

describe('reviewing', () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'r1-review-'));
  let console_: Console;

  beforeAll(async () => {
    for (const [name, outcome] of [
      ['2026-01-01-a', 'succeeded'],
      ['2026-01-02-b', 'failed'],
      ['2026-01-03-c', 'succeeded'],
    ] as const) {
      await writeTestEpisode(join(dataFolder, 'episodes'), { name, outcome, cameras: ['color', 'wrist'] });
    }
    console_ = await launchConsole({ dataFolder });
    await console_.app.evaluate(({ dialog }, folder) => {
      dialog.showSaveDialog = (...given: unknown[]) => {
        const { defaultPath } = given.at(-1) as { defaultPath: string };
        return Promise.resolve({ canceled: false, filePath: `${folder}/${defaultPath}` });
      };
    }, dataFolder);
    await console_.page.getByTestId('nav-review').click();
    await console_.page.getByTestId('episode-row').nth(2).waitFor({ timeout: 30_000 });
  });
  afterAll(async () => {
    await console_?.close();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  it('counts what the list shows, and saves the figures as table and picture', async () => {
    const { page } = console_;
    await page.getByTestId('figures-open').click();
    await expect.poll(() => page.getByTestId('figure-success').innerText()).toMatch(/^67/);
    await page.getByTestId('episode-outcome').selectOption('succeeded');
    await expect.poll(() => page.getByTestId('figure-success').innerText()).toMatch(/^100/);
    await page.getByTestId('episode-outcome').selectOption('any');
    await page.getByTestId('figures-csv').click();
    const csv = join(dataFolder, 'r1-figures.csv');
    await expect
      .poll(() => readOrEmpty(csv).toString())
      .toMatch(/^kind,name,episodes.*\r\nall,all,3,3,2,0\.6667/s);
    await page.getByTestId('figures-png').click();
    const png = join(dataFolder, 'r1-figures.png');
    await expect.poll(() => readOrEmpty(png).subarray(1, 4).toString(), { timeout: 15_000 }).toBe('PNG');
    expect(readOrEmpty(png).length).toBeGreaterThan(20_000);
  });

  it('lays two episodes on one axis, and shows either camera of one', async () => {
    const { page } = console_;
    await page.getByTestId('compare-open').click();
    const rows = page.getByTestId('episode-row');
    await rows.nth(1).click();
    await page.getByAltText('Camera of A at the cursor').waitFor({ timeout: 15_000 });
    await page.getByAltText('Camera of B at the cursor').waitFor({ timeout: 15_000 });
    await page.getByTestId('compare-align-start').click();
    await page.getByTestId('compare-open').click();
    await page.getByTestId('replay-camera').selectOption({ label: 'camera_wrist' });
    await page.getByAltText('Camera at the cursor').waitFor({ timeout: 15_000 });
  });
});

function readOrEmpty(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
