import { bridgeRequests } from '../../shared/contract/bridge';
import { stopSourceSchema } from '../../shared/contract/robotContract';
import { createRandom } from '../../shared/scene/random';
import { type BridgeChannel, type BridgeHandlers, createBridgeBorder } from '../main/bridgeBorder';
import { type BorderCount, fitting } from './fuzz';
import { corrupted, truncated } from './mangle';

/** What a page that has gone mad, and a page that is not the console, came to at main. */
export interface BridgeFigures extends BorderCount {
  /** Of the console's stops, however mangled: all of them are to be obeyed. */
  stops: number;
  stopsObeyed: number;
  /** Messages of another page that main acted on. */
  strangersHeard: number;
}

const channels = Object.keys(bridgeRequests) as (BridgeChannel | 'r1:stop')[];

/**
 * Sends so many messages, mangled or not, through main's border to the page, as ipc would: to every channel, a fifth
 * of them from a page that is not the console. The handlers check that what reaches them fits. Throws on a crash, on
 * anything passed that does not fit, and on a refusal without words.
 */
export function fuzzBridge(messages: number, seed: number): BridgeFigures {
  const random = createRandom(seed, 9);
  const count: BridgeFigures = {
    border: 'bridge (main)',
    messages: 0,
    passed: 0,
    refused: 0,
    stops: 0,
    stopsObeyed: 0,
    strangersHeard: 0,
  };
  let isConsole = true;
  const reached = () => {
    count.passed++;
    if (!isConsole) count.strangersHeard++;
  };
  const handlers = Object.fromEntries(
    channels.map((channel) => [
      channel,
      (params: unknown) => {
        if (!bridgeRequests[channel].params.safeParse(params).success) {
          throw new TypeError(`${channel} was passed what does not fit`);
        }
        reached();
      },
    ]),
  ) as unknown as BridgeHandlers;
  const border = createBridgeBorder(
    handlers,
    (source, reason) => {
      if (!stopSourceSchema.safeParse(source).success || reason.length > 500) {
        throw new TypeError('a stop was passed on with words that do not fit');
      }
      reached();
      count.stopsObeyed++;
    },
    () => count.refused++,
  );
  while (count.messages < messages) {
    for (const channel of channels) {
      const { params } = bridgeRequests[channel];
      // What takes nothing has no schema to make something of.
      const proper = params.safeParse(undefined).success ? undefined : fitting(params, random);
      const way = random.next();
      const raw = way < 0.15 ? proper : way < 0.85 ? corrupted(random, proper) : truncated(random, proper);
      isConsole = random.next() < 0.8;
      count.messages++;
      try {
        if (channel === 'r1:stop') {
          if (isConsole) count.stops++;
          border.stop(isConsole, raw);
        } else border.answer(channel, isConsole, raw);
      } catch (error) {
        if (!(error instanceof Error && error.message.startsWith('Refused: '))) throw error;
      }
    }
  }
  return count;
}
