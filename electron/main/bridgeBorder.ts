import type { z } from 'zod';
import { bridgeRequests } from '../../shared/contract/bridge';
import type { StopSource } from '../../shared/contract/robotContract';

/** What the page asks of main and has answered; the stop is not asked. */
export type BridgeChannel = Exclude<keyof typeof bridgeRequests, 'r1:stop'>;
export type BridgeHandlers = {
  readonly [K in BridgeChannel]: (params: z.infer<(typeof bridgeRequests)[K]['params']>) => unknown;
};

/** Main's border to the page, without Electron: each message is parsed, and only the console's page is heard. */
export interface BridgeBorder {
  /** What the channel's handler answers. Throws in words where the sender is another, or the message does not fit. */
  answer(channel: BridgeChannel, isConsole: boolean, raw: unknown): unknown;
  stop(isConsole: boolean, raw: unknown): void;
}

export function createBridgeBorder(
  handlers: BridgeHandlers,
  stop: (source: StopSource, reason: string) => void,
  onBadMessage: (problem: string) => void,
): BridgeBorder {
  return {
    answer(channel, isConsole, raw) {
      if (!isConsole) throw new Error('Refused: not the console page.');
      const params = bridgeRequests[channel].params.safeParse(raw);
      if (!params.success) {
        onBadMessage(`${channel}: ${params.error.message}`);
        throw new Error(`Refused: ${channel} does not fit its schema.`);
      }
      return handlers[channel](params.data as never);
    },
    stop(isConsole, raw) {
      if (!isConsole) return;
      const asked = bridgeRequests['r1:stop'].params.safeParse(raw);
      // A stop is obeyed even when its words do not fit: stopping is never the wrong answer.
      stop(
        asked.success ? asked.data.source : 'button',
        asked.success ? asked.data.reason : 'The console asked to stop.',
      );
    },
  };
}
