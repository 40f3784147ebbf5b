import type { Quat, Vec3 } from '../geometry/pose';
import { composeFrames, writeFrame } from '../motion/frames';
import type { PrimitiveShape } from '../robot/robotModel';

/** A capsule in a link's frame: the segment between two points, thickened by a radius. */
export interface Capsule {
  readonly from: Vec3;
  readonly to: Vec3;
  readonly radius: number;
}

/** m: a box is cut into bars of about this thickness, at most so many a side: more add less and cost more. */
const barThickness = 0.03;
const mostBars = 4;

/**
 * Capsules that together hold a primitive; for boxes and cylinders they are a little larger. A box is cut
 * into bars along its longest side, about square across, so that little is added.
 */
export function capsulesOf(shape: PrimitiveShape, inLink: Float64Array): readonly Capsule[] {
  const at = (x: number, y: number, z: number): Vec3 => [
    inLink[0]! * x + inLink[1]! * y + inLink[2]! * z + inLink[3]!,
    inLink[4]! * x + inLink[5]! * y + inLink[6]! * z + inLink[7]!,
    inLink[8]! * x + inLink[9]! * y + inLink[10]! * z + inLink[11]!,
  ];
  switch (shape.type) {
    case 'sphere':
      return [{ from: at(0, 0, 0), to: at(0, 0, 0), radius: shape.radius }];
    case 'capsule':
      return [{ from: at(0, 0, -shape.length / 2), to: at(0, 0, shape.length / 2), radius: shape.radius }];
    case 'cylinder': {
      // The ends of the segment move in so that the caps reach just past the rims.
      const inset = Math.min(shape.length / 2, shape.radius * 0.4);
      const half = shape.length / 2 - inset;
      return [{ from: at(0, 0, -half), to: at(0, 0, half), radius: Math.hypot(shape.radius, inset) }];
    }
    case 'box': {
      const longest = shape.size.indexOf(Math.max(...shape.size));
      const turn = new Float64Array(12);
      const placed = new Float64Array(12);
      writeFrame({ position: [0, 0, 0], orientation: ontoAxis(longest) }, turn, 0);
      composeFrames(inLink, 0, turn, 0, placed, 0);
      const [a, b] = [shape.size[(longest + 1) % 3]!, shape.size[(longest + 2) % 3]!];
      return barsAlongZ(a, b, shape.size[longest]!, placed);
    }
  }
}

/** The rotation that takes (z, x, y) to the given axis and the two after it. */
function ontoAxis(axis: number): Quat {
  if (axis === 2) return [0, 0, 0, 1];
  return axis === 0 ? [0.5, 0.5, 0.5, 0.5] : [-0.5, -0.5, -0.5, 0.5];
}

function barsAlongZ(a: number, b: number, length: number, frame: Float64Array): readonly Capsule[] {
  const thickness = Math.min(a, b, barThickness);
  const bars = (side: number) => Math.min(mostBars, Math.max(1, Math.ceil(side / thickness - 0.2)));
  const [na, nb] = [bars(a), bars(b)];
  const [da, db] = [a / na, b / nb];
  const radius = Math.hypot(da, db) / 2;
  // A cap reaches the corners of the bar's end when the segment stops a little before the end.
  const half = Math.max(0, length / 2 - radius / 2);
  const reach = Math.hypot(radius, length / 2 - half);
  const at = (x: number, y: number, z: number): Vec3 => [
    frame[0]! * x + frame[1]! * y + frame[2]! * z + frame[3]!,
    frame[4]! * x + frame[5]! * y + frame[6]! * z + frame[7]!,
    frame[8]! * x + frame[9]! * y + frame[10]! * z + frame[11]!,
  ];
  const capsules: Capsule[] = [];
  for (let i = 0; i < na; i++) {
    for (let j = 0; j < nb; j++) {
      const [x, y] = [(i + 0.5) * da - a / 2, (j + 0.5) * db - b / 2];
      capsules.push({ from: at(x, y, -half), to: at(x, y, half), radius: reach });
    }
  }
  return capsules;
}
