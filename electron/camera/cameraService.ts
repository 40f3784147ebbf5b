import { type CameraStatus, cameraContract } from '../../shared/contract/cameraContract';
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
import type { CameraChoice, PictureLine, PictureSource } from './pictureSource';
import { createPictureWatch } from './pictureWatch';
import { openSimulatorSource, simulatorCameraName } from './simulatorSource';

export interface CameraServiceOptions {
  /** Monotonic milliseconds. */
  readonly nowMs: () => number;
  readonly newId: () => string;
  readonly onBadMessage: BadMessageReport;
}

const simulatorChoice: CameraChoice = { names: [simulatorCameraName], select: () => undefined };

/** The camera process without its process: one picture source in, any number of subscribers out. */
export function createCameraService(options: CameraServiceOptions) {
  const watch = createPictureWatch(options.nowMs);
  const decisions = createDecisionFrames();
  const servers = new Set<Server<typeof cameraContract>>();
  let source: PictureSource | undefined;
  const hub = createFrameHub(() => source?.showNext());
  /** The source that counts, also after it has gone. */
  let current: object | undefined;
  let choice = simulatorChoice;
  let recorder: Client<typeof recorderContract> | undefined;
  let lastState: CameraStatus['state'] = 'starting';

  function status(): CameraStatus {
    return { ...watch.status(), cameras: [...choice.names], streams: [...(source?.streams() ?? [])] };
  }

  function tellStatus(): void {
    const now = status();
    for (const server of servers) server.emit('status', now);
    if (now.state === lastState) return;
    lastState = now.state;
    recorder?.notify('record', {
      kind: now.state === 'streaming' ? 'note' : 'fault',
      source: 'camera',
      // That a picture does not come has no stamp of a picture; the recorder knows the robot's time.
      stampSec: now.state === 'streaming' ? (watch.lastStampSec() ?? null) : null,
      json: JSON.stringify({ text: `Camera ${now.state}: ${now.text}` }),
    });
  }

  /** From here on this source's pictures are shown and decided on. */
  function openSource(opened: PictureSource): PictureLine {
    source?.end();
    source = opened;
    current = opened;
    hub.forget();
    watch.attached(opened);
    tellStatus();
    return {
      arrived(stampSec) {
        if (current !== opened) return;
        source = opened;
        watch.frame(stampSec);
        if (lastState !== 'streaming') tellStatus();
      },
      wanted: () => current === opened && hub.wanted(),
      show(frame) {
        if (current === opened) hub.publish(frame);
      },
      gone(text) {
        if (current !== opened) return;
        source = undefined;
        hub.forget();
        watch.gone(text);
        tellStatus();
      },
    };
  }

  return {
    openSource,

    /** Takes the port to the simulator's picture; the newest one counts. */
    attachPicture(port: Port): void {
      openSimulatorSource(port, openSource, options.onBadMessage);
    },

    /** The cameras of a connection, in the place of the simulator's; the first of them is opened. */
    setChoice(cameras: CameraChoice): void {
      choice = cameras;
      const [first] = cameras.names;
      if (first === undefined) {
        watch.gone('The connection profile names no camera. Add one in the connection panel.');
        tellStatus();
      } else {
        cameras.select(first);
      }
    },

    /** There will be no picture, for this reason (words for the operator). */
    fail(text: string): void {
      watch.gone(text);
      tellStatus();
    },

    addSubscriber(port: Port): void {
      const subscription = hub.subscribe((frame) => server.emit('frame', frame));
      const server = serve(
        port,
        cameraContract,
        {
          getStatus: status,
          freeze: async () => {
            const { frame, jpeg } = await freeze(source, watch, options.newId);
            decisions.add(frame);
            return { observation: frame.observation, jpeg };
          },
          getDecisionFrame: ({ observationId }) => decisions.get(observationId),
          selectCamera: ({ name }) => {
            if (!choice.names.includes(name)) {
              throw new Error(`There is no camera "${name}". There are: ${choice.names.join(', ')}.`);
            }
            if (name !== source?.cameraName) choice.select(name);
            return status();
          },
          readyForFrame: ({ frames }: { readonly frames?: number | undefined }) => subscription.ready(frames),
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
