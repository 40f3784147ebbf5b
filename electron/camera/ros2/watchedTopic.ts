import type { StreamFigures } from '../../../shared/contract/connection';
import type { RosType } from '../../../shared/ros/messageDefinitions';
import type { QosOffer } from '../../ros2/qos';
import { createStreamWatch } from './streamWatch';
import type { Topics } from './topics';

export interface Clocks {
  /** Monotonic milliseconds. */
  readonly nowMs: () => number;
  /** Seconds of the machine's wall clock, which is ROS time unless time is simulated. */
  readonly wallSec: () => number;
}

export interface WatchedTopic {
  figures(): StreamFigures;
  /** Why nothing comes from it that can be used, in words. */
  problem(): string | null;
  /** A message that could be read turned out to be of no use. */
  refused(text: string): void;
  end(): void;
}

/**
 * Subscribes to a topic, reads and counts its messages. `take` gives the stamp (s) of a good message and
 * throws in words on a bad one, which is then skipped: nothing that a topic carries ends this process.
 */
export function watchTopic(
  topics: Topics,
  clocks: Clocks,
  subscription: {
    readonly topic: string;
    readonly type: RosType;
    readonly offer: QosOffer;
    readonly depth: number;
    /** Of a topic with many publishers the stamps are in no order, and losses cannot be counted. */
    readonly countLosses?: boolean;
  },
  take: (bytes: Uint8Array) => number,
): WatchedTopic {
  const { topic, type, offer, depth, countLosses = true } = subscription;
  const watch = createStreamWatch(topic, clocks.nowMs, clocks.wallSec, countLosses);
  const line = topics.subscribe(topic, type, { offer, depth }, (bytes) => {
    try {
      watch.arrived(take(bytes));
    } catch (error) {
      watch.refused(error instanceof Error ? error.message : String(error));
    }
  });

  return {
    figures: () => watch.figures(line.problem()),
    problem: () => watch.problem() ?? line.problem(),
    refused: watch.refused,
    end: line.end,
  };
}
