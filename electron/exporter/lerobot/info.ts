import { z } from 'zod';
import type { VideoCodecName } from '../../../shared/contract/videoEncoderContract';
import { cameraKey, codebaseVersion, dataPattern, videoPattern } from './layout';

const featureSchema = z.looseObject({
  dtype: z.string(),
  shape: z.array(z.number().int()),
  names: z.unknown(),
});
export type Feature = z.infer<typeof featureSchema>;

/** meta/info.json, as far as it matters here; what else is in it is kept. */
export const infoSchema = z.looseObject({
  codebase_version: z.string(),
  robot_type: z.string().nullable(),
  total_episodes: z.number().int().nonnegative(),
  total_frames: z.number().int().nonnegative(),
  total_tasks: z.number().int().nonnegative(),
  chunks_size: z.number().int().positive(),
  data_files_size_in_mb: z.number().positive(),
  fps: z.number().int().positive(),
  splits: z.record(z.string(), z.string()),
  features: z.record(z.string(), featureSchema),
});
export type Info = z.infer<typeof infoSchema>;

export interface CameraShape {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** What the episodes of a data set have in common. */
export interface Shape {
  readonly robot: string;
  readonly fps: number;
  readonly bodyNames: readonly string[];
  readonly cameras: readonly CameraShape[];
  readonly pictures: 'video' | 'images';
}

const scalar = (dtype: string): Feature => ({ dtype, shape: [1], names: null });

export function featuresOf({ bodyNames, cameras, pictures }: Shape): Record<string, Feature> {
  const body = (): Feature => ({ dtype: 'float32', shape: [bodyNames.length], names: [...bodyNames] });
  const camera = ({ width, height }: CameraShape): Feature => ({
    dtype: pictures === 'video' ? 'video' : 'image',
    shape: [height, width, 3],
    names: ['height', 'width', 'channels'],
  });
  return {
    'observation.state': body(),
    action: body(),
    ...Object.fromEntries(cameras.map((each) => [cameraKey(each.name), camera(each)])),
    timestamp: scalar('float32'),
    frame_index: scalar('int64'),
    episode_index: scalar('int64'),
    index: scalar('int64'),
    task_index: scalar('int64'),
  };
}

export function emptyInfo(shape: Shape): Info {
  return {
    codebase_version: codebaseVersion,
    robot_type: shape.robot,
    total_episodes: 0,
    total_frames: 0,
    total_tasks: 0,
    chunks_size: 1000,
    data_files_size_in_mb: 100,
    video_files_size_in_mb: 200,
    fps: shape.fps,
    splits: {},
    data_path: dataPattern,
    video_path: shape.pictures === 'video' && shape.cameras.length > 0 ? videoPattern : null,
    features: featuresOf(shape),
  };
}

const codecNames: Readonly<Record<VideoCodecName, string>> = { avc: 'h264', av1: 'av1', vp9: 'vp9' };

/** What LeRobot keeps about a video beside its feature. */
export function videoInfo(camera: CameraShape, fps: number, codec: VideoCodecName) {
  return {
    'video.height': camera.height,
    'video.width': camera.width,
    'video.codec': codecNames[codec],
    'video.pix_fmt': 'yuv420p',
    'video.is_depth_map': false,
    'video.fps': fps,
    'video.channels': 3,
    has_audio: false,
  };
}

/** The first thing in which an existing data set differs from what is to be added, in words. */
export function misfit(info: Info, shape: Shape): string | undefined {
  if (info.codebase_version !== codebaseVersion) {
    return `it is of version ${info.codebase_version}, and only ${codebaseVersion} can be added to`;
  }
  if (info.fps !== shape.fps) return `it has ${info.fps} samples a second, these episodes ${shape.fps}`;
  if (info.robot_type !== null && info.robot_type !== shape.robot) {
    return `it is of the robot "${info.robot_type}", these episodes are of "${shape.robot}"`;
  }
  const wanted = featuresOf(shape);
  for (const key of new Set([...Object.keys(info.features), ...Object.keys(wanted)])) {
    const there = info.features[key];
    const here = wanted[key];
    if (!there) return `it has no "${key}"`;
    if (!here) return `it has "${key}", these episodes do not`;
    const names = (feature: Feature) => JSON.stringify(Array.isArray(feature.names) ? feature.names : null);
    if (there.dtype !== here.dtype || String(there.shape) !== String(here.shape)) {
      return `its "${key}" is ${there.dtype} ${there.shape.join(' x ')}, here it is ${here.dtype} ${here.shape.join(' x ')}`;
    }
    if (Array.isArray(there.names) && names(there) !== names(here)) {
      return `the elements of its "${key}" have other names`;
    }
  }
  return undefined;
}
