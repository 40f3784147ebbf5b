import { launchConsole } from './console';
import { instruct, waitForState, waitUntilReady } from './operate';
const c = await launchConsole({ seed: 3 });
const { page } = c;
page.setDefaultTimeout(90000);
try {
  await waitUntilReady(page);
  await instruct(page, 'put the red cube in the blue bowl');
  await waitForState(page, ['awaitingApproval', 'idle']);
  await page.waitForTimeout(1500);
  await page.screenshot({ path: '/tmp/mo/a.png' });
  await page.getByText('Plan', { exact: true }).nth(0).click().catch(() => undefined);
  await page.waitForTimeout(800);
  await page.screenshot({ path: '/tmp/mo/a2.png' });
  await page.getByLabel(/theme|light|dark/i).first().click().catch(() => undefined);
  await page.waitForTimeout(800);
  await page.screenshot({ path: '/tmp/mo/b.png' });
} finally { await c.close(); }
