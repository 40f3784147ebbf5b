import type { Console } from './console';

/** Waits for a state of the demonstration. */
export const phase = ({ page }: Console, state: string, timeout = 20_000) =>
  page.locator(`[data-testid="demonstration-state"][data-state="${state}"]`).waitFor({ timeout });
