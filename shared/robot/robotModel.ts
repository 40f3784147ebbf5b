import type { Pose, Vec3 } from '../geometry/pose';

/** A serial arm with a parallel gripper, in URDF's terms: metres, radians, kilograms. */
export interface RobotModel {
  readonly name: string;
  readonly baseFrame: string;
  readonly links: readonly Link[];
  /** In order from base to tip: each joint's parent link stands earlier in the tree. */
  readonly joints: readonly Joint[];
  /** The actuated arm joints, base to tip: the order of every joint vector in this program. */
  readonly armJointNames: readonly string[];
  readonly gripper: ParallelGripper;
  /** The frame between the fingertips: z is the approach direction, y the closing direction. */
  readonly tcpFrame: string;
  /** A resting posture that leaves the camera's view of the table free (arm joint order, rad). */
  readonly home: readonly number[];
}

export interface JointLimits {
  readonly lower: number;
  readonly upper: number;
  /** rad/s (m/s) */
  readonly velocity: number;
  /** rad/s^2 (m/s^2) */
  readonly acceleration: number;
  /** rad/s^3 (m/s^3) */
  readonly jerk: number;
  /** N m (N) */
  readonly effort: number;
}

export interface Joint {
  readonly name: string;
  readonly type: 'revolute' | 'prismatic' | 'fixed';
  readonly parent: string;
  readonly child: string;
  /** Pose of the joint frame in the parent link at joint value zero. */
  readonly origin: Pose;
  /** Unit axis in the joint frame; ignored for fixed joints. */
  readonly axis: Vec3;
  readonly limits?: JointLimits;
}

export interface Link {
  readonly name: string;
  readonly mass: number;
  /** Centre of mass in the link frame and the diagonal of the inertia about it (kg m^2). */
  readonly centerOfMass: Vec3;
  readonly inertia: Vec3;
  readonly visuals: readonly Primitive[];
  readonly collisions: readonly Primitive[];
}

/** Cylinders and capsules lie along their own z axis; capsule length excludes the two caps. */
export type PrimitiveShape =
  | { readonly type: 'box'; readonly size: Vec3 }
  | { readonly type: 'cylinder'; readonly radius: number; readonly length: number }
  | { readonly type: 'capsule'; readonly radius: number; readonly length: number }
  | { readonly type: 'sphere'; readonly radius: number };

export interface Primitive {
  readonly shape: PrimitiveShape;
  /** Pose in the link frame. */
  readonly pose: Pose;
  /** sRGB hex, visuals only. */
  readonly color?: string;
}

export interface ParallelGripper {
  readonly fingerJointNames: readonly [string, string];
  /** Opening between the fingertips in metres. */
  readonly maxWidth: number;
  readonly maxForce: number;
}
