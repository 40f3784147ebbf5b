import { simulatorCameraContract } from '../../shared/contract/cameraContract';
import {
  type BadMessageReport,
  type Event,
  type Port,
  type Result,
  type Server,
  serve,
} from '../../shared/contract/channel';

type CameraEvent<K extends keyof typeof simulatorCameraContract.events> = Event<
  typeof simulatorCameraContract,
  K
>;
export type PictureStatus = CameraEvent<'status'>;
export type Captured = Result<typeof simulatorCameraContract, 'capture'>;

export interface PictureServerHandlers {
  readonly capture: () => Promise<Captured>;
  /** The camera process takes a frame more. */
  readonly onCredit: () => void;
  /** The camera process is gone. */
  readonly onAlone: () => void;
}

/** Speaks to the camera process; the newest port counts, as that process may have been started anew. */
export function createPictureServer(handlers: PictureServerHandlers, onBadMessage: BadMessageReport) {
  let current: Server<typeof simulatorCameraContract> | undefined;
  let status: PictureStatus = { state: 'starting', text: 'The camera picture is being set up.' };

  return {
    attach(port: Port): void {
      current?.close();
      handlers.onAlone();
      const mine = serve(
        port,
        simulatorCameraContract,
        {
          capture: handlers.capture,
          frameTaken: () => {
            if (current === mine) handlers.onCredit();
          },
        },
        onBadMessage,
      );
      current = mine;
      port.onClose(() => {
        if (current !== mine) return;
        current = undefined;
        handlers.onAlone();
      });
      mine.emit('status', status);
    },
    sendFrame(frame: CameraEvent<'frame'>): void {
      current?.emit('frame', frame);
    },
    /** Says so when it is something new. */
    setStatus(next: PictureStatus): void {
      if (next.state === status.state && next.text === status.text) return;
      status = next;
      current?.emit('status', next);
    },
  };
}
