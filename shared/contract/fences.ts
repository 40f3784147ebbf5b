import { z } from 'zod';
import type { Vec3 } from '../geometry/pose';
import { workcell } from '../scene/workcell';
import { finite, vec3Schema } from './common';

/** m: no side of a box lies farther than this from the base, none is thinner than the second. */
const farthest = 10;
const thinnest = 0.005;

const extent = { min: vec3Schema, max: vec3Schema };
type Extent = { readonly min: Vec3; readonly max: Vec3 };
const isBox = ({ min, max }: Extent) =>
  min.every((low, k) => max[k]! - low >= thinnest && low >= -farthest && max[k]! <= farthest);
const boxRule = {
  message: `Each side runs from the smaller to the larger number, at least ${thinnest * 1000} mm apart, within ${farthest} m.`,
};

/** The two opposite corners of an upright box in the robot's base frame (m). */
export const boxExtentSchema = z.strictObject(extent).refine(isBox, boxRule);
export type BoxExtent = z.infer<typeof boxExtentSchema>;

export const keepOutSchema = z
  .strictObject({ name: z.string().trim().min(1, 'A box needs a name.').max(60), ...extent })
  .refine(isBox, boxRule);
export type KeepOut = z.infer<typeof keepOutSchema>;

/** A joint's range (rad) inside the robot's own one. */
export const softLimitSchema = z
  .strictObject({ joint: z.string().min(1).max(100), lower: finite, upper: finite })
  .refine(({ lower, upper }) => lower < upper, {
    message: 'A soft limit runs from the smaller to the larger angle.',
  });
export type SoftLimit = z.infer<typeof softLimitSchema>;

const differ = (names: readonly string[]) => new Set(names).size === names.length;

/**
 * Where the robot may be: inside the workspace, outside of every keep-out box, every named joint within its soft
 * limits. Base frame, metres and radians. Held by the robot process; plans are made within them and name their hash.
 */
export const fencesSchema = z.strictObject({
  workspace: boxExtentSchema,
  keepOut: z
    .array(keepOutSchema)
    .max(20)
    .refine((boxes) => differ(boxes.map(({ name }) => name)), {
      message: 'Two keep-out boxes have the same name.',
    }),
  joints: z
    .array(softLimitSchema)
    .max(16)
    .refine((limits) => differ(limits.map(({ joint }) => joint)), {
      message: 'A joint has two soft limits.',
    }),
});
export type Fences = z.infer<typeof fencesSchema>;

const { centre, size, thickness } = workcell.table;
const millimetres = (length: number) => Math.round(length * 1000) / 1000;

/** The bundled cell: over its table, from the middle of the top's thickness to above what the arm reaches. */
export const defaultFences: Fences = {
  workspace: {
    min: [millimetres(centre[0] - size[0] / 2), millimetres(centre[1] - size[1] / 2), -thickness / 2],
    max: [millimetres(centre[0] + size[0] / 2), millimetres(centre[1] + size[1] / 2), 1.3],
  },
  keepOut: [],
  joints: [],
};
