import {
  type Body,
  createBody,
  distanceFromPoint,
  length3,
  placeBody,
} from '../../../shared/collision/bodies';
import { project } from '../../../shared/geometry/cameraModel';
import type { Vec3 } from '../../../shared/geometry/pose';
import { solveSymmetric } from '../../../shared/geometry/solveSymmetric';
import type { Kinematics } from '../../../shared/motion/kinematics';
import { tipPose } from '../../../shared/motion/kinematics';
import { percentile } from './measureShape';
import type { PointCloud } from './pointCloud';

/** Whether the camera sees the arm where its joints say that it is, and the table level at height 0. */
export type Calibration =
  | {
      /** fits: all of it; partly: what can be seen fits, but the camera could be off in a way that does not show. */
      readonly outcome: 'fits' | 'partly' | 'off';
      /** How far things at the fingertips or on the table are seen from where they are (m, pixels), at least. */
      readonly distance: number;
      readonly pixels: number;
      readonly text: string;
    }
  | { readonly outcome: 'cannotTell'; readonly text: string };

/** m: farther off than this at the fingertips, or at the middle of the table, nothing is planned. */
export const mostOff = 0.012;
/** m: points this near to the arm's surface are the arm's, or stray ones that then do not fit. */
const gate = 0.05;
/** m: the arm is looked for above this; points as near to 0 as that, or nearer, may be the table's. */
const lowest = 0.05;
const tableGate = 0.03;
/** m: points that are off by more than this from the best fit weigh less and less. */
const robust = 0.004;
/** Points used at most, and needed at least. */
const points = { most: 800, least: 200 };
const rounds = 7;
/** m: a fit that is less certain than this leaves something open. */
const leastCertain = 0.006;
/** m: what one point may be off by, its neighbours with it; rad and m: what a camera may be off by at all. */
const pointSigma = 0.007;
const before = { turn: 0.05, shift: 0.05 };
/** m: where on the table the camera's error is told, besides the fingertips. */
const onTable: Vec3 = [0.5, 0, 0.02];

/** What is known when points are compared with a body that they should lie on. */
interface Fit {
  /** Small motion of all points that takes them to the arm: turn (rad) about `about`, then shift (m). */
  readonly motion: Float64Array;
  readonly about: Vec3;
  /** One standard deviation at a place (m). */
  sigmaAt(place: Vec3): number;
  /** m: how far points lie from the arm after the fit, the median. */
  readonly left: number;
}

/**
 * Checks the camera's pose by what is known without it: the arm, by its joints, and the table. The depth points near
 * them are moved (a small turn and shift, by least squares, strays weighing little) until they lie on their surfaces;
 * how far that moves the fingertips and the middle of the table is how far the camera is off. What no point tells of
 * (the turn about an upright arm) counts as no error, and is said. Needs a robot that stands still.
 */
