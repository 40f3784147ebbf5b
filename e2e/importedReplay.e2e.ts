import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPoints, writeTestEpisode } from '../electron/exporter/testing/testEpisodes';
import { fr3 } from '../shared/robot/fr3';
import { type Console, launchConsole } from './console';
import { answerFolderDialogs, exportPicked, pickAll } from './exportSteps';
import { look } from './look';
import { armMovement, waitUntilReady } from './operate';

const fr3Home = Object.fromEntries(fr3.armJointNames.map((name, i) => [name, fr3.home[i]!]));

/** Data of another machine: a LeRobot set comes in, and one of its episodes is run on the simulator, approved. */
describe('an imported demonstration', () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'r1-imported-'));
  const out = join(dataFolder, 'out');
  let console_: Console;

  beforeAll(async () => {
    // On the machine where it was recorded.
    const there = join(dataFolder, 'there');
    await writeTestEpisode(join(there, 'episodes'), {
      name: '2026-01-01-a',
      cameras: ['color'],
      size: { width: 320, height: 240 },
      otherJoints: fr3Home,
    });
    const recorded = await launchConsole({ dataFolder: there });
    await answerFolderDialogs(recorded.app, out);
    await pickAll(recorded.page);
    expect(await exportPicked(recorded.page, 'lerobot', 'set')).toMatchObject({ state: 'done' });
    await recorded.close();
    console_ = await launchConsole({ dataFolder: join(dataFolder, 'here') });
    await waitUntilReady(console_.page);
  }, 180_000);
  afterAll(async () => {
    await console_?.close();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  it('comes in by its folder, and is played by nobody before it is approved', async () => {
    const { page, app } = console_;
    await page.getByTestId('nav-review').click();
    await page.getByTestId('import-open').click();
    await answerFolderDialogs(app, join(out, 'set'));
    await page.getByTestId('import-folder').click();
    await page.getByTestId('import-start').waitFor();
    await look(page, 'import');
    await page.getByTestId('import-start').click();
    await page.locator('[data-testid="export-status"][data-state="done"]').waitFor({ timeout: 60_000 });
    await look(page, 'import-done');

    await page.getByTestId('nav-demonstrate').click();
    await page.getByTestId('way-replay').click();
    const choice = page.getByTestId('replay-episode');
    await choice.selectOption({ index: 0 });
    const before = await console_.truth();
    await page.getByTestId('replay-plan').click();
    await page.getByTestId('approve-button').waitFor({ timeout: 60_000 });
    await look(page, 'import-replay');
    expect(armMovement(before, await console_.truth())).toBeLessThan(0.001);
  });

  it('runs from an approach of its own to where it was recorded to end', async () => {
    const { page } = console_;
    await page.getByTestId('approve-button').click();
    await page.locator('[data-testid="robot-mode"][data-mode="executing"]').waitFor({ timeout: 30_000 });
    await page.locator('[data-testid="robot-mode"][data-mode="idle"]').waitFor({ timeout: 90_000 });
    const { joints } = await console_.truth();
    const wanted = testPoints.at(-1)!.positions;
    for (const [i, value] of wanted.entries()) {
      expect(joints[fr3.armJointNames[i]!], fr3.armJointNames[i]).toBeCloseTo(value, 1);
    }
  });
});
