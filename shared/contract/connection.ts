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

/*
 * Profile objects are strict: a field that is not known is refused, because a mistyped name ("limts")
 * would otherwise leave out without a word what the operator believes is in force.
 */

/** What a process needs to reach the ROS graph; set in its environment when it is forked. */
export const rosNetworkSchema = z.strictObject({
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

/**
 * A rosbridge (protocol v2) on the robot's machine: for a machine without ROS 2. Then `network` does not count.
 */
export const rosbridgeSchema = z.strictObject({
  url: z
    .string()
    .max(2000)
    .regex(/^wss?:\/\/[^\s/]+(\/\S*)?$/, {
      message: 'is not an address such as ws://robot:9090 or wss://robot:9090',
    }),
  /** A file with the certificate to trust (PEM), where it is not from an authority that the system knows. */
  ca: z.string().min(1).max(4000).optional(),
});
export type RosbridgeAddress = z.infer<typeof rosbridgeSchema>;

/** Where the robot's links, joints and limits come from. */
export const modelSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bundled'), name: z.enum(['fr3', 'ur5e', 'piper']) }),
  /** std_msgs/String with URDF, transient local. */
  z.object({ kind: z.literal('topic'), topic: rosNameSchema }),
  z.object({ kind: z.literal('file'), path: z.string().min(1).max(4000) }),
]);
export type ModelSource = z.infer<typeof modelSourceSchema>;

/** What a URDF does not say, or says otherwise than the operator knows. */
export const modelChoicesSchema = z.strictObject({
  source: modelSourceSchema,
  /** Defaults: the model's own (bundled), or the root link (URDF). */
  baseFrame: frameSchema.optional(),
  /** The frame between the fingertips: z approaches, y closes. */
  tcpFrame: frameSchema.optional(),
  /** Where that point is in the frame `tcpFrame`, if the description has no frame there (a flange: tool0). */
  tcpOffset: poseSchema.optional(),
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
      z.strictObject({
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
const gripperScaleSchema = z
  .strictObject({
    closed: z.strictObject({ width: finite.nonnegative(), position: finite }),
    open: z.strictObject({ width: finite.positive(), position: finite }),
  })
  .refine(({ closed, open }) => open.width > closed.width, {
    path: ['open', 'width'],
    message: 'is not wider than the closed gripper',
  })
  .refine(({ closed, open }) => open.position !== closed.position, {
    path: ['open', 'position'],
    message: 'is the same as of the closed gripper: the opening could not be told',
  });

export const gripperChannelSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    /** control_msgs GripperCommand, or ParallelGripperCommand, or a trajectory controller with one joint. */
    kind: z.enum(['gripperCommand', 'parallelGripperCommand', 'trajectory']),
    action: rosNameSchema,
    /** The joint that is commanded; its position in joint_states tells the opening, unless `feedback` does. */
    joint: jointNameSchema,
    scale: gripperScaleSchema,
    /** Where the opening is measured, if by another joint, scale or topic than commands and arm have. */
    feedback: z
      .strictObject({
        /** sensor_msgs/JointState; default: the arm's. */
        topic: rosNameSchema.optional(),
        joint: jointNameSchema,
        scale: gripperScaleSchema,
      })
      .optional(),
    /** N */
    maxEffort: finite.nonnegative().default(20),
  }),
]);
export type GripperChannel = z.infer<typeof gripperChannelSchema>;

export const cameraChannelSchema = z.strictObject({
  name: z.string().trim().min(1).max(80),
  color: z.strictObject({ topic: rosNameSchema, transport: z.enum(['raw', 'compressed']) }),
  /** 16UC1 (mm) or 32FC1 (m), registered to the colour picture. */
  depth: z.strictObject({ topic: rosNameSchema }).nullable(),
  info: rosNameSchema,
  /** Where it hangs: by tf from the picture's frame (fixed in the cell or on the hand), or fixed here. */
  pose: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('tf'), frame: frameSchema.optional() }),
    z.strictObject({ kind: z.literal('fixed'), opticalFrameInBase: poseSchema }),
  ]),
});
export type CameraChannel = z.infer<typeof cameraChannelSchema>;

const ros2ProfileFieldsSchema = z.strictObject({
  version: z.literal(1),
  kind: z.literal('ros2'),
  name: z.string().trim().min(1).max(80),
  network: rosNetworkSchema.prefault({}),
  /** The way to the robot's graph: DDS by `network` (null), or this. */
  rosbridge: rosbridgeSchema.nullable().default(null),
  model: modelChoicesSchema,
  jointStates: rosNameSchema.default('/joint_states'),
  trajectory: z.strictObject({ action: rosNameSchema }),
  gripper: gripperChannelSchema,
  cameras: z.array(cameraChannelSchema).max(8).default([]),
  /** A notice that the other side is a simulation: shown beside the name, never trusted for safety. */
  simulated: z.boolean().default(false),
});

/** What fields must be to each other. */
export const ros2ProfileSchema = ros2ProfileFieldsSchema.superRefine((profile, context) => {
  const wrong = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message });
  const { armJointNames, home, limits } = profile.model;
  const twice = armJointNames?.find((name, i) => armJointNames.indexOf(name) !== i);
  if (twice !== undefined) wrong(['model', 'armJointNames'], `names ${twice} twice`);
  if (armJointNames && home && home.length !== armJointNames.length) {
    wrong(['model', 'home'], `has ${home.length} values for ${armJointNames.length} joints`);
  }
  for (const [joint, { lower, upper }] of Object.entries(limits)) {
    if (armJointNames && !armJointNames.includes(joint)) {
      wrong(['model', 'limits', joint], 'is not one of the arm joints that this profile names');
    }
    if (lower !== undefined && upper !== undefined && lower >= upper) {
      wrong(['model', 'limits', joint, 'lower'], 'is not below the upper limit');
    }
  }
  profile.cameras.forEach(({ name }, i) => {
    if (profile.cameras.findIndex((camera) => camera.name === name) !== i) {
      wrong(['cameras', i, 'name'], 'is the name of another camera of this profile');
    }
  });
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
