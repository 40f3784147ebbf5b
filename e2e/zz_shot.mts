import { launchConsole } from './console';
import { instruct, waitForState, waitUntilReady } from './operate';
const c = await launchConsole({ seed: 3 });
const { page } = c;
page.setDefaultTimeout(90000);
try {
  await waitUntilReady(page);
  await instruct(page, 'put the red cube in the blue bowl');
  await waitForState(page, ['awaitingApproval']);
  await page.waitForTimeout(1500);
  await page.screenshot({ path: '/tmp/mo/a.png' });
  await page.getByTestId('theme-toggle').click().catch(() => undefined);
  await page.waitForTimeout(800);
  await page.screenshot({ path: '/tmp/mo/b.png' });
} finally { await c.close(); }
