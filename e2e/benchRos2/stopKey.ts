import type { Console } from '../console';
import { moveHome } from '../ros2/moveHome';
import { fixtureProfile, launchRosConsole, randomDomain, startFixture } from '../ros2/rosNetwork';
import { percentile } from './figures';
import { startInference } from './startInference';

/** As many as there is time for on one way home. */
const presses = 150;
/** ms between two: not in step with the robot process, which says a cancel again every 200 ms. */
const pause = () => 60 + Math.random() * 90;

/**
 * From the stop key in the app's window to the cancel request at a controller of rclpy, over real DDS, while the
 * model computes in a process of its own. The controller refuses to cancel, so that one motion serves for many
 * stops; its cancels that are repeats of an earlier stop shorten a figure now and then. Answers a row.
 */
export async function benchStopKey(what: string, withModel: boolean): Promise<string> {
  const domain = randomDomain();
  const robot = await startFixture({ domain, turned: 3 });
  const console_ = await launchRosConsole(fixtureProfile(domain));
  const model = withModel ? await startInference() : undefined;
  const ms: number[] = [];
  try {
    await slowly(console_);
    await robot.command('ignore_cancel');
    await moveHome(console_, robot);
    ms.push(...(await pressWhileMoving(console_, robot)));
  } finally {
    model?.kill('SIGKILL');
    await console_.close();
    await robot.close();
  }
  if (ms.length === 0)
    return `| ${what} | 0 | no stop of the key reached the controller while it moved | | |`;
  const sorted = ms.sort((a, b) => a - b);
  const cells = [percentile(sorted, 0.5), percentile(sorted, 0.99), sorted.at(-1)!].map((v) => v.toFixed(1));
  return `| ${[what, sorted.length, ...cells].join(' | ')} |`;
}

/** The slowest that there is: one way home takes the longest. */
async function slowly({ page }: Console): Promise<void> {
  await page.getByTestId('speed-slider').focus();
  await page.keyboard.press('Home');
}

async function pressWhileMoving(
  console_: Console,
  robot: Awaited<ReturnType<typeof startFixture>>,
): Promise<number[]> {
  const { page } = console_;
  const ms: number[] = [];
  const isOver = () =>
    robot.events.findLast(({ event }) => event === 'goal' || event === 'done')?.event === 'done';
  while (ms.length < presses && !isOver()) {
    const before = robot.events.length;
    // Before the key is given to the browser: its own way into the page counts too.
    const pressedAt = Date.now();
    await page.keyboard.press('Escape');
    await page.waitForTimeout(pause());
    const cancel = robot.events
      .slice(before)
      .find(({ event, t }) => event === 'cancel' && t * 1000 >= pressedAt);
    if (cancel) ms.push(cancel.t * 1000 - pressedAt);
  }
  return ms;
}