export function checkCalibration(
  cloud: PointCloud,
  kinematics: Kinematics,
  positions: readonly number[],
  gripperWidth: number,
): Calibration {
  const arm = createArmSurface(kinematics, positions, gripperWidth);
  const onArm = pointsWhere(cloud, (x, y, z) => z > lowest && Math.abs(arm(x, y, z)) < gate);
  if (onArm.length < points.least) {
    return cannotTell(`too little of the arm is in view (${onArm.length} points of depth)`);
  }
  const table = pointsWhere(cloud, (_x, _y, z) => Math.abs(z) < tableGate);
  const fit = fitMotion([
    { seen: onArm, surface: arm },
    { seen: table, surface: (_x, _y, z) => z },
  ]);
  const tip = tipPose(kinematics, positions).position;
  const places = [tip, onTable];
  if (!fit) return cannotTell('the points of the arm do not lie on any arm');
  const certain = places.every((place) => fit.sigmaAt(place) < leastCertain);
  const offs = places.map((place) => {
    const by = moved(fit, place);
    const [u, v] = project(cloud.camera, place);
    const seenAt: Vec3 = [place[0] - by[0], place[1] - by[1], place[2] - by[2]];
    const [su, sv] = project(cloud.camera, seenAt);
    return { distance: Math.hypot(...by), pixels: Math.hypot(su - u, sv - v) };
  });
  const { distance, pixels } = offs.reduce((a, b) => (b.distance > a.distance ? b : a));
  const off = distance > mostOff;
  const degrees = (length3(fit.motion[0]!, fit.motion[1]!, fit.motion[2]!) * 180) / Math.PI;
  const told = `${(distance * 1000).toFixed(0)} mm (${pixels.toFixed(0)} pixels)`;
  const text = off
    ? `The camera is not where it is said to be: it sees the arm and the table up to ${told} from where they are ` +
      `(${mostOff * 1000} mm is the most), turned by ${degrees.toFixed(1)} degrees.`
    : `The camera sees arm and table where they are, to ${told} at the fingertips and on the table: ` +
      `${onArm.length} points on the arm and ${table.length} on the table, ${(fit.left * 1000).toFixed(1)} mm from their surfaces.` +
      `${certain ? '' : ' Too little of the arm is in view to tell a turn about it.'}`;
  return { outcome: off ? 'off' : certain ? 'fits' : 'partly', distance, pixels, text };
}

const cannotTell = (why: string): Calibration => ({
  outcome: 'cannotTell',
  text: `The camera's pose could not be checked: ${why}. Look whether the drawn arm covers the arm on the picture.`,
});

/** The arm's visible surface: distance (m) of a point to the nearest of its bodies, negative inside. */
type Surface = (x: number, y: number, z: number) => number;

function createArmSurface(
  kinematics: Kinematics,
  positions: readonly number[],
  gripperWidth: number,
): Surface {
  const frames = kinematics.createFrames();
  kinematics.linkFrames(positions, gripperWidth, frames);
  const placed = kinematics.robot.links.flatMap(({ name, visuals }) =>
    visuals.map((primitive) => {
      const body: Body = createBody(kinematics, name, primitive);
      const frame = new Float64Array(12);
      placeBody(body, frames, frame);
      return { shape: body.shape, frame, radius: body.boundingRadius };
    }),
  );
  return (x, y, z) => {
    let nearest = Number.POSITIVE_INFINITY;
    for (const { shape, frame, radius } of placed) {
      const apart = length3(x - frame[3]!, y - frame[7]!, z - frame[11]!) - radius;
      if (apart < nearest) nearest = Math.min(nearest, distanceFromPoint(shape, frame, x, y, z));
    }
    return nearest;
  };
}

/** Depth points near the robot for which something holds, evenly thinned. */
function pointsWhere(
  { xyz }: PointCloud,
  holds: (x: number, y: number, z: number) => boolean,
): readonly Vec3[] {
  const found: Vec3[] = [];
  // Every third is enough to choose from.
  for (let i = 0; i < xyz.length; i += 9) {
    const [x, y, z] = [xyz[i]!, xyz[i + 1]!, xyz[i + 2]!];
    // Written so that NaN fails.
    if (x * x + y * y < 1 && holds(x, y, z)) found.push([x, y, z]);
  }
  const every = Math.max(1, found.length / points.most);
  return Array.from({ length: Math.floor(found.length / every) }, (_, k) => found[Math.floor(k * every)]!);
}

