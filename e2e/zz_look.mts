import { launchConsole } from './console';

const c = await launchConsole({
  dataFolder: process.argv[2]!,
  env: process.env.EPS ? { R1_EPISODES_DIR: process.env.EPS } : {},
} as never);
const { page } = c;
await page.setViewportSize({ width: 1440, height: 900 }).catch(() => 0);
await page.getByTestId('nav-review').click();
await page
  .getByTestId('episode-row')
  .nth(Number(process.argv[3] ?? 0))
  .click();
await page.waitForTimeout(5000);
for (const theme of ['dark', 'light']) {
  await page.emulateMedia({ colorScheme: theme as 'dark' });
  await page.evaluate((t) => document.documentElement.setAttribute('data-theme', t), theme);
  await page.waitForTimeout(2500);
  await page.screenshot({ path: `/tmp/rec/review-${theme}.png` });
}
await page.getByTestId('import-open').click();
await page.waitForTimeout(800);
await page.screenshot({ path: '/tmp/rec/import.png' });
await c.close();
