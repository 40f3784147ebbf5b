import type { Page } from 'playwright';
import type { Console } from './console';

/** What an operator does on the operate screen, in the words of the loop. */
export type SessionState =
  | 'idle'
  | 'observing'
  | 'proposing'
  | 'awaitingAnswer'
  | 'planning'
  | 'awaitingApproval'
  | 'executing'
  | 'verifying'
  | 'stopping'
  | 'stopped';

export async function sessionState(page: Page): Promise<string | null> {
  return page.getByTestId('session-state').getAttribute('data-state');
}

/** What the console says of faults, of a stop that stands, and of how the last run ended. */
export async function onScreen(page: Page): Promise<string[]> {
  const texts = await Promise.all(
    ['fault-message', 'stop-report', 'gate-refusal'].map((id) => page.getByTestId(id).allInnerTexts()),
  );
  return texts.flat();
}

/** Waits until the session is in one of the states, and says which. */
export async function waitForState(
  page: Page,
  states: readonly SessionState[],
  timeoutMs = 60_000,
): Promise<string> {
  const selector = states.map((state) => `[data-testid="session-state"][data-state="${state}"]`).join(',');
  try {
    await page.locator(selector).first().waitFor({ state: 'attached', timeout: timeoutMs });
  } catch {
    const words = `On screen: ${(await onScreen(page)).join(' | ')}`;
    throw new Error(`The session is ${await sessionState(page)}, not ${states.join(' or ')}. ${words}`);
  }
  return (await sessionState(page)) ?? '';
}

/** The console is usable: robot idle, picture live, model loaded. */
export async function waitUntilReady(page: Page, timeoutMs = 90_000): Promise<void> {
  await page.locator('[data-testid="robot-mode"][data-mode="idle"]').waitFor({ timeout: timeoutMs });
  await page.locator('[data-testid="live-view"][data-live="true"]').waitFor({ timeout: timeoutMs });
  await page.locator('[data-testid="model-state"][data-state="ready"]').waitFor({ timeout: timeoutMs });
}

export async function instruct(page: Page, instruction: string): Promise<void> {
  await page.getByTestId('instruction-input').fill(instruction);
  await page.getByTestId('instruction-send').click();
}

/**
 * Instructs until a plan waits for its approval. On a busy machine a picture may come too late to decide on it:
 * then nothing was done, and as an operator would one waits for the live view and says it again.
 */
export async function instructUntilPlanned(page: Page, instruction: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    await instruct(page, instruction);
    try {
      await waitForState(page, ['awaitingApproval']);
      return;
    } catch (error) {
      const late = /No decision frame|no new picture/.test(String(error));
      if (!late || tries === 4 || (await sessionState(page)) !== 'idle') throw error;
      process.stdout.write(`The picture came too late; said again (${tries}).\n`);
      await waitUntilReady(page);
    }
  }
}

export async function loadScene(page: Page, seed: number): Promise<void> {
  await page.getByTestId('seed-input').fill(String(seed));
  await page.getByTestId('load-scene').click();
}

/** Largest joint movement (rad) of the arm between two truths. */
export function armMovement(before: Awaited<ReturnType<Console['truth']>>, after: typeof before): number {
  return Math.max(
    ...Object.keys(before.joints)
      .filter((name) => /joint\d$/.test(name) && !name.includes('finger'))
      .map((name) => Math.abs((before.joints[name] ?? 0) - (after.joints[name] ?? 0))),
  );
}

/** Whether the object rests in (or on) the container, by the simulator's truth. */
export function isInside(
  truth: Awaited<ReturnType<Console['truth']>>,
  objectId: string,
  containerId: string,
): { inside: boolean; distance: number; position: readonly number[] } {
  const object = truth.objects.find(({ id }) => id === objectId);
  const container = truth.objects.find(({ id }) => id === containerId);
  if (!object || !container) throw new Error(`The scene has no ${objectId} or ${containerId}.`);
  const [x, y, z] = object.pose.position;
  const distance = Math.hypot(x - container.pose.position[0], y - container.pose.position[1]);
  // Within the bowl's inner radius, and neither held up nor fallen off the table.
  return { inside: distance < 0.07 && z > 0 && z < 0.1, distance, position: object.pose.position };
}
