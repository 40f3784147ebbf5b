import { expect, it } from 'vitest';
import { planSchema } from '../../shared/contract/plan';
import { planTask } from './planTask';
import { drawDepth } from './testing/depthPicture';
import { sampledScene } from './testing/sampledScene';
import { camera } from './testing/scenes';
import { atHome, checker, kinematics, observation, proposalOf } from './testing/situation';

it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('plans the main task on the scene of seed %i', (seed) => {
  const { bodies, box, waypoints, from, bowlAt } = sampledScene(seed);
  const result = planTask({
    kinematics,
    checker,
    proposal: proposalOf(box, waypoints),
    observation,
    depth: drawDepth(camera, bodies),
    state: atHome,
    speedScale: 0.5,
    nowMs: () => performance.now(),
  });
  if (!result.ok) throw new Error(JSON.stringify(result.failures));
  const { grounding } = planSchema.parse(JSON.parse(result.document.planText));
  const { objectCenter, placePoint } = grounding!;
  expect(Math.hypot(...from.map((v, k) => v - objectCenter[k]!))).toBeLessThan(0.003);
  expect(Math.hypot(placePoint![0] - bowlAt[0], placePoint![1] - bowlAt[1])).toBeLessThan(0.005);
});
