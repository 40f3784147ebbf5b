import { parse } from '@foxglove/rosmsg';
import { MessageReader } from '@foxglove/rosmsg2-serialization';
import type { McapTypes } from '@mcap/core';
import { z } from 'zod';

/** Reads the joint positions (rad, m) of a message, each so many seconds after the message's own time. */
export type CurveReader = (data: Uint8Array) => readonly {
  readonly afterSec: number;
  readonly names: readonly string[];
  readonly positions: ArrayLike<number>;
}[];

const numbers = z.union([z.instanceof(Float64Array), z.array(z.number())]);
const point = z.object({ positions: numbers });
const duration = z.object({ sec: z.number(), nanosec: z.number() });

/** What controllers are told, by the standard messages that say so. `reference` is the later name of `desired`. */
const shapes: ReadonlyMap<string, (message: unknown) => ReturnType<CurveReader>> = new Map([
  [
    'control_msgs/msg/JointTrajectoryControllerState',
    one(
      z.object({ joint_names: z.array(z.string()), desired: point.optional(), reference: point.optional() }),
    ),
  ],
  [
    'control_msgs/action/FollowJointTrajectory_FeedbackMessage',
    one(
      z
        .object({ feedback: z.object({ joint_names: z.array(z.string()), desired: point }) })
        .transform(({ feedback }) => feedback),
    ),
  ],
  [
    'trajectory_msgs/msg/JointTrajectory',
    (message: unknown) => {
      const schema = z.object({
        joint_names: z.array(z.string()),
        points: z.array(point.extend({ time_from_start: duration })),
      });
      const { joint_names, points } = schema.parse(message);
      return points.map(({ positions, time_from_start: { sec, nanosec } }) => ({
        afterSec: sec + nanosec / 1e9,
        names: joint_names,
        positions,
      }));
    },
  ],
]);

interface Told {
  readonly joint_names: readonly string[];
  readonly desired?: { readonly positions: ArrayLike<number> } | undefined;
  readonly reference?: { readonly positions: ArrayLike<number> } | undefined;
}

function one(schema: z.ZodType<Told>) {
  return (message: unknown): ReturnType<CurveReader> => {
    const { joint_names: names, desired, reference } = schema.parse(message);
    const told = reference ?? desired;
    return told ? [{ afterSec: 0, names, positions: told.positions }] : [];
  };
}

export const isDesired = (schemaName: string): boolean => shapes.has(schemaName);

/** A reader by the schema that the file itself carries. Throws when that cannot be understood. */
export function desiredReader(schema: McapTypes.TypedMcapRecords['Schema']): CurveReader {
  const read = shapes.get(schema.name);
  if (!read || schema.encoding !== 'ros2msg') {
    throw new Error(`messages described as "${schema.encoding}" are not read`);
  }
  const reader = new MessageReader(parse(new TextDecoder().decode(schema.data), { ros2: true }));
  return (data) => {
    try {
      return read(reader.readMessage(data));
    } catch {
      throw new Error(`A message (${schema.name}) is damaged and cannot be read.`);
    }
  };
}
