import type { ElectronApplication, Page } from 'playwright';
import type { ExportFormat } from '../shared/contract/exporterContract';

/** Has every folder dialog answer with `folder`: a native dialog cannot be operated from here. */
export async function answerFolderDialogs(app: ElectronApplication, folder: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, folder);
}

/** Opens the export beside the list and picks all episodes that are shown. */
export async function pickAll(page: Page): Promise<void> {
  await page.getByTestId('nav-review').click();
  await page.getByTestId('episode-row').first().waitFor();
  await page.getByTestId('export-open').click();
  await page.getByTestId('pick-all').click();
}

/** Exports what is picked under `name`, and says how it ended: its state and words. */
export async function exportPicked(
  page: Page,
  format: ExportFormat,
  name: string,
  timeoutMs = 120_000,
): Promise<{ state: string; text: string }> {
  await page.getByTestId(`export-format-${format}`).click();
  await page.getByTestId('export-folder').click();
  await page.getByTestId('export-name').fill(name);
  await page.getByTestId('export-start').click();
  const status = page.getByTestId('export-status');
  await status.and(page.locator('[data-state="running"]')).waitFor({ timeout: 10_000 });
  const ended = status.and(page.locator(':not([data-state="running"])'));
  await ended.waitFor({ timeout: timeoutMs });
  return { state: (await ended.getAttribute('data-state')) ?? '', text: await ended.innerText() };
}
