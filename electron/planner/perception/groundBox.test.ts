import { describe, expect, it } from 'vitest';
import type { Box } from '../../../shared/contract/proposal';
import { PlanningError } from '../planningError';
import { type Body, drawDepth } from '../testing/depthPicture';
import { ball, bowl, boxAround, camera, can, cube, shifted } from '../testing/scenes';
import { groundBox } from './groundBox';
import { createPointCloud } from './pointCloud';
import { createSceneMap } from './sceneMap';

const noRobot = () => false;
function see(bodies: readonly Body[], change: (depth: Float32Array) => void = () => {}) {
  const depth = drawDepth(camera, bodies);
  change(depth);
  const cloud = createPointCloud(camera, depth);
  return { cloud, map: createSceneMap(cloud, noRobot) };
}
function ground(bodies: readonly Body[], box: Box, change?: (depth: Float32Array) => void) {
  const { cloud, map } = see(bodies, change);
  return groundBox(cloud, map, box);
}
const errorOf = (work: () => unknown): PlanningError => {
  try {
    work();
  } catch (error) {
    if (error instanceof PlanningError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
};
const places = [
  [0.35, -0.2],
  [0.5, 0],
  [0.6, 0.25],
] as const;

describe('groundBox', () => {
  it.each(places)('places a cube at (%f, %f) within 3 mm at any yaw', (x, y) => {
    for (const yaw of [0, 0.3, 0.785, 1.2]) {
      const body = cube(x, y, 0.045, yaw);
      const found = ground([body], boxAround(body));
      expect(Math.hypot(found.center[0] - x, found.center[1] - y)).toBeLessThan(0.003);
      expect(Math.abs(found.center[2] - 0.0225)).toBeLessThan(0.003);
      expect(Math.abs(found.top - 0.045)).toBeLessThan(0.002);
      expect(found.form).toBe('angular');
      expect(Math.abs(found.footprint.length - 0.045)).toBeLessThan(0.004);
      expect(Math.abs(found.footprint.width - 0.045)).toBeLessThan(0.004);
      // A cube looks the same every quarter turn.
      expect(Math.abs(Math.sin(2 * (found.footprint.angle - yaw)))).toBeLessThan(0.1);
    }
  });

  it.each(places)('places a can at (%f, %f) within 3 mm', (x, y) => {
    const body = can(x, y, 0.055, 0.09);
    const found = ground([body], boxAround(body));
    expect(found.form).toBe('round');
    expect(Math.hypot(found.center[0] - x, found.center[1] - y)).toBeLessThan(0.003);
    expect(Math.abs(found.center[2] - 0.045)).toBeLessThan(0.003);
    expect(Math.abs(found.footprint.width - 0.055)).toBeLessThan(0.004);
  });

  it.each(places)('places a ball at (%f, %f) within 3 mm, its hidden side completed', (x, y) => {
    const body = ball(x, y, 0.05);
    const found = ground([body], boxAround(body));
    expect(found.form).toBe('ball');
    expect(Math.hypot(found.center[0] - x, found.center[1] - y)).toBeLessThan(0.003);
    expect(Math.abs(found.center[2] - 0.025)).toBeLessThan(0.003);
    expect(Math.abs(found.footprint.width - 0.05)).toBeLessThan(0.003);
  });

  it('is the same for a box that is somewhat off', () => {
    const body = cube(0.5, 0.1, 0.045, 0.4);
    for (const [right, down] of [
      [0.3, 0],
      [-0.3, 0.2],
      [0, -0.35],
      [0.25, 0.25],
    ] as const) {
      const found = ground([body, ...bowl(0.5, -0.15, 0.15)], shifted(boxAround(body), right, down));
      expect(Math.hypot(found.center[0] - 0.5, found.center[1] - 0.1)).toBeLessThan(0.003);
    }
  });

  it('takes the thing in the middle of the box when there are two', () => {
    const [left, right] = [cube(0.5, 0.06, 0.045, 0), cube(0.5, -0.06, 0.045, 0)];
    const [a, b] = [boxAround(left), boxAround(right)];
    const wide = { ...a, xMin: Math.min(a.xMin, b.xMin + 0.05), xMax: Math.max(a.xMax, b.xMax - 0.05) };
    const nearer = Math.abs((wide.xMin + wide.xMax) / 2 - (a.xMin + a.xMax) / 2);
    const other = Math.abs((wide.xMin + wide.xMax) / 2 - (b.xMin + b.xMax) / 2);
    const found = ground([left, right], wide);
    expect(Math.sign(found.center[1])).toBe(nearer < other ? 1 : -1);
  });

  it('bears noise of a millimetre, holes and stray depths', () => {
    let seed = 1;
    const noise = () => {
      seed = (seed * 16807) % 2147483647;
      return seed / 2147483647 - 0.5;
    };
    const body = cube(0.5, 0.1, 0.045, 0.2);
    const found = ground([body], boxAround(body), (depth) => {
      for (let i = 0; i < depth.length; i++) {
        const draw = noise() + 0.5;
        if (draw < 0.05) depth[i] = 0;
        else if (draw < 0.06) depth[i] = Number.NaN;
        else if (draw < 0.062) depth[i]! -= 0.1;
        else depth[i]! += noise() * 0.002;
      }
    });
    expect(Math.hypot(found.center[0] - 0.5, found.center[1] - 0.1)).toBeLessThan(0.005);
    expect(Math.abs(found.top - 0.045)).toBeLessThan(0.004);
  });

  it.each([
    ['outside the picture', { xMin: 1.2, yMin: 0.2, xMax: 1.4, yMax: 0.4 }],
    ['of no size', { xMin: 0.5, yMin: 0.5, xMax: 0.5, yMax: 0.5 }],
    ['turned inside out', { xMin: 0.6, yMin: 0.6, xMax: 0.4, yMax: 0.4 }],
    ['with no numbers in it', { xMin: Number.NaN, yMin: 0, xMax: 1, yMax: 1 }],
  ])('says in words that a box is %s', (_, box) => {
    const error = errorOf(() => ground([cube(0.5, 0, 0.045, 0)], box));
    expect(error.stage).toBe('grounding');
    expect(error.message).toContain('box is empty or lies outside');
  });

  it('says that there is only table, or no depth, in the box', () => {
    const empty = { xMin: 0.1, yMin: 0.8, xMax: 0.2, yMax: 0.9 };
    expect(errorOf(() => ground([], empty)).message).toContain('only table inside the box');
    const blind = errorOf(() =>
      ground([cube(0.5, 0, 0.045, 0)], boxAround(cube(0.5, 0, 0.045, 0)), (d) => d.fill(Number.NaN)),
    );
    expect(blind.message).toContain('no depth inside the box');
    expect(blind.next).toContain('camera');
  });

  it('refuses a depth picture of the wrong size', () => {
    expect(errorOf(() => createPointCloud(camera, new Float32Array(10))).message).toContain('10 values');
  });
});
