import type { CameraModel } from '../geometry/cameraModel';
import type { Pose } from '../geometry/pose';

/** The simulator's world, in the robot's base frame: z = 0 is the table top, x points away from the robot. */

export const objectKinds = ['cube', 'can', 'ball', 'bowl', 'plate'] as const;
export type ObjectKind = (typeof objectKinds)[number];

export const objectColors = ['red', 'green', 'blue', 'yellow', 'orange', 'purple'] as const;
export type ObjectColor = (typeof objectColors)[number];

export interface SceneObject {
  /** Unique in the scene, for instance "red_cube". */
  readonly id: string;
  readonly kind: ObjectKind;
  readonly color: ObjectColor;
  /** Full extents along the object's own axes in metres (round things: diameter, diameter, height). */
  readonly size: readonly [number, number, number];
  /** Pose of the object's centre of its extents; bowls and plates stand upright. */
  readonly pose: Pose;
}

/** What varies in a picture without changing the task. */
export interface SceneAppearance {
  readonly tableColor: string;
  readonly floorColor: string;
  /** Direction towards the key light in the base frame (unit vector) and relative strengths. */
  readonly lightDirection: readonly [number, number, number];
  readonly keyLight: number;
  readonly ambientLight: number;
  /** One sRGB hex shade for each object, by id: "red" has many reds. */
  readonly objectShades: Readonly<Record<string, string>>;
}

export interface Scene {
  readonly seed: number;
  readonly objects: readonly SceneObject[];
  readonly camera: CameraModel;
  readonly appearance: SceneAppearance;
}
