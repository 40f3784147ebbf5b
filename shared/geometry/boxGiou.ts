import type { Box } from '../contract/proposal';
import { boxArea, boxIntersection } from './boxIou';

/**
 * Generalised intersection over union, -1..1: IoU less the part of the smallest enclosing box that
 * neither covers (Rezatofighi et al. 2019). VLA-R1 rewards a box by (GIoU + 1) / 2. 0 when the
 * enclosing box is empty.
 */
export function boxGiou(a: Box, b: Box): number {
  const shared = boxIntersection(a, b);
  const union = boxArea(a) + boxArea(b) - shared;
  const hull = boxArea({
    xMin: Math.min(a.xMin, b.xMin),
    yMin: Math.min(a.yMin, b.yMin),
    xMax: Math.max(a.xMax, b.xMax),
    yMax: Math.max(a.yMax, b.yMax),
  });
  if (hull === 0) return 0;
  return (union > 0 ? shared / union : 0) - (hull - union) / hull;
}
