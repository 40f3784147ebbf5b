import type { LiveFrame } from '../../shared/contract/cameraContract';
import type { Observation } from '../../shared/contract/common';
import type { StreamFigures } from '../../shared/contract/connection';

/** Colour and depth of one instant, and how to interpret them. */
export interface Picture {
  readonly stampSec: number;
  readonly camera: Observation['camera'];
  /** width * height * 3, top row first. */
  readonly rgb: Uint8Array<ArrayBuffer>;
  /** z in the optical frame (m), 0 where nothing was seen; null: the camera has none. */
  readonly depth: Float32Array<ArrayBuffer> | null;
  readonly jpeg: Uint8Array<ArrayBuffer>;
}

/** Where pictures come from: the simulator's window, or a camera on the ROS graph. */
export interface PictureSource {
  readonly cameraName: string;
  /** What the operator can do when its pictures stay away. */
  readonly advice: string;
  /** Rejects in words. */
  capture(): Promise<Picture>;
  /** Why there is no picture, or none to decide on, in words; null when all is well. */
  problem(): string | null;
  streams(): readonly StreamFigures[];
  /** Somebody waits for a picture to show. */
  showNext(): void;
  /** Another source takes its place: it need not go on. */
  end(): void;
}

/** What a source tells of its pictures; nobody listens any more once a newer source has come. */
export interface PictureLine {
  /** A picture was taken at this stamp (s), whether or not it is shown. */
  arrived(stampSec: number): void;
  /** Whether somebody waits for a picture to show: else there is no need to encode one. */
  wanted(): boolean;
  show(frame: LiveFrame): void;
  gone(text: string): void;
}

/** The cameras that there are, of which one is shown and decided on. */
export interface CameraChoice {
  readonly names: readonly string[];
  /** Opens the camera; throws in words when there is none of that name. */
  select(name: string): void;
}
