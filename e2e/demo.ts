import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Console, launchConsole } from './console';
import { instruct, isInside, loadScene, sessionState, waitForState, waitUntilReady } from './operate';

/**
 * The main job without a person: the app's own user interface, scene after scene, with pictures of each
 * step, the episodes and a report under out/demo/.
 *   npm run demo                      seeds 1 to 10
 *   npm run demo -- --seeds 3-5,9     others
 */
const instruction = 'put the red cube in the blue bowl';
const out = resolve('out', 'demo');

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
  const text = at >= 0 ? (args[at + 1] ?? '') : '1-10';
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

async function runSeed(console_: Console, seed: number, first: boolean): Promise<SeedReport> {
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
    await waitForState(page, ['planning', 'awaitingApproval', 'idle']);
    mark('reason');
    const planned = await waitForState(page, ['awaitingApproval', 'idle']);
    mark('plan');
    await picture('2-plan');
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
    const judged = isInside(await console_.truth(), 'red_cube', 'blue_bowl');
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
  let console_: Console | undefined;
  for (const seed of seeds) {
    const first = console_ === undefined;
    console_ ??= await launchConsole({ seed });
    const report = await runSeed(console_, seed, first);
    reports.push(report);
    process.stdout.write(
      `seed ${seed}: ${report.success ? 'success' : 'FAILED'} ${report.problem ?? ''} ${JSON.stringify(report.stepsMs)}\n`,
    );
    if (report.success) {
      await pictureOfReview(console_, seed);
      continue;
    }
    // A failed scene must not decide the next one: the console starts afresh.
    cpSync(join(console_.dataFolder, 'episodes'), join(out, 'episodes'), { recursive: true });
    await console_.close();
    console_ = undefined;
  }
  if (console_) {
    cpSync(join(console_.dataFolder, 'episodes'), join(out, 'episodes'), { recursive: true });
    await console_.close();
  }
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
    `${succeeded} of ${reports.length} succeeded; pictures, episodes and report.json are in out/demo/\n`,
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
