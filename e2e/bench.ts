import { cpus } from 'node:os';
import { type Console, launchConsole } from './console';
import { instruct, loadScene, waitForState, waitUntilReady } from './operate';

/**
 * What the operator waits for, measured in the real app through its own user interface: `npm run bench`.
 * Prints one table: median and worst of several launches and scenes. Nothing passes or fails here.
 */
const launches = 3;
const scenesEach = 3;
const fpsWindowMs = 8000;
const instruction = 'put the red cube in the blue bowl';

type Figures = Map<string, number[]>;

function note(figures: Figures, name: string, value: number): void {
  figures.set(name, [...(figures.get(name) ?? []), value]);
}

async function attribute(console_: Console, testId: string, name: string): Promise<number> {
  const text = await console_.page.getByTestId(testId).first().getAttribute(name);
  if (text === null) throw new Error(`${testId} has no ${name}.`);
  return Number(text);
}

async function measureScene(console_: Console, figures: Figures): Promise<void> {
  const { page } = console_;
  await instruct(page, instruction);
  const state = await waitForState(page, ['awaitingAnswer', 'awaitingApproval', 'idle']);
  for (const kind of ['affordance', 'trajectory']) {
    const [first, total, tokens] = await Promise.all(
      ['data-first-token-ms', 'data-total-ms', 'data-tokens'].map((name) =>
        attribute(console_, `generation-${kind}`, name),
      ),
    );
    note(figures, `first token, ${kind} (ms)`, first!);
    note(figures, `whole answer, ${kind} (ms)`, total!);
    note(figures, 'tokens a second', ((tokens! - 1) * 1000) / (total! - first!));
  }
  // A wrong answer of the model is no figure of time: the scene counts as one without a plan.
  note(figures, 'scenes with a plan (1) or without (0)', state === 'awaitingApproval' ? 1 : 0);
  if (state === 'awaitingAnswer') await page.getByTestId('cancel-button').click();
  if (state !== 'awaitingApproval') return;
  note(figures, 'plan (ms)', await attribute(console_, 'plan-time', 'data-ms'));
  await page.getByTestId('approve-button').click();
  await waitForState(page, ['executing']);
  await page.waitForTimeout(2500);
  await page.keyboard.press('Escape');
  await waitForState(page, ['stopped']);
  note(
    figures,
    'stop to cancel sent, in the robot process (ms)',
    await attribute(console_, 'stop-report', 'data-cancel-sent-ms'),
  );
  note(
    figures,
    'stop to standstill at the joints (ms)',
    await attribute(console_, 'stop-report', 'data-standstill-ms'),
  );
  await page.getByTestId('stop-reset').click();
  await waitForState(page, ['idle']);
}

async function measureLaunch(figures: Figures, firstSeed: number): Promise<void> {
  const started = performance.now();
  const console_ = await launchConsole({ seed: firstSeed });
  try {
    note(figures, 'start to window (ms)', console_.windowMs);
    await console_.page.locator('[data-testid="live-view"][data-live="true"]').waitFor({ timeout: 60_000 });
    note(figures, 'start to first live picture (ms)', performance.now() - started);
    await waitUntilReady(console_.page);
    note(figures, 'start to ready for an instruction (ms)', performance.now() - started);
    const before = await attribute(console_, 'live-age', 'data-frames');
    await console_.page.waitForTimeout(fpsWindowMs);
    const after = await attribute(console_, 'live-age', 'data-frames');
    note(figures, 'live pictures a second', ((after - before) * 1000) / fpsWindowMs);
    for (let i = 0; i < scenesEach; i++) {
      if (i > 0) {
        await loadScene(console_.page, firstSeed + i);
        await waitUntilReady(console_.page);
        await console_.page.waitForTimeout(1500);
      }
      await measureScene(console_, figures);
    }
  } finally {
    await console_.close();
  }
}

function table(figures: Figures): string {
  const lines = ['| what | median | least | most | of |', '|---|---|---|---|---|'];
  for (const [name, values] of figures) {
    const sorted = [...values].sort((a, b) => a - b);
    const digits = name.includes('(ms)') && sorted[0]! >= 10 ? 0 : 1;
    const cell = (value: number) => value.toFixed(digits);
    lines.push(
      `| ${name} | ${cell(sorted[Math.floor(sorted.length / 2)]!)} | ${cell(sorted[0]!)} | ${cell(sorted.at(-1)!)} | ${values.length} |`,
    );
  }
  return lines.join('\n');
}

async function main(): Promise<void> {
  const figures: Figures = new Map();
  for (let i = 0; i < launches; i++) await measureLaunch(figures, 1 + i * scenesEach);
  process.stdout.write(`${cpus().length} cores\n\n${table(figures)}\n`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