/** Gauss-Newton with weights that fall with the residual; undefined where the points leave a motion open. */
function fitMotion(
  targets: readonly { readonly seen: readonly Vec3[]; readonly surface: Surface }[],
): Fit | undefined {
  const all = targets.flatMap(({ seen }) => seen);
  const about = all.reduce<Vec3>(
    (sum, p) => [sum[0] + p[0] / all.length, sum[1] + p[1] / all.length, sum[2] + p[2] / all.length],
    [0, 0, 0],
  );
  const motion = new Float64Array(6);
  const A = new Float64Array(36);
  const b = new Float64Array(6);
  const row = new Float64Array(6);
  const step = 1e-5;
  let residuals: number[] = [];
  function addPoint(p: Vec3, surface: Surface, width: number): void {
    const [x, y, z] = applied(motion, about, p);
    const off = surface(x, y, z);
    residuals.push(Math.abs(off));
    const n: Vec3 = [
      (surface(x + step, y, z) - off) / step,
      (surface(x, y + step, z) - off) / step,
      (surface(x, y, z + step) - off) / step,
    ];
    const [rx, ry, rz] = [x - about[0], y - about[1], z - about[2]];
    row[0] = ry * n[2] - rz * n[1];
    row[1] = rz * n[0] - rx * n[2];
    row[2] = rx * n[1] - ry * n[0];
    row[3] = n[0];
    row[4] = n[1];
    row[5] = n[2];
    const weight = 1 / (1 + (off / width) ** 2) ** 2;
    for (let i = 0; i < 6; i++) {
      for (let j = 0; j < 6; j++) A[i * 6 + j]! += weight * row[i]! * row[j]!;
      b[i]! -= weight * row[i]! * off;
    }
  }
  for (let round = 0; round < rounds; round++) {
    // What is known before: the camera is not far off.
    A.fill(0);
    for (let i = 0; i < 6; i++) {
      const known = (pointSigma / (i < 3 ? before.turn : before.shift)) ** 2;
      A[i * 7] = known;
      b[i] = -known * motion[i]!;
    }
    residuals = [];
    // Wide at first, so that what is far off pulls too.
    const width = Math.max(robust, 0.02 * 0.6 ** round);
    for (const { seen, surface } of targets) {
      for (const p of seen) addPoint(p, surface, width);
    }
    const factor = A.slice();
    const change = b.slice();
    if (!solveSymmetric(factor, change, 6)) return undefined;
    for (let i = 0; i < 6; i++) motion[i]! += change[i]!;
  }
  const normal = A.slice();
  return {
    motion,
    about,
    left: percentile(residuals, 0.5),
    sigmaAt: (place) => certainty(normal, about, place),
  };
}

/** One standard deviation of where a motion takes a place (m): the worst of the three axes. */
function certainty(normal: Float64Array, about: Vec3, place: Vec3): number {
  const [x, y, z] = [place[0] - about[0], place[1] - about[1], place[2] - about[2]];
  const rows = [
    [0, z, -y, 1, 0, 0],
    [-z, 0, x, 0, 1, 0],
    [y, -x, 0, 0, 0, 1],
  ];
  return Math.max(
    ...rows.map((row) => {
      const solved = Float64Array.from(row);
      if (!solveSymmetric(normal.slice(), solved, 6)) return Number.POSITIVE_INFINITY;
      return pointSigma * Math.sqrt(row.reduce((sum, r, i) => sum + r * solved[i]!, 0));
    }),
  );
}

/** A point after a small motion: the turn is exact to its square. */
function applied(motion: Float64Array, about: Vec3, p: Vec3): Vec3 {
  const [x, y, z] = [p[0] - about[0], p[1] - about[1], p[2] - about[2]];
  const [a, b, c] = [motion[0]!, motion[1]!, motion[2]!];
  const angle = length3(a, b, c);
  const s = angle > 1e-9 ? Math.sin(angle) / angle : 1;
  const k = angle > 1e-9 ? (1 - Math.cos(angle)) / (angle * angle) : 0.5;
  const d = a * x + b * y + c * z;
  const cos = Math.cos(angle);
  return [
    about[0] + cos * x + s * (b * z - c * y) + k * d * a + motion[3]!,
    about[1] + cos * y + s * (c * x - a * z) + k * d * b + motion[4]!,
    about[2] + cos * z + s * (a * y - b * x) + k * d * c + motion[5]!,
  ];
}

function moved({ motion, about }: Fit, place: Vec3): Vec3 {
  const [x, y, z] = applied(motion, about, place);
  return [x - place[0], y - place[1], z - place[2]];
}
