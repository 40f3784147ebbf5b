import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Console, launchConsole } from './console';
import { instruct, isInside, loadScene, sessionState, waitForState, waitUntilReady } from './operate';
import { launchRosConsole, randomDomain, simulatorProfile, startSimulatorRobot } from './ros2/rosNetwork';

/**
 * The main job without a person: the app's own user interface, scene after scene, with pictures of each
 * step, the episodes and a report under out/demo/.
 *   npm run demo                      seeds 1 to 10
 *   npm run demo -- --seeds 3-5,9     others
 *   npm run demo -- --ros2            on the simulator as a ROS 2 robot, seeds 1 to 3; under out/demo-ros2/
 */
const instruction = 'put the red cube in the blue bowl';
const overRos2 = process.argv.includes('--ros2');
const outName = overRos2 ? 'demo-ros2' : 'demo';
const out = resolve('out', outName);

interface SeedReport {
  seed: number;
  success: boolean;
  /** What the console itself said, judged from its camera. */
  consoleSays: string;
  problem?: string;
  planHash?: string;
  model?: string;
  stepsMs: Record<string, number>;
  finalObjectPosition?: readonly number[];
  distanceToContainer?: number;
}

function parseSeeds(args: readonly string[]): number[] {
  const at = args.indexOf('--seeds');
  const text = at >= 0 ? (args[at + 1] ?? '') : overRos2 ? '1-3' : '1-10';
  return text.split(',').flatMap((part) => {
    const [from, to = from] = part.split('-').map(Number);
    if (
      from === undefined ||
      to === undefined ||
      !Number.isInteger(from) ||
      !Number.isInteger(to) ||
      from < 0 ||
      to < from
    ) {
      throw new Error(`--seeds wants numbers and ranges such as 1-10 or 3,5,8; got "${text}".`);
    }
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}

/** A console and the robot it operates. */
interface Cell {
  readonly console_: Console;
  readonly truth: Console['truth'];
  /** Ends all of it; the episodes are kept. */
  readonly close: () => Promise<void>;
}

async function openCell(seed: number): Promise<Cell> {
  const domain = randomDomain();
  const robot = overRos2 ? await startSimulatorRobot({ seed, domain }) : undefined;
  const console_ = robot ? await launchRosConsole(simulatorProfile(domain)) : await launchConsole({ seed });
  return {
    console_,
    truth: robot ? robot.truth : console_.truth,
    close: async () => {
      cpSync(join(console_.dataFolder, 'episodes'), join(out, 'episodes'), { recursive: true });
      await console_.close();
      await robot?.close();
    },
  };
}

async function runSeed({ console_, truth }: Cell, seed: number, first: boolean): Promise<SeedReport> {
  const { page } = console_;
  const stepsMs: Record<string, number> = {};
  let last = performance.now();
  const mark = (step: string) => {
    stepsMs[step] = Math.round(performance.now() - last);
    last = performance.now();
  };
  const picture = (name: string) =>
    page.screenshot({ path: join(out, `seed-${String(seed).padStart(2, '0')}-${name}.png`) });
  const report: SeedReport = { seed, success: false, consoleSays: '', stepsMs };
  try {
    if (!first) await loadScene(page, seed);
    await waitUntilReady(page);
    await page.waitForTimeout(1000);
    mark('scene');
    if (first) await picture('1-ready');
    await instruct(page, instruction);
    await waitForState(page, ['planning', 'awaitingAnswer', 'awaitingApproval', 'idle']);
    mark('reason');
    const planned = await waitForState(page, ['awaitingAnswer', 'awaitingApproval', 'idle']);
    mark('plan');
    await picture('2-plan');
    if (planned === 'awaitingAnswer') {
      // Nobody is here to answer: the task counts as not done, and nothing has moved.
      const question = await page.getByTestId('model-question').innerText();
      await page.getByTestId('cancel-button').click();
      await waitForState(page, ['idle']);
      throw new Error(`the model asked: ${question}`);
    }
    if (planned !== 'awaitingApproval') {
      throw new Error((await page.getByTestId('fault-message').allInnerTexts()).join(' | ') || 'no plan');
    }
    report.planHash = (await page.getByTestId('plan-hash').getAttribute('data-hash')) ?? '';
    report.model = (await page.getByTestId('model-state').getAttribute('data-model')) ?? '';
    await page.getByTestId('approve-button').click();
    await waitForState(page, ['executing']);
    await page.waitForTimeout(6000);
    await picture('3-moving');
    await waitForState(page, ['verifying', 'idle', 'stopped'], 120_000);
    mark('execute');
    await waitForState(page, ['idle', 'stopped'], 60_000);
    mark('verify');
    await picture('4-done');
    report.consoleSays =
      (await page
        .getByTestId('verification-outcome')
        .getAttribute('data-outcome')
        .catch(() => null)) ?? '';
    const judged = isInside(await truth(), 'red_cube', 'blue_bowl');
    report.finalObjectPosition = judged.position;
    report.distanceToContainer = judged.distance;
    report.success = judged.inside;
    if ((await sessionState(page)) === 'stopped') report.problem = 'the motion was stopped';
  } catch (error) {
    report.problem = error instanceof Error ? error.message : String(error);
    await picture('problem').catch(() => undefined);
  }
  return report;
}

/** The last episode as the review page shows it. */
async function pictureOfReview({ page }: Console, seed: number): Promise<void> {
  await page.getByTestId('nav-review').click();
  await page.getByTestId('episode-row').first().click();
  await page.getByTestId('replay-view').waitFor();
  await page.waitForTimeout(1000);
  await page.screenshot({ path: join(out, `seed-${String(seed).padStart(2, '0')}-5-review.png`) });
  await page.getByTestId('nav-operate').click();
}

async function main(): Promise<number> {
  const seeds = parseSeeds(process.argv.slice(2));
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const reports: SeedReport[] = [];
  let cell: Cell | undefined;
  for (const seed of seeds) {
    const first = cell === undefined;
    cell ??= await openCell(seed);
    const report = await runSeed(cell, seed, first);
    reports.push(report);
    process.stdout.write(
      `seed ${seed}: ${report.success ? 'success' : 'FAILED'} ${report.problem ?? ''} ${JSON.stringify(report.stepsMs)}\n`,
    );
    if (report.success) await pictureOfReview(cell.console_, seed);
    // A failed scene must not decide the next one; and a real robot's world cannot be loaded from the console.
    if (!report.success || overRos2) {
      await cell.close();
      cell = undefined;
    }
  }
  await cell?.close();
  const succeeded = reports.filter(({ success }) => success).length;
  writeFileSync(
    join(out, 'report.json'),
    JSON.stringify(
      { instruction, succeeded, of: reports.length, episodes: readdirSync(join(out, 'episodes')), reports },
      undefined,
      2,
    ),
  );
  process.stdout.write(
    `${succeeded} of ${reports.length} succeeded; pictures, episodes and report.json are in out/${outName}/\n`,
  );
  return succeeded === reports.length ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
