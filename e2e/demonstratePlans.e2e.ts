import { PerspectiveCamera, Vector3 } from 'three';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forwardKinematics } from '../shared/robot/forwardKinematics';
import { fr3 } from '../shared/robot/fr3';
import { type Console, launchConsole } from './console';
import { phase } from './demonstration';
import { look } from './look';
import { armMovement, waitUntilReady } from './operate';

/** Demonstrating by motions that are planned: to a ghost that was dragged, and a recorded one once more. */
describe('planned motions on Demonstrate', () => {
  let console_: Console;

  beforeAll(async () => {
    console_ = await launchConsole({ seed: 1 });
    await waitUntilReady(console_.page);
    await console_.page.getByTestId('nav-demonstrate').click();
  });
  afterAll(async () => {
    await console_?.close();
  });

  /** Drags the blue arrow at the ghost's gripper: `metres` up, as the Robot view's camera sees it. */
  async function dragGhostUp(metres: number): Promise<void> {
    const { page } = console_;
    const area = (await page.locator('section[aria-label="Robot"] canvas').boundingBox())!;
    const camera = new PerspectiveCamera(33, area.width / area.height, 0.05, 12);
    camera.up.set(0, 0, 1);
    camera.position.set(1.6, -1.3, 1.05);
    camera.lookAt(0.3, 0, 0.25);
    camera.updateMatrixWorld();
    const tip = forwardKinematics(fr3, (await console_.truth()).joints).get(fr3.tcpFrame)!;
    const at = new Vector3(...tip.position);
    // three.js keeps its handles at one size on the screen; the arrow's middle is 0.3 of it away.
    const factor = at.distanceTo(camera.position) * Math.min(1.9 * Math.tan((Math.PI * 33) / 360), 7);
    const place = (up: number) => {
      const { x, y } = at
        .clone()
        .add(new Vector3(0, 0, up))
        .project(camera);
      return [area.x + ((x + 1) / 2) * area.width, area.y + ((1 - y) / 2) * area.height] as const;
    };
    const handle = 0.3 * ((factor * 0.7) / 4);
    await page.mouse.move(...place(handle));
    await page.waitForTimeout(300);
    await page.mouse.down();
    await page.mouse.move(...place(handle + metres), { steps: 12 });
    await page.waitForTimeout(300);
    await page.mouse.up();
  }

  it('moves to where the ghost was dragged, after the plan was approved', async () => {
    const { page } = console_;
    await page.getByTestId('demonstration-task').fill('lead the gripper by its ghost');
    await page.getByRole('button', { name: 'None', exact: true }).click();
    await page.getByRole('button', { name: 'Drag', exact: true }).click();
    await page.getByTestId('demonstration-start').click();
    await phase(console_, 'recording');
    await page.getByTestId('ghost-plan').waitFor();
    const before = await console_.truth();
    await dragGhostUp(0.1);
    await look(page, 'demonstrate-ghost');
    // A ghost is a wish on the screen.
    expect(armMovement(before, await console_.truth())).toBeLessThan(0.001);
    await page.getByTestId('ghost-plan').click();
    await page.getByTestId('approve-button').waitFor({ timeout: 60_000 });
    await look(page, 'demonstrate-ghost-plan');
    expect(armMovement(before, await console_.truth())).toBeLessThan(0.001);
    await page.getByTestId('approve-button').click();
    await page.getByTestId('recording-card').waitFor({ timeout: 60_000 });
    expect(armMovement(before, await console_.truth())).toBeGreaterThan(0.02);
    await page.keyboard.press('ArrowRight');
    await phase(console_, 'judging');
    await page.keyboard.press('KeyN');
    await phase(console_, 'setup');
  });

  it('runs a recorded episode again, planned anew and approved', async () => {
    const { page } = console_;
    await page.getByTestId('way-replay').click();
    const choice = page.getByTestId('replay-episode');
    await choice.selectOption({ index: 0 });
    expect(await choice.locator('option').first().innerText()).toContain('lead the gripper by its ghost');
    const before = await console_.truth();
    await page.getByTestId('replay-plan').click();
    await page.getByTestId('approve-button').waitFor({ timeout: 60_000 });
    await look(page, 'demonstrate-replay-plan');
    expect(armMovement(before, await console_.truth())).toBeLessThan(0.001);
    await page.getByTestId('approve-button').click();
    await expect
      .poll(async () => armMovement(before, await console_.truth()), { timeout: 30_000 })
      .toBeGreaterThan(0.02);
    await page.locator('[data-testid="robot-mode"][data-mode="idle"]').waitFor({ timeout: 60_000 });
    await page.getByTestId('replay-plan').and(page.locator(':enabled')).waitFor({ timeout: 60_000 });
    // It ends where the recorded motion ended, which is where the arm stood before.
    expect(armMovement(before, await console_.truth())).toBeLessThan(0.02);
  });
});
