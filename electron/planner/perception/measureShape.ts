import { fitSphere } from '../../../shared/geometry/fitRound';
import { minAreaRectangle } from '../../../shared/geometry/minAreaRectangle';
import type { Vec2, Vec3 } from '../../../shared/geometry/pose';

/** What can be measured of an object that stands on the table from the points of one view. */
export interface ObjectShape {
  /** Middle of the object, its hidden parts completed (m, base frame). */
  readonly center: Vec3;
  /** Extents along base x, base y and up (m). */
  readonly size: Vec3;
  /** Height of its highest part above the table (m). */
  readonly top: number;
  /** ball: a sphere; round: a disc from above; angular: anything else. */
  readonly form: 'ball' | 'round' | 'angular';
  /** The object from above; for round ones a square about it. `angle` is that of `length`. */
  readonly footprint: {
    readonly center: Vec2;
    readonly length: number;
    readonly width: number;
    readonly angle: number;
  };
}

/** m: points within this of the top belong to its upper face. */
const upperFace = 0.008;
/** A ball shows no upper face: fewer of its points than this share lie within 3 mm of its top. */
const ballFlatShare = 0.25;
/** m: the worst fit, and the radii, that still count as a ball. */
const ballFit = { rms: 0.0025, smallest: 0.008, largest: 0.09, topOff: 0.006 };
/** A disc fills 0.785 of the square around it, a rectangle all: below this it is round. */
const roundFill = 0.87;

/** The value that a share q of the numbers lies below: robust against a few stray points. */
export function percentile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(q * (sorted.length - 1))))] ?? Number.NaN;
}

/**
 * Measures an object from the points of its seen faces; it is taken to stand on the table. A camera that
 * looks down sideways sees the whole upper face of cubes and cans but only part of a ball, so a ball is
 * told by its sphere and completed by it; of the others the smallest rectangle around the upper face is
 * the outline. Needs one point at least.
 */
export function measureShape(points: readonly Vec3[]): ObjectShape {
  const heights = points.map((p) => p[2]);
  const top = percentile(heights, 0.985);
  const extent = (k: 0 | 1) => {
    const values = points.map((p) => p[k]);
    return percentile(values, 0.995) - percentile(values, 0.005);
  };
  const ball = asBall(points, top);
  if (ball) {
    const { center, radius } = ball;
    const d = 2 * radius;
    return {
      center,
      size: [d, d, d],
      top: center[2] + radius,
      form: 'ball',
      footprint: { center: [center[0], center[1]], length: d, width: d, angle: 0 },
    };
  }
  const face = points.filter((p) => p[2] > top - upperFace);
  const outline =
    minAreaRectangle((face.length >= 30 ? face : points).map((p): Vec2 => [p[0], p[1]])) ??
    withoutArea(points);
  const round = outline.fill < roundFill && outline.width > 0.8 * outline.length;
  const mean = (outline.length + outline.width) / 2;
  return {
    center: [outline.center[0], outline.center[1], top / 2],
    size: [extent(0), extent(1), top],
    top,
    form: round ? 'round' : 'angular',
    footprint: round
      ? { center: outline.center, length: mean, width: mean, angle: 0 }
      : { center: outline.center, length: outline.length, width: outline.width, angle: outline.angle },
  };
}

function asBall(
  points: readonly Vec3[],
  top: number,
): { readonly center: Vec3; readonly radius: number } | undefined {
  const flat = points.filter((p) => p[2] > top - 0.003).length / points.length;
  if (flat > ballFlatShare) return undefined;
  const fit = fitSphere(points);
  if (!fit || fit.rms > ballFit.rms || fit.radius < ballFit.smallest || fit.radius > ballFit.largest) {
    return undefined;
  }
  return Math.abs(fit.center[2] + fit.radius - top) < ballFit.topOff ? fit : undefined;
}

/** A single line of points: no rectangle, but a place. */
function withoutArea(points: readonly Vec3[]) {
  const middle = (k: 0 | 1) =>
    percentile(
      points.map((p) => p[k]),
      0.5,
    );
  return { center: [middle(0), middle(1)] as Vec2, length: 0, width: 0, angle: 0, fill: 1 };
}
