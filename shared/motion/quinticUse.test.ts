import { expect, it } from 'vitest';
import type { TrajectoryPoint } from '../contract/plan';
import { fr3 } from '../robot/fr3';
import { createRandom } from '../scene/random';
import { motionLimits } from './limits';
import { quinticUse } from './quinticUse';
import { sampleTrajectory } from './sampleTrajectory';

it('finds what dense sampling finds, and never less', () => {
  const random = createRandom(11);
  const limits = motionLimits(fr3);
  for (let n = 0; n < 300; n++) {
    const vector = (most: number) => fr3.home.map(() => random.uniform(-most, most));
    const T = random.uniform(0.005, 0.5);
    const points = [0, T].map(
      (timeFromStart): TrajectoryPoint => ({
        timeFromStart,
        positions: vector(0.3),
        velocities: vector(1),
        accelerations: vector(5),
      }),
    );
    const exact = quinticUse(points[0]!, points[1]!, limits);
    const sampled = { velocity: 0, acceleration: 0, jerk: 0 };
    for (let k = 0; k <= 2000; k++) {
      const s = sampleTrajectory(points, Math.min(T, (T * k) / 2000));
      for (let j = 0; j < 7; j++) {
        sampled.velocity = Math.max(sampled.velocity, Math.abs(s.velocities[j]!) / limits.velocity[j]!);
        sampled.acceleration = Math.max(
          sampled.acceleration,
          Math.abs(s.accelerations[j]!) / limits.acceleration[j]!,
        );
        sampled.jerk = Math.max(sampled.jerk, Math.abs(s.jerks[j]!) / limits.jerk[j]!);
      }
    }
    for (const key of ['velocity', 'acceleration', 'jerk'] as const) {
      expect(exact[key]).toBeGreaterThanOrEqual(sampled[key] * (1 - 1e-9));
      expect(exact[key]).toBeLessThan(sampled[key] * 1.0001);
    }
  }
});
