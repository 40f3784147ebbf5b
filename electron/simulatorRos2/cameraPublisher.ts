import { simulatorCameraContract } from '../../shared/contract/cameraContract';
import {
  type BadMessageReport,
  type Client,
  connect,
  type Port,
  type Result,
} from '../../shared/contract/channel';
import type { RobotModel } from '../../shared/robot/robotModel';
import { pinholeCameraInfo } from '../../shared/ros/pinholeCameraInfo';
import type { RosNode } from '../ros2/rosNode';
import { names } from './names';
import type { RosClock } from './rosClock';
import { publisher } from './rosGraph';
import { staticTransforms } from './transforms';

type Picture = Result<typeof simulatorCameraContract, 'capture'>;

/** After a picture that could not be had, the next is asked for so much later (ms). */
const retryMs = 300;

export interface CameraPublisherOptions {
  readonly ros: RosNode;
  readonly robot: RobotModel;
  readonly clock: RosClock;
  /** Wanted pictures a second; a machine that draws slower gives fewer. */
  readonly rateHz: number;
  readonly nowMs: () => number;
  readonly onBadMessage: BadMessageReport;
}

/**
 * The simulator's RGB-D camera on the graph. All messages of one instant carry one stamp; depth is
 * registered to the colour picture (32FC1, m, 0 where nothing was seen becomes NaN, as REP-118 has it).
 */
export function createCameraPublisher({
  ros,
  robot,
  clock,
  rateHz,
  nowMs,
  onBadMessage,
}: CameraPublisherOptions) {
  const image = publisher(ros, 'sensor_msgs/msg/Image', names.image);
  const compressed = publisher(ros, 'sensor_msgs/msg/CompressedImage', names.compressed);
  const info = publisher(ros, 'sensor_msgs/msg/CameraInfo', names.cameraInfo);
  const depth = publisher(ros, 'sensor_msgs/msg/Image', names.depth);
  const tfStatic = publisher(ros, 'tf2_msgs/msg/TFMessage', '/tf_static', { keeps: true });
  let current: Client<typeof simulatorCameraContract> | undefined;
  let place = '';
  let published = 0;

  function publish({ stampSec, camera, rgb, depth: meters, jpeg }: Picture): void {
    const stamp = clock.stamp(stampSec);
    const header = { stamp, frame_id: names.opticalFrame };
    const { width, height } = camera;
    const newPlace = JSON.stringify(camera.poseInBase);
    if (newPlace !== place) {
      place = newPlace;
      tfStatic({ transforms: staticTransforms(robot, camera.poseInBase, stamp) });
    }
    info(pinholeCameraInfo(header, camera));
    compressed({ header, format: 'rgb8; jpeg compressed bgr8', data: jpeg });
    const size = { header, height, width, is_bigendian: 0 };
    image({ ...size, encoding: 'rgb8', step: 3 * width, data: rgb });
    for (let i = 0; i < meters.length; i++) if (meters[i] === 0) meters[i] = Number.NaN;
    const bytes = new Uint8Array(meters.buffer, meters.byteOffset, meters.byteLength);
    depth({ ...size, encoding: '32FC1', step: 4 * width, data: bytes });
    published++;
  }

  async function run(client: Client<typeof simulatorCameraContract>): Promise<void> {
    while (current === client) {
      const startedMs = nowMs();
      try {
        publish(await client.request('capture', {}, { timeoutMs: 5000 }));
        await sleep(Math.max(1, 1000 / rateHz - (nowMs() - startedMs)));
      } catch {
        // While the picture is set up there is none; the loop asks again.
        await sleep(retryMs);
      }
    }
  }

  return {
    /** The picture's window (anew). */
    attach(port: Port): void {
      const client = connect(port, simulatorCameraContract, onBadMessage);
      current = client;
      client.onClose(() => {
        if (current === client) current = undefined;
      });
      void run(client);
    },
    /** Pictures since the start. */
    published: () => published,
    close(): void {
      current = undefined;
    },
  };
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
