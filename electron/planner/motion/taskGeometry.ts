import type { Phase } from '../../../shared/contract/plan';
import { mm } from '../../../shared/geometry/millimetres';
import type { Quat, Vec3 } from '../../../shared/geometry/pose';
import { findIk } from '../../../shared/motion/findIk';
import type { Kinematics } from '../../../shared/motion/kinematics';
import { tipPose } from '../../../shared/motion/kinematics';
import type { MotionLimits } from '../../../shared/motion/limits';
import { densify, roundedPath } from '../../../shared/motion/tipPath';
import type { RankedGrasp } from '../graspQuality';
import { type GroundedPath, type Repair, transportHeight } from '../perception/groundWaypoints';
import { nextSteps, PlanningError, point } from '../planningError';
import { jointMove, type Postures, tipMove } from './postures';

/** m: the hand stops this far above the grasp, opened, before it goes straight down. */
const preGraspHeight = 0.1;
/** m: corners of the transport path are rounded over about this length. */
const cornerWindow = 0.1;
/** m: below this the tip first goes straight up before the arm swings; and how high it goes. */
const lowTip = 0.15;
const clearTip = 0.3;
/** m: how high above its surface an object is let go: in deep containers, in flat ones, on the table. */
const releaseGap = { deep: 0.02, flat: 0.006, table: 0.004, unseen: 0.01 };
/** m: a container deeper than this is deep. */
const deepContainer = 0.025;

/** One phase's way of the arm. */
export interface Move {
  readonly phase: Phase;
  readonly postures: Postures;
}

/** A grasp carried through: all moves of the arm in order, each beginning where the last ended. */
export interface TaskGeometry {
  readonly grasp: RankedGrasp;
  readonly moves: readonly Move[];
  /** Way of the tip, one a waypoint. */
  readonly waypoints: readonly Vec3[];
  /** Waypoints that are not where the model had them. */
  readonly repairs: readonly Repair[];
}

/** The arm, and the limits that motions are planned within. */
export interface Arm {
  readonly kinematics: Kinematics;
  readonly limits: MotionLimits;
}

/** Straight up from where the hand is low; undefined where it is high enough already. */
export function raise(arm: Arm, from: readonly number[]): Postures | undefined {
  const { position, orientation } = tipPose(arm.kinematics, from);
  if (position[2] >= lowTip) return undefined;
  const way = densify([position, [position[0], position[1], clearTip]]);
  return tipMove(arm.kinematics, arm.limits, from, way, orientation, 'raise the hand straight up');
}

/**
 * All ways of the arm for one grasp. `high` comes to the pre-grasp from straight above and leaves the
 * place so, instead of swinging: longer, but over what stands around. `raised` (m) carries the object higher by that
 * much. A waypoint on the way that the arm does not reach is drawn in towards it. Throws PlanningError where the arm
 * cannot.
 */
