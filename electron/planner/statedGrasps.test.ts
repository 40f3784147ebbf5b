import { describe, expect, it } from 'vitest';
import type { Box } from '../../shared/contract/proposal';
import type { Stated } from '../../shared/contract/stated';
import { boxIou } from '../../shared/geometry/boxIou';
import { rotate } from '../../shared/geometry/pose';
import { fr3 } from '../../shared/robot/fr3';
import { createRandom } from '../../shared/scene/random';
import { groundStated, modelSigma } from './perception/groundStated';
import { PlanningError } from './planningError';
import { statedGrasps } from './statedGrasps';
import { ball, camera, can, cube, tightBox } from './testing/scenes';

const random = createRandom(11);
const normal = (sigma: number) =>
  sigma * Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

/** A box as the bundled model would give it. */
function modelBox({ xMin, yMin, xMax, yMax }: Box): Box {
  const high = camera.width / camera.height;
  const [x, y] = [normal(modelSigma.middle), high * normal(modelSigma.middle)];
  const [w, h] = [normal(modelSigma.side) / 2, (high * normal(modelSigma.side)) / 2];
  return { xMin: xMin + x - w, xMax: xMax + x + w, yMin: yMin + y - h, yMax: yMax + y + h };
}

describe('grasps by a box and stated sizes', () => {
  it('hold what is there with boxes as bad as the bundled model gives them, or are refused', () => {
    const told = { accepted: 0, struck: 0, missed: 0, iou: 0, off: [] as number[] };
    const bySize = new Map<number, [number, number]>();
    const times = 1500;
    for (let k = 0; k < times; k++) {
      const [x, y] = [random.uniform(0.35, 0.6), random.uniform(-0.2, 0.2)];
      const size = random.uniform(0.02, 0.06);
      const yaw = random.uniform(0, Math.PI / 2);
      const kind = k % 3;
      const body =
        kind === 0 ? cube(x, y, size, yaw) : kind === 1 ? can(x, y, size, 1.2 * size) : ball(x, y, size);
      const height = kind === 1 ? 1.2 * size : size;
      const width = kind === 0 ? size * Math.SQRT2 : size;
      const stated: Stated = {
        surface: 0,
        height: Math.max(0.01, height + normal(0.0015)),
        width: width + normal(0.001),
        target: 0,
      };
      const exact = tightBox(body);
      const box = modelBox(exact);
      told.iou += boxIou(box, exact) / times;
      const cell = bySize.get(Math.floor(width * 100)) ?? [0, 0];
      bySize.set(Math.floor(width * 100), cell);
      cell[1]++;
      try {
        const { object, covariance } = groundStated(camera, box, stated);
        const [grasp] = statedGrasps(object, covariance, fr3.gripper, 0);
        told.accepted++;
        cell[0]++;
        const closing = rotate(grasp!.pose.orientation, [0, 1, 0]);
        const [dx, dy] = [x - grasp!.pose.position[0], y - grasp!.pose.position[1]];
        const across = Math.abs(dx * closing[0] + dy * closing[1]);
        const beside = Math.abs(-dx * closing[1] + dy * closing[0]);
        told.off.push(Math.hypot(dx, dy));
        if (across + width / 2 > grasp!.openWidth / 2) told.struck++;
        if (beside > size / 2 + 0.011) told.missed++;
      } catch (error) {
        if (!(error instanceof PlanningError)) throw error;
      }
    }
    told.off.sort((a, b) => a - b);
    const share = (q: number) => `${(told.off[Math.floor(q * told.off.length)]! * 1000).toFixed(1)} mm`;
    console.info(
      `without depth: box IoU ${told.iou.toFixed(2)}, ${told.accepted} of ${times} accepted, off by ${share(0.5)} (p50), ` +
        `${share(0.95)} (p95); a finger would strike ${told.struck}, miss ${told.missed}`,
    );
    const accepted = [...bySize].sort((a, b) => a[0] - b[0]).map(([cm, [a, n]]) => `${cm} cm ${a}/${n}`);
    console.info(`accepted by width: ${accepted.join(', ')}`);
    // Those that fit are taken, those that no hand with such boxes can hold are not.
    const rate = (cm: number) => bySize.get(cm)![0] / bySize.get(cm)![1];
    expect(rate(3)).toBeGreaterThan(0.85);
    expect(rate(6)).toBe(0);
    expect(told.iou).toBeLessThan(0.75);
    expect(told.struck / told.accepted).toBeLessThan(0.02);
    expect(told.missed / told.accepted).toBeLessThan(0.02);
  });
});
