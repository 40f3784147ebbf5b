import type { Observation } from '../../../shared/contract/common';
import type { CameraChannel } from '../../../shared/contract/connection';
import type { Pose } from '../../../shared/geometry/pose';
import { colorEncodingOf, rgbOf } from '../../pictures/colorImage';
import { takesAnything } from '../../ros2/qos';
import type { Picture, PictureLine, PictureSource } from '../pictureSource';
import { stalledAfterMs } from '../pictureWatch';
import { createDepthHistory, mostApartSec } from './depthHistory';
import { depthOf } from './depthImage';
import { jpegOf, rgbOfCompressed, shownJpeg } from './jpeg';
import { type Lens, lensOf } from './lens';
import {
  type CompressedMessage,
  type ImageMessage,
  readCameraInfo,
  readCompressedImage,
  readImage,
} from './readMessages';
import { straighten } from './straighten';
import type { Topics } from './topics';
import type { Lookup, TransformBuffer } from './transforms/transformBuffer';
import { type Clocks, type WatchedTopic, watchTopic } from './watchedTopic';

/** Depth and transforms of a picture's instant may come this much after it. */
const patienceMs = 600;
const pollMs = 10;

export interface RosCameraOptions {
  readonly channel: CameraChannel;
  readonly topics: Topics;
  readonly transforms: TransformBuffer;
  /** What is known of the transforms' own topics, for the status. */
  readonly transformTopics: readonly WatchedTopic[];
  /** Null while it is not known. */
  readonly baseFrame: () => string | null;
  readonly clocks: Clocks;
  readonly sleep: (ms: number) => Promise<void>;
}

type Color =
  | { readonly kind: 'raw'; readonly image: ImageMessage; readonly atMs: number }
  | { readonly kind: 'compressed'; readonly image: CompressedMessage; readonly atMs: number };

/**
 * One camera on the ROS graph as a source of pictures. Live pictures go out as they came, the newest only and
 * one at a time, when somebody waits for one; a decision frame is colour, the depth nearest in time and the
 * pose at the picture's stamp, straightened, or a refusal in words.
 */
