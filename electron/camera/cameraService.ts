import {
  type CameraStatus,
  cameraContract,
  simulatorCameraContract,
} from '../../shared/contract/cameraContract';
import {
  type BadMessageReport,
  type Client,
  connect,
  type Port,
  type Server,
  serve,
} from '../../shared/contract/channel';
import { recorderContract } from '../../shared/contract/recorderContract';
import { createDecisionFrames } from './decisionFrames';
import { createFrameHub } from './frameHub';
import { freeze } from './freeze';
import { createPictureWatch } from './pictureWatch';

const cameraName = 'Simulator RGB-D camera';

export interface CameraServiceOptions {
  /** Monotonic milliseconds. */
  readonly nowMs: () => number;
  readonly newId: () => string;
  readonly onBadMessage: BadMessageReport;
}

/** The camera process without its process: one picture source in, any number of subscribers out. */
export function createCameraService(options: CameraServiceOptions) {
  const hub = createFrameHub();
  const watch = createPictureWatch(cameraName, options.nowMs);
  const decisions = createDecisionFrames();
  const servers = new Set<Server<typeof cameraContract>>();
  let source: Client<typeof simulatorCameraContract> | undefined;
  let recorder: Client<typeof recorderContract> | undefined;
  let lastState: CameraStatus['state'] = 'starting';

  function tellStatus(): void {
    const status = watch.status();
    for (const server of servers) server.emit('status', status);
    if (status.state === lastState) return;
    lastState = status.state;
    recorder?.notify('record', {
      kind: status.state === 'streaming' ? 'note' : 'fault',
      source: 'camera',
      // That a picture does not come has no stamp of a picture; the recorder knows the robot's time.
      stampSec: status.state === 'streaming' ? (watch.lastStampSec() ?? null) : null,
      json: JSON.stringify({ text: `Camera ${status.state}: ${status.text}` }),
    });
  }

  return {
    /** Takes the port to the picture's source; the newest one counts. */
    attachPicture(port: Port): void {
      const mine = connect(port, simulatorCameraContract, options.onBadMessage);
      source = mine;
      hub.forget();
      watch.attached();
      mine.on('frame', (frame) => {
        if (source !== mine) return;
        watch.frame(frame.stampSec);
        hub.publish(frame);
        mine.notify('frameTaken', {});
        if (lastState !== 'streaming') tellStatus();
      });
      mine.on('status', ({ state, text }) => {
        if (source !== mine || state !== 'stopped') return;
        watch.gone(text);
        tellStatus();
      });
      mine.onClose(() => {
        if (source !== mine) return;
        source = undefined;
        hub.forget();
        watch.gone('The camera picture is gone; it is being started again.');
        tellStatus();
      });
      mine.notify('frameTaken', {});
      tellStatus();
    },

    addSubscriber(port: Port): void {
      const subscription = hub.subscribe((frame) => server.emit('frame', frame));
      const server = serve(
        port,
        cameraContract,
        {
          getStatus: () => watch.status(),
          freeze: async () => {
            const { frame, jpeg } = await freeze(source, watch, cameraName, options.newId);
            decisions.add(frame);
            return { observation: frame.observation, jpeg };
          },
          getDecisionFrame: ({ observationId }) => decisions.get(observationId),
          readyForFrame: () => subscription.ready(),
        },
        options.onBadMessage,
      );
      servers.add(server);
      port.onClose(() => {
        subscription.end();
        servers.delete(server);
      });
    },

    attachRecorder(port: Port): void {
      recorder = connect(port, recorderContract, options.onBadMessage);
    },

    /** Call a few times a second: says how old the picture is, and when it stalls. */
    tick: tellStatus,
  };
}
export type CameraService = ReturnType<typeof createCameraService>;
