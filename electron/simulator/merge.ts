import type { TrajectoryPoint } from '../../shared/contract/plan';
import type { MotionLimits } from '../../shared/motion/limits';
import { sampleTrajectory } from '../../shared/motion/sampleTrajectory';
import { atRest, type JointReference } from './jointReference';

/**
 * The way from where the joints are onto a trajectory that starts a little elsewhere: an offset that is
 * added to the trajectory and goes smoothly to zero, itself a trajectory of two points.
 */
export interface Merge {
  readonly points: readonly TrajectoryPoint[];
  readonly durationSec: number;
}

export function mergeOnto(present: JointReference, start: JointReference, limits: MotionLimits): Merge {
  const offset = subtract(present, start);
  // Over a distance d in time T a quintic between rests peaks at 5.8 d / T^2; one that takes away a
  // velocity v peaks at 4 v / T. Half of each acceleration limit is left to the trajectory itself.
  const durationSec = Math.max(
    ...offset.positions.map((distance, i) => {
      const acceleration = limits.acceleration[i]! / 2;
      const speed = Math.abs(offset.velocities[i]!);
      return Math.sqrt((5.8 * Math.abs(distance)) / acceleration) + (4 * speed) / acceleration;
    }),
  );
  return {
    points: [pointAt(0, offset), pointAt(durationSec, atRest(present.positions.map(() => 0)))],
    durationSec,
  };
}

/** `reference` of the trajectory plus what is left of the offset, `time` (s) after the start. */
export function addOffset(reference: JointReference, merge: Merge, time: number): JointReference {
  if (time >= merge.durationSec) return reference;
  const offset = sampleTrajectory(merge.points, time);
  const sum = (a: readonly number[], b: readonly number[]) => a.map((v, i) => v + b[i]!);
  return {
    positions: sum(reference.positions, offset.positions),
    velocities: sum(reference.velocities, offset.velocities),
    accelerations: sum(reference.accelerations, offset.accelerations),
  };
}

/** The largest distance of each joint (rad) that the merge leads away from the trajectory. */
export function mergeExcursions(merge: Merge): readonly number[] {
  const samples = 40;
  const excursions = merge.points[0]!.positions.map(() => 0);
  if (merge.durationSec === 0) return excursions;
  for (let k = 0; k < samples; k++) {
    sampleTrajectory(merge.points, (k / samples) * merge.durationSec).positions.forEach((offset, i) => {
      excursions[i] = Math.max(excursions[i]!, Math.abs(offset));
    });
  }
  return excursions;
}

function subtract(a: JointReference, b: JointReference): JointReference {
  const difference = (x: readonly number[], y: readonly number[]) => x.map((v, i) => v - y[i]!);
  return {
    positions: difference(a.positions, b.positions),
    velocities: difference(a.velocities, b.velocities),
    accelerations: difference(a.accelerations, b.accelerations),
  };
}

function pointAt(timeFromStart: number, state: JointReference): TrajectoryPoint {
  return {
    timeFromStart,
    positions: [...state.positions],
    velocities: [...state.velocities],
    accelerations: [...state.accelerations],
  };
}