export function openRosCamera(options: RosCameraOptions, open: (source: PictureSource) => PictureLine): void {
  const { channel, topics, transforms, clocks } = options;
  const colorTopic = channel.color.topic;
  const compressed = channel.color.transport === 'compressed';
  const depths = createDepthHistory();
  let newest: Color | undefined;
  let waiting: Color | undefined;
  let showing = false;
  let ended = false;
  let seq = 0;
  let lens: { readonly frame: string; readonly lens: Lens } | undefined;

  const sensor = { offer: takesAnything, depth: 1 };
  const color = watchTopic(
    topics,
    clocks,
    { topic: colorTopic, type: compressed ? 'sensor_msgs/CompressedImage' : 'sensor_msgs/Image', ...sensor },
    (bytes) => {
      const picture = readColor(bytes);
      newest = picture;
      waiting = picture;
      line.arrived(picture.image.stampSec);
      showNext();
      return picture.image.stampSec;
    },
  );
  const info = watchTopic(
    topics,
    clocks,
    { topic: channel.info, type: 'sensor_msgs/CameraInfo', ...sensor },
    (bytes) => {
      lens = undefined;
      const message = readCameraInfo(bytes);
      lens = { frame: message.frame, lens: lensOf(message, colorTopic) };
      return message.stampSec;
    },
  );
  const depth =
    channel.depth &&
    watchTopic(
      topics,
      clocks,
      { topic: channel.depth.topic, type: 'sensor_msgs/Image', ...sensor },
      (bytes) => {
        const picture = readImage(bytes);
        depths.add(picture);
        return picture.stampSec;
      },
    );
  const watched = [color, info, ...(depth ? [depth] : []), ...options.transformTopics];

  function readColor(bytes: Uint8Array): Color {
    const atMs = clocks.nowMs();
    const picture: Color = compressed
      ? { kind: 'compressed', image: readCompressedImage(bytes), atMs }
      : { kind: 'raw', image: readImage(bytes), atMs };
    if (picture.image.stampSec === 0) {
      throw new Error(
        `The pictures on ${colorTopic} carry no time (stamp 0), so nothing can be matched to them.`,
      );
    }
    if (picture.kind === 'raw') colorEncodingOf(picture.image);
    return picture;
  }

  function showNext(): void {
    if (showing || ended || !waiting || !line.wanted()) return;
    const picture = waiting;
    waiting = undefined;
    showing = true;
    void shown(picture)
      .then(
        (colors) => {
          const { stampSec, frame } = picture.image;
          line.show({ seq: ++seq, stampSec, camera: liveModel(frame), ...colors });
        },
        (error: unknown) => color.refused((error as Error).message),
      )
      .finally(() => {
        showing = false;
        showNext();
      });
  }

  async function shown(picture: Color) {
    if (picture.kind === 'compressed') return { jpeg: await shownJpeg(picture.image.data) };
    const { width, height } = picture.image;
    return { width, height, rgb: rgbOf(picture.image) };
  }

  function poseOf(frame: string, stampSec: number | 'newest'): Lookup {
    if (channel.pose.kind === 'fixed') return { pose: channel.pose.opticalFrameInBase };
    const base = options.baseFrame();
    if (base === null) {
      return {
        missing:
          "The frame of the robot's base is not known yet: name it in the profile, or start what publishes robot_description.",
        later: true,
      };
    }
    const optical = channel.pose.frame ?? frame;
    if (optical === '') {
      return {
        missing: `The pictures on ${colorTopic} name no frame: name it in the profile.`,
        later: false,
      };
    }
    return transforms.lookup(base, optical, stampSec);
  }

  function liveModel(frame: string): Observation['camera'] | null {
    const at = poseOf(frame, 'newest');
    return lens && 'pose' in at ? modelOf(lens.lens, at.pose) : null;
  }

  /** The lens, if it belongs to a picture of this size and frame. */
  function lensFor(width: number, height: number, frame: string): Lens {
    if (!lens) throw new Error(info.problem() ?? `No camera_info has come on ${channel.info} yet.`);
    if (lens.lens.width !== width || lens.lens.height !== height) {
      throw new Error(
        `The picture is ${width} x ${height} pixels, and camera_info on ${channel.info} speaks of ${lens.lens.width} x ${lens.lens.height}.`,
      );
    }
    if (lens.frame !== '' && frame !== '' && lens.frame !== frame) {
      throw new Error(
        `The picture is of frame "${frame}", and camera_info on ${channel.info} of "${lens.frame}": they are not of the same camera.`,
      );
    }
    return lens.lens;
  }

  /** Waits until `look` says that nothing better will come, for a while. */
  async function settled<T>(look: () => { readonly value: T; readonly final: boolean }): Promise<T> {
    const until = clocks.nowMs() + patienceMs;
    for (;;) {
      const { value, final } = look();
      if (final || ended || clocks.nowMs() >= until) return value;
      await options.sleep(pollMs);
    }
  }

  async function depthAt(stampSec: number, frame: string, size: { width: number; height: number }) {
    if (!channel.depth || !depth) return null;
    const { topic } = channel.depth;
    const picture = await settled(() => {
      const { picture, final } = depths.nearest(stampSec);
      return { value: picture, final };
    });
    if (!picture) throw new Error(depth.problem() ?? `No depth picture has come on ${topic} yet.`);
    const apart = Math.abs(picture.stampSec - stampSec);
    if (apart > mostApartSec) {
      throw new Error(
        `The depth picture nearest in time on ${topic} is ${apart.toFixed(2)} s away from the colours (${mostApartSec} s is allowed): they may not show the same.`,
      );
    }
    if (picture.width !== size.width || picture.height !== size.height) {
      throw new Error(
        `The depth picture on ${topic} is ${picture.width} x ${picture.height} pixels and the colours are ${size.width} x ${size.height}: choose the depth that is registered (aligned) to the colours.`,
      );
    }
    if (picture.frame !== frame) {
      throw new Error(
        `The depth picture on ${topic} is of frame "${picture.frame}" and the colours are of "${frame}": choose the depth that is registered (aligned) to the colours.`,
      );
    }
    return depthOf(picture);
  }

  async function capture(): Promise<Picture> {
    const picture = newest;
    if (!picture) throw new Error(color.problem() ?? `no picture has come on ${colorTopic} yet`);
    const ageMs = clocks.nowMs() - picture.atMs;
    if (ageMs > stalledAfterMs) {
      const why = color.problem() ?? '';
      throw new Error(
        `no new picture has come on ${colorTopic} for ${(ageMs / 1000).toFixed(1)} s. ${why}`.trim(),
      );
    }
    const { stampSec, frame } = picture.image;
    const decoded =
      picture.kind === 'raw'
        ? { ...picture.image, rgb: rgbOf(picture.image) }
        : await rgbOfCompressed(picture.image.data);
    const { width, height } = decoded;
    const pinhole = lensFor(width, height, frame);
    const distances = await depthAt(stampSec, frame, decoded);
    const at = await settled(() => {
      const value = poseOf(frame, stampSec);
      return { value, final: 'pose' in value || !value.later };
    });
    if ('missing' in at) throw new Error(at.missing);
    const straight = pinhole.bend
      ? straighten(pinhole, decoded.rgb, distances)
      : { rgb: Uint8Array.from(decoded.rgb), depth: distances };
    const jpeg = await jpegOf(straight.rgb, width, height);
    return { stampSec, camera: modelOf(pinhole, at.pose), ...straight, jpeg };
  }

  /** What stands in the way of a decision, as far as it can be told without one. */
  function problem(): string | null {
    const broken = color.problem();
    if (broken || !newest) return broken;
    const { image } = newest;
    try {
      if (newest.kind === 'raw') lensFor(newest.image.width, newest.image.height, image.frame);
      else if (!lens) throw new Error(info.problem() ?? `No camera_info has come on ${channel.info} yet.`);
    } catch (error) {
      return (error as Error).message;
    }
    if (depth && !depths.nearest(image.stampSec).picture) return depth.problem();
    const at = poseOf(image.frame, 'newest');
    return 'missing' in at ? at.missing : null;
  }

  const line = open({
    cameraName: channel.name,
    advice: "look at the camera's driver and cable, and at its topics in the connection panel",
    capture,
    problem,
    streams: () => watched.map((topic) => topic.figures()),
    showNext,
    end() {
      ended = true;
      newest = undefined;
      waiting = undefined;
      for (const topic of [color, info, depth]) topic?.end();
    },
  });
}

function modelOf(
  { width, height, fx, fy, cx, cy }: Lens,
  { position, orientation }: Pose,
): Observation['camera'] {
  const poseInBase = {
    position: [...position] as [number, number, number],
    orientation: [...orientation] as [number, number, number, number],
  };
  return { width, height, fx, fy, cx, cy, poseInBase };
}
