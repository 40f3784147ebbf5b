import { describe, expect, it } from 'vitest';
import { createMotionChecker } from '../../shared/collision/checkMotion';
import { defaultFences } from '../../shared/contract/fences';
import { planSchema } from '../../shared/contract/plan';
import type { Vec3 } from '../../shared/geometry/pose';
import { createKinematics } from '../../shared/motion/kinematics';
import { limitsHash, motionLimits } from '../../shared/motion/limits';
import { runToEnd, validateTrajectory } from '../../shared/motion/validateTrajectory';
import { piper } from '../../shared/robot/piper';
import { planTask } from './planTask';
import { drawDepth } from './testing/depthPicture';
import { bowl, boxAround, camera, cube, pixelShare } from './testing/scenes';
import { atHome, checker, kinematics, observation, proposalOf } from './testing/situation';

describe('other grasps', () => {
  it('makes another plan with another grasp for each number, and says which one it is', () => {
    const redCube = cube(0.5, 0.15, 0.045, 0.3);
    const way: Vec3[] = [
      [0.5, 0.15, 0.02],
      [0.5, 0, 0.2],
      [0.5, -0.15, 0],
    ];
    const seen = new Map<number, { hash: string; pose: string }>();
    let grasp = 1;
    for (let n = 0; n < 4; n++) {
      const result = planTask({
        kinematics,
        checker,
        proposal: proposalOf(boxAround(redCube), way.map(pixelShare)),
        observation,
        depth: drawDepth(camera, [redCube, ...bowl(0.5, -0.15, 0.15)]),
        state: atHome,
        speedScale: 0.5,
        grasp,
        nowMs: () => performance.now(),
      });
      if (!result.ok) throw new Error(JSON.stringify(result.failures));
      const plan = planSchema.parse(JSON.parse(result.document.planText));
      const { number, count } = plan.grounding!.graspChoice!;
      expect(count).toBe(12);
      expect(number).toBeGreaterThanOrEqual(grasp);
      const words = plan.checks.find(({ name }) => name === 'grasp width')!.text;
      expect(words).toContain(`Grasp ${number} of 12`);
      seen.set(number, {
        hash: result.document.planHash,
        pose: JSON.stringify(plan.grounding!.graspPose.orientation),
      });
      grasp = (number % count) + 1;
      if (number === count) break;
    }
    expect(seen.size).toBeGreaterThanOrEqual(2);
    expect(new Set([...seen.values()].map(({ hash }) => hash)).size).toBe(seen.size);
    expect(new Set([...seen.values()].map(({ pose }) => pose)).size).toBe(seen.size);
  }, 60_000);
});

/** Cubes that the Piper cannot take pointing straight down, and one that is out of its reach however it leans. */
describe('leaning grasps of the Piper', () => {
  const piperKinematics = createKinematics(piper);
  const plan = (x: number) => {
    const redCube = cube(x, 0.05, 0.045, 0.3);
    const way: Vec3[] = [
      [x, 0.05, 0.0225],
      [x, 0, 0.2],
      [x, -0.1, 0.0225],
    ];
    return planTask({
      kinematics: piperKinematics,
      checker: createMotionChecker(piperKinematics, defaultFences),
      proposal: proposalOf(boxAround(redCube), way.map(pixelShare)),
      observation,
      depth: drawDepth(camera, [redCube]),
      state: {
        ...atHome,
        robot: piper.name,
        limitsHash: limitsHash(motionLimits(piper)),
        positions: [...piper.home],
        velocities: piper.home.map(() => 0),
      },
      speedScale: 0.5,
      nowMs: () => performance.now(),
    });
  };

  it.each([0.3, 0.35])(
    'take what stands %f m before it',
    (x) => {
      const result = plan(x);
      if (!result.ok) throw new Error(JSON.stringify(result.failures));
      const { checks, segments } = planSchema.parse(JSON.parse(result.document.planText));
      expect(checks.find(({ name }) => name === 'grasp width')?.text).toContain('leaning by 25 degrees');
      for (const segment of segments) {
        if (segment.type !== 'trajectory') continue;
        expect(runToEnd(validateTrajectory(segment, motionLimits(piper))).problems).toEqual([]);
      }
    },
    30_000,
  );

  it('say in words what is out of reach', () => {
    const result = plan(0.45);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.failures[0]!.text).toContain('does not reach');
  });
});
