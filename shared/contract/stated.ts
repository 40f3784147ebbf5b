import { z } from 'zod';
import { finite } from './common';

/**
 * What the operator states (m) where the camera gives no depth: a picture alone does not tell how high and how far
 * things are.
 */
export const statedSchema = z.object({
  /** Height above the robot's base of the level surface that object and place are on. */
  surface: finite.min(0).max(0.3),
  /** Of the object as it stands: its height, and its widest from above. */
  height: finite.min(0.01).max(0.3),
  width: finite.min(0.005).max(0.3),
  /** Height above the surface of what the object is put into or on; 0: the bare surface. */
  target: finite.min(0).max(0.2),
});
export type Stated = z.infer<typeof statedSchema>;
