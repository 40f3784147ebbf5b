import type { SceneMap } from '../../shared/collision/sceneMap';
import { thingCells } from '../../shared/collision/thingCells';
import { invert, rotate, transformPoint, type Vec3 } from '../../shared/geometry/pose';
import type { ParallelGripper } from '../../shared/robot/robotModel';
import type { Grasp } from './grasp';
import type { GroundedObject } from './perception/groundBox';
import { thingPoints } from './perception/groundBox';
import type { PointCloud } from './perception/pointCloud';

/** What speaks for a grasp. */
export interface GraspQuality {
  /** 0 .. 1: all of the following together. */
  readonly score: number;
  /** m that the gripper could open wider than the object is. */
  readonly widthMargin: number;
  /** rad that the hand leans. */
  readonly tilt: number;
  /** Depth points of the object that lie where the pads will be. */
  readonly contacts: number;
  /** m from the open fingers to the nearest other thing that stands as high; at most `farClear`. */
  readonly clearance: number;
}

export interface RankedGrasp extends Grasp {
  readonly quality: GraspQuality;
}

/** What counts how much, and what is as good as can be. A hand that turns less is a little better. */
const weight = { widthMargin: 0.3, tilt: 0.3, contacts: 0.2, clearance: 0.2, turn: 0.05 };
const plenty = { widthMargin: 0.03, tilt: Math.PI / 4, contacts: 40, clearance: 0.05 };
export const farClear = 0.1;
/** m: half of a pad's breadth, how far it reaches behind and past the tip, and how near to it a point touches. */
const pad = { half: 0.011, behind: 0.03, past: 0.006, near: 0.006 };
/** m: from a pad's face to the middle of its finger, and half of the finger's breadth. */
const finger = { middle: 0.011, half: 0.013 };

/** Grasps, the best first; each with what speaks for it. `presentYaw`: heading (rad) of the hand as it stands. */
export function rankGrasps(
  grasps: readonly Grasp[],
  cloud: PointCloud,
  map: SceneMap,
  object: GroundedObject,
  gripper: ParallelGripper,
  presentYaw: number,
): readonly RankedGrasp[] {
  const points = thingPoints(cloud, map, object.thing);
  return grasps
    .map((grasp) => {
      const measured = {
        widthMargin: gripper.maxWidth - grasp.width,
        tilt: Math.abs(grasp.tilt),
        contacts: contactsOf(grasp, points),
        clearance: clearanceOf(grasp, map, object.thing),
      };
      const share = (value: number, enough: number) => Math.min(1, Math.max(0, value / enough));
      const score =
        weight.widthMargin * share(measured.widthMargin, plenty.widthMargin) +
        weight.tilt * (1 - share(measured.tilt, plenty.tilt)) +
        weight.contacts * share(measured.contacts, plenty.contacts) +
        weight.clearance * share(measured.clearance, plenty.clearance);
      const turn = Math.abs(Math.atan2(Math.sin(grasp.yaw - presentYaw), Math.cos(grasp.yaw - presentYaw)));
      return {
        grasp: { ...grasp, quality: { score, ...measured } },
        rank: score - (weight.turn * turn) / Math.PI,
      };
    })
    .sort((a, b) => b.rank - a.rank)
    .map(({ grasp }) => grasp);
}

function contactsOf(grasp: Grasp, points: readonly Vec3[]): number {
  const toTip = invert(grasp.pose);
  let count = 0;
  for (const point of points) {
    const [x, y, z] = transformPoint(toTip, point);
    const touches = Math.abs(Math.abs(y) - grasp.width / 2) < pad.near;
    if (touches && Math.abs(x) < pad.half && z > -pad.behind && z < pad.past) count++;
  }
  return count;
}

function clearanceOf(grasp: Grasp, map: SceneMap, own: number): number {
  const [gx, gy, gz] = grasp.pose.position;
  const closing = rotate(grasp.pose.orientation, [0, 1, 0]);
  const reach = grasp.openWidth / 2 + finger.middle;
  let nearest = farClear;
  for (const { thing, blocks } of thingCells(map)) {
    if (thing === own) continue;
    for (const { cells } of blocks) {
      for (let k = 0; k < cells.length; k += 3) {
        if (cells[k + 2]! < gz - pad.past) continue;
        for (const side of [-1, 1]) {
          const dx = cells[k]! - gx - side * reach * closing[0];
          const dy = cells[k + 1]! - gy - side * reach * closing[1];
          nearest = Math.min(nearest, Math.sqrt(dx * dx + dy * dy) - finger.half);
        }
      }
    }
  }
  return Math.max(0, nearest);
}
