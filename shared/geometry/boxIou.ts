import type { Box } from '../contract/proposal';

/** Area of a box; 0 for one that is turned inside out. */
export function boxArea(box: Box): number {
  return Math.max(0, box.xMax - box.xMin) * Math.max(0, box.yMax - box.yMin);
}

/** Area that two boxes share. */
export function boxIntersection(a: Box, b: Box): number {
  return boxArea({
    xMin: Math.max(a.xMin, b.xMin),
    yMin: Math.max(a.yMin, b.yMin),
    xMax: Math.min(a.xMax, b.xMax),
    yMax: Math.min(a.yMax, b.yMax),
  });
}

/** Intersection over union, 0..1; 0 when both boxes are empty. */
export function boxIou(a: Box, b: Box): number {
  const shared = boxIntersection(a, b);
  const union = boxArea(a) + boxArea(b) - shared;
  return union > 0 ? shared / union : 0;
}
