import type { LiveFrame } from '../../shared/contract/cameraContract';

export interface FrameSubscription {
  /**
   * The subscriber has dealt with the last frame: it gets the newest one, now or when it comes, and after it
   * as many as make `frames` in all.
   */
  ready(frames?: number): void;
  end(): void;
}

/**
 * Gives each subscriber the newest frame as often as it asks, and no more: frames that came in between
 * are not kept, so that a slow subscriber neither falls behind nor holds up another one. `onWanted`: a
 * subscriber asked for a frame newer than there is.
 */
export function createFrameHub(onWanted: () => void = () => undefined) {
  interface Subscriber {
    readonly send: (frame: LiveFrame) => void;
    wants: number;
    last: LiveFrame | undefined;
  }
  const subscribers = new Set<Subscriber>();
  let newest: LiveFrame | undefined;

  function deliver(subscriber: Subscriber): void {
    if (subscriber.wants === 0 || !newest || subscriber.last === newest) return;
    subscriber.wants--;
    subscriber.last = newest;
    subscriber.send(newest);
  }

  return {
    publish(frame: LiveFrame): void {
      newest = frame;
      for (const subscriber of subscribers) deliver(subscriber);
    },
    subscribe(send: (frame: LiveFrame) => void): FrameSubscription {
      const subscriber: Subscriber = { send, wants: 0, last: undefined };
      subscribers.add(subscriber);
      return {
        ready(frames = 1) {
          subscriber.wants = frames;
          deliver(subscriber);
          if (subscriber.wants > 0) onWanted();
        },
        end: () => subscribers.delete(subscriber),
      };
    },
    /** Whether a subscriber waits for a frame newer than it has. */
    wanted: (): boolean => [...subscribers].some(({ wants }) => wants > 0),
    /** The picture's source is gone: nobody is given its last frame as if it were live. */
    forget(): void {
      newest = undefined;
    },
  };
}
export type FrameHub = ReturnType<typeof createFrameHub>;
