import { z } from 'zod';
import { finite, poseSchema } from './common';

/**
 * A connection profile: all that the console has to know to operate one robot. It is a file (exported,
 * imported, validated), a row of the connection panel, and what main gives the robot and camera processes
 * at fork. The embedded simulator needs none.
 */

/** A ROS graph name, absolute: /camera/color/image_raw. */
const rosNameSchema = z
  .string()
  .max(255)
  .regex(/^\/(?:[A-Za-z][A-Za-z0-9_]*|_[A-Za-z0-9_]+)(?:\/(?:[A-Za-z][A-Za-z0-9_]*|_[A-Za-z0-9_]+))*$/, {
    message: 'is not an absolute ROS name such as /joint_states',
  });
const frameSchema = z.string().min(1).max(200);
const jointNameSchema = z.string().min(1).max(200);

/** What a process needs to reach the ROS graph; set in its environment when it is forked. */
export const rosNetworkSchema = z.object({
  domainId: z.number().int().min(0).max(232).default(0),
  rmw: z.enum(['rmw_fastrtps_cpp', 'rmw_cyclonedds_cpp', 'rmw_zenoh_cpp']).default('rmw_fastrtps_cpp'),
  discoveryRange: z.enum(['LOCALHOST', 'SUBNET', 'OFF', 'SYSTEM_DEFAULT']).default('LOCALHOST'),
  /** Fast DDS profile: the shipped one (large frames over shared memory), none, or a file of the operator's. */
  fastDds: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('shipped') }),
      z.object({ kind: z.literal('none') }),
      z.object({ kind: z.literal('file'), path: z.string().min(1).max(4000) }),
    ])
    .default({ kind: 'shipped' }),
});
export type RosNetwork = z.infer<typeof rosNetworkSchema>;

/** Where the robot's links, joints and limits come from. */
export const modelSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bundled'), name: z.enum(['fr3', 'ur5e', 'piper']) }),
  /** std_msgs/String with URDF, transient local. */
  z.object({ kind: z.literal('topic'), topic: rosNameSchema }),
  z.object({ kind: z.literal('file'), path: z.string().min(1).max(4000) }),
]);
export type ModelSource = z.infer<typeof modelSourceSchema>;

/** What a URDF does not say, or says otherwise than the operator knows. */
export const modelChoicesSchema = z.object({
  source: modelSourceSchema,
  /** Defaults: the model's own (bundled), or the root link (URDF). */
  baseFrame: frameSchema.optional(),
  /** The frame between the fingertips: z approaches, y closes. */
  tcpFrame: frameSchema.optional(),
  /** The arm's joints, base to tip, by their names in joint_states; default: the model's own. */
  armJointNames: z.array(jointNameSchema).min(1).max(16).optional(),
  /** rad, in the order of the arm's joints. */
  home: z.array(finite).min(1).max(16).optional(),
  /** rad/s^2 and rad/s^3, where the description has none (URDF has neither). */
  acceleration: finite.positive().default(5),
  jerk: finite.positive().default(500),
  /** Softer limits than the robot's own: they only ever narrow. */
  limits: z
    .record(
      jointNameSchema,
      z.object({
        lower: finite.optional(),
        upper: finite.optional(),
        velocity: finite.positive().optional(),
        acceleration: finite.positive().optional(),
      }),
    )
    .default({}),
});
export type ModelChoices = z.infer<typeof modelChoicesSchema>;

/** How a width between the fingertips (m) maps to the gripper's own position: straight between two points. */
const gripperScaleSchema = z.object({
  closed: z.object({ width: finite, position: finite }),
  open: z.object({ width: finite, position: finite }),
});

export const gripperChannelSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    /** control_msgs GripperCommand, or ParallelGripperCommand, or a trajectory controller with one joint. */
    kind: z.enum(['gripperCommand', 'parallelGripperCommand', 'trajectory']),
    action: rosNameSchema,
    /** Whose position in joint_states tells the opening. */
    joint: jointNameSchema,
    scale: gripperScaleSchema,
    /** N */
    maxEffort: finite.nonnegative().default(20),
  }),
]);
export type GripperChannel = z.infer<typeof gripperChannelSchema>;

