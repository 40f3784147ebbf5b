import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { motionLimits } from '../../shared/motion/limits';
import { fr3 } from '../../shared/robot/fr3';
import { brakeStep } from './brake';
import type { JointReference } from './jointReference';

const limits = motionLimits(fr3);
const stepSec = 0.002;

describe('brakeStep', () => {
  it('brings any motion within the limits to rest in the shortest time, within acceleration and jerk', () => {
    const joint = fc.integer({ min: 0, max: 6 });
    const share = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(joint, share, share, (i, speedShare, accelerationShare) => {
        const at = (values: readonly number[], value: number) => values.map((_, k) => (k === i ? value : 0));
        const speed = speedShare * limits.velocity[i]!;
        const most = limits.acceleration[i]!;
        let now: JointReference = {
          positions: fr3.home,
          velocities: at(fr3.home, speed),
          accelerations: at(fr3.home, accelerationShare * most),
        };
        // Turning the acceleration round takes a few steps of the jerk limit, the rest is at full braking.
        const allowedSteps = Math.ceil(Math.abs(speed) / most / stepSec) + 10;
        let steps = 0;
        while (now.velocities[i] !== 0 || now.accelerations[i] !== 0) {
          const next = brakeStep(now, limits, stepSec);
          expect(Math.abs(next.accelerations[i]!)).toBeLessThanOrEqual(most + 1e-9);
          const jerk = Math.abs(next.accelerations[i]! - now.accelerations[i]!) / stepSec;
          expect(jerk).toBeLessThanOrEqual(limits.jerk[i]! + 1e-6);
          now = next;
          steps++;
          expect(steps).toBeLessThanOrEqual(allowedSteps);
        }
        const distance = Math.abs(now.positions[i]! - fr3.home[i]!);
        expect(distance).toBeLessThanOrEqual(speed ** 2 / (2 * most) + 0.01 * Math.abs(speed) + 1e-3);
        expect(brakeStep(now, limits, stepSec)).toEqual(now);
      }),
    );
  });
});