export function taskGeometry(
  arm: Arm,
  start: readonly number[],
  grasp: RankedGrasp,
  path: GroundedPath,
  high: boolean,
  higher: number,
): TaskGeometry {
  const { kinematics, limits } = arm;
  const [gx, gy, gz] = grasp.pose.position;
  const { orientation } = grasp.pose;
  const moves: Move[] = [];
  const along = (phase: Phase, way: readonly Vec3[], what: string) =>
    moves.push({ phase, postures: tipMove(kinematics, limits, now(), way, orientation, what) });
  const now = () => moves.at(-1)!.postures.at(-1)!;

  const raised = raise(arm, start);
  if (raised) moves.push({ phase: 'approach', postures: raised });
  const from = raised?.at(-1) ?? start;
  const preGrasp: Vec3 = [gx, gy, gz + preGraspHeight];
  const ready = findIk(kinematics, limits, { position: preGrasp, orientation }, from);
  if (!ready.solved) {
    throw new PlanningError(
      'kinematics',
      `The arm does not reach ${point(preGrasp)}, above the object, with the hand turned by ${Math.round((grasp.yaw * 180) / Math.PI)} degrees (it misses by ${mm(ready.positionError)}).`,
      nextSteps.moveObject,
    );
  }
  if (high) {
    const up = densify([preGrasp, [gx, gy, Math.max(path.base + clearTip + 0.05, gz + preGraspHeight)]]);
    const rising = tipMove(
      kinematics,
      limits,
      ready.positions,
      up,
      orientation,
      'come from above the object',
    );
    moves.push({ phase: 'approach', postures: jointMove(from, rising.at(-1)!) });
    moves.push({ phase: 'approach', postures: [...rising].reverse() });
  } else {
    moves.push({ phase: 'approach', postures: jointMove(from, ready.positions) });
  }
  along('descend', densify([preGrasp, grasp.pose.position]), 'go straight down to the object');
  const top: Vec3 = [gx, gy, Math.max(path.base + transportHeight, gz + 0.05) + higher];
  along('lift', densify([grasp.pose.position, top]), 'lift the object straight up');
  if (!path.place) return { grasp, moves, waypoints: path.waypoints, repairs: path.repairs };

  const [px, py] = path.place.point;
  const over: Vec3 = [px, py, top[2]];
  const way = carriedWay(arm, now(), path, orientation, top[2]);
  const corners = [top, ...way.waypoints, over];
  along('transport', roundedPath(corners, cornerWindow), 'carry the object along the waypoints');
  const placeTip: Vec3 = [px, py, gz - path.base + path.place.point[2] + gapOf(path)];
  along('lower', densify([over, placeTip]), 'lower the object straight down');
  along('retreat', densify([placeTip, over]), 'rise straight up from the placed object');
  if (high)
    along(
      'retreat',
      densify([over, [px, py, Math.max(path.base + clearTip, over[2])]]),
      'rise above what stands around',
    );
  moves.push({ phase: 'home', postures: jointMove(now(), kinematics.robot.home) });
  return {
    grasp,
    moves,
    waypoints: [path.waypoints[0]!, ...way.waypoints, placeTip],
    repairs: way.repairs,
  };
}

/** m: a waypoint that is out of reach is drawn in by this much at a time, and at most. */
const drawIn = { step: 0.01, most: 0.08 };

/** The waypoints between object and place at the height at which it is carried, and what was changed about them. */
function carriedWay(
  { kinematics, limits }: Arm,
  from: readonly number[],
  path: GroundedPath,
  orientation: Quat,
  height: number,
): { readonly waypoints: readonly Vec3[]; readonly repairs: readonly Repair[] } {
  const repairs = [...path.repairs];
  const waypoints = path.waypoints.slice(1, -1).map(([x, y, z], i): Vec3 => {
    const far = Math.hypot(x, y);
    for (let by = 0; by <= drawIn.most; by += drawIn.step) {
      const share = (far - by) / far;
      const position: Vec3 = [x * share, y * share, height];
      if (!findIk(kinematics, limits, { position, orientation }, from).solved) continue;
      const lifted = height - z > 0.001;
      if (by > 0 || lifted) {
        const why = [
          ...(by > 0 ? [`out of the arm's reach: drawn in by ${mm(by)}`] : []),
          ...(lifted ? [`lifted by ${mm(height - z)}, over what stands, or may stand, in the way`] : []),
        ];
        const before = repairs.findIndex(({ waypoint }) => waypoint === i + 2);
        const known = before < 0 ? undefined : repairs.splice(before, 1)[0];
        repairs.push({
          waypoint: i + 2,
          from: known?.from ?? [x, y, z],
          to: position,
          reason: [known?.reason, `${why.join(', ')}.`].filter(Boolean).join(' '),
        });
      }
      return position;
    }
    return [x, y, height];
  });
  return { waypoints, repairs };
}

function gapOf(path: GroundedPath): number {
  if (path.place?.unseen) return releaseGap.unseen;
  const container = path.place?.container;
  if (!container) return releaseGap.table;
  return container.rim - container.surface > deepContainer ? releaseGap.deep : releaseGap.flat;
}
