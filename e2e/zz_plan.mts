import { launchConsole } from './console';
import { instruct, loadScene, waitForState, waitUntilReady } from './operate';
const c = await launchConsole({ seed: 1 });
const { page } = c;
page.setDefaultTimeout(90000);
try {
  await waitUntilReady(page);
  await page.waitForTimeout(4000);
  await instruct(page, 'put the red cube in the blue bowl');
  await waitForState(page, ['awaitingApproval']);
  const ms = async () => page.getByTestId('plan-time').first().getAttribute('data-ms');
  console.log('first plan', await ms());
  const hash = () => page.getByTestId('plan-hash').getAttribute('data-hash');
  for (let i = 0; i < 3; i++) { const h = await hash(); await page.getByTestId('other-grasp').click(); while (await hash() === h) await page.waitForTimeout(50); console.log('other grasp', await ms()); }
  await page.screenshot({ path: '/tmp/mo/shot1.png' });
} finally { await c.close(); }
