import { join } from 'node:path';
import type { Page } from 'playwright';

/** Where a person wants pictures; without it none are taken. */
const folder = process.env.R1_SHOTS;

/** With R1_SHOTS=FOLDER, the window as it is now, in both themes: NAME.png and NAME-other.png. */
export async function look(page: Page, name: string): Promise<void> {
  if (!folder) return;
  await page.screenshot({ path: join(folder, `${name}.png`) });
  // A click that takes the focus from nothing.
  const toggle = page.getByTestId('theme-toggle');
  await toggle.dispatchEvent('click');
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(folder, `${name}-other.png`) });
  await toggle.dispatchEvent('click');
}