export const cameraChannelSchema = z.object({
  name: z.string().trim().min(1).max(80),
  color: z.object({ topic: rosNameSchema, transport: z.enum(['raw', 'compressed']) }),
  /** 16UC1 (mm) or 32FC1 (m), registered to the colour picture. */
  depth: z.object({ topic: rosNameSchema }).nullable(),
  info: rosNameSchema,
  /** Where it hangs: by tf from the picture's frame (fixed in the cell or on the hand), or fixed here. */
  pose: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('tf'), frame: frameSchema.optional() }),
    z.object({ kind: z.literal('fixed'), opticalFrameInBase: poseSchema }),
  ]),
});
export type CameraChannel = z.infer<typeof cameraChannelSchema>;

export const ros2ProfileSchema = z.object({
  version: z.literal(1),
  kind: z.literal('ros2'),
  name: z.string().trim().min(1).max(80),
  network: rosNetworkSchema.prefault({}),
  model: modelChoicesSchema,
  jointStates: rosNameSchema.default('/joint_states'),
  trajectory: z.object({ action: rosNameSchema }),
  gripper: gripperChannelSchema,
  cameras: z.array(cameraChannelSchema).max(8).default([]),
  /** A notice that the other side is a simulation: shown beside the name, never trusted for safety. */
  simulated: z.boolean().default(false),
});
export type Ros2Profile = z.infer<typeof ros2ProfileSchema>;

export const connectionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('simulator') }),
  ros2ProfileSchema,
]);
export type Connection = z.infer<typeof connectionSchema>;

/** What a connection has seen and measured, some times a second, for the connection panel. */
export const streamFiguresSchema = z.object({
  topic: z.string().max(255),
  /** Messages a second over the last two seconds; age (ms) of the newest by its stamp; lost by the counts. */
  rateHz: finite.nonnegative(),
  ageMs: finite.nullable(),
  dropped: z.number().int().nonnegative(),
  /** Publisher's stamp minus this machine's clock on arrival (ms): clock skew and latency together. */
  skewMs: finite.nullable(),
  /** Set when it cannot work: nobody publishes, another type, QoS that does not fit, in words. */
  problem: z.string().max(500).nullable(),
});
export type StreamFigures = z.infer<typeof streamFiguresSchema>;

/** One thing that the preflight looked at: a controller setting, a missing frame, an unsafe default. */
export const preflightFindingSchema = z.object({
  check: z.string().min(1).max(80),
  level: z.enum(['ok', 'warning', 'blocking']),
  text: z.string().max(600),
  next: z.string().max(600),
});
export type PreflightFinding = z.infer<typeof preflightFindingSchema>;

export const rosGraphSchema = z.object({
  nodes: z.array(z.string().max(255)).max(1000),
  topics: z
    .array(
      z.object({
        name: z.string().max(255),
        types: z.array(z.string().max(255)).max(8),
        publishers: z.number().int().nonnegative(),
        subscribers: z.number().int().nonnegative(),
        /** Of the publishers, in words: "reliable, volatile, depth 10". */
        qos: z.array(z.string().max(200)).max(16),
      }),
    )
    .max(2000),
  actions: z.array(z.object({ name: z.string().max(255), type: z.string().max(255) })).max(500),
});
export type RosGraph = z.infer<typeof rosGraphSchema>;

export const connectionStatusSchema = z.object({
  /** Name of the profile; "Simulator" for the embedded one. */
  name: z.string().max(80),
  kind: z.enum(['simulator', 'ros2']),
  state: z.enum(['connecting', 'connected', 'failed']),
  /** What is there and what is missing, in words. */
  text: z.string().max(1000),
  streams: z.array(streamFiguresSchema).max(16),
  preflight: z.array(preflightFindingSchema).max(40),
});
export type ConnectionStatus = z.infer<typeof connectionStatusSchema>;
