import { z } from 'zod';
import { faultTextSchema } from './common';
import { ros2ProfileSchema } from './connection';

/** What main and the connection panel say to each other; see also bridge.ts. */

/** A ready profile ships with the program and is never changed; the operator's own are files of the data folder. */
export const profileIdSchema = z.string().regex(/^(ready|own):[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?$/);

/** What the console is to be connected to. `none`: to nothing, so that nobody commands the robot from here. */
export const connectionIdSchema = z.union([z.enum(['simulator', 'none']), profileIdSchema]);
export type ConnectionId = z.infer<typeof connectionIdSchema>;

/** One profile file as it was read. One that does not fit is listed too, and says which field is wrong. */
export const profileEntrySchema = z.object({
  id: profileIdSchema,
  origin: z.enum(['ready', 'own']),
  /** The profile's name; the file's, where it cannot be read. */
  name: z.string().min(1).max(200),
  profile: ros2ProfileSchema.nullable(),
  problem: z.string().max(1000).nullable(),
});
export type ProfileEntry = z.infer<typeof profileEntrySchema>;

/** The ROS 2 that the robot and camera processes are given. */
export const ros2StatusSchema = z.object({
  state: z.enum(['looking', 'ready', 'missing']),
  /** `system`: /opt/ros; `project`: made by `npm run setup:ros2`. */
  source: z.enum(['system', 'project']).nullable(),
  distro: z.string().max(80).nullable(),
  prefix: z.string().max(4000).nullable(),
  /** What is there, or what is missing; and how to get it. */
  text: z.string().max(2000),
  next: z.string().max(1000),
});
export type Ros2Status = z.infer<typeof ros2StatusSchema>;

export const connectionViewSchema = z.object({
  /** What the robot and camera processes were started for. */
  active: connectionIdSchema,
  /** The profile they were given: the file may have been changed since. */
  profile: ros2ProfileSchema.nullable(),
  /** The connection that is being made now; null when none is. */
  switchingTo: connectionIdSchema.nullable(),
  /** Why the last wish came to nothing; null after one that did not. */
  problem: faultTextSchema.nullable(),
  ros2: ros2StatusSchema,
});
export type ConnectionView = z.infer<typeof connectionViewSchema>;
