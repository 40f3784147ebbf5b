import { describe, expect, it } from 'vitest';
import type { Box } from '../../shared/contract/proposal';
import { type Body, drawDepth } from './testing/depthPicture';
import { bowl, boxAround, camera, cube } from './testing/scenes';
import { atHome, kinematics, observation } from './testing/situation';
import { verifyPlacement } from './verifyPlacement';

const blueBowl = bowl(0.45, -0.15, 0.15);
const judge = (target: Body, box: Box | null = boxAround(target)) =>
  verifyPlacement(
    { box, expected: [0.45, -0.15, 0.004], radius: 0.07 },
    observation,
    drawDepth(camera, [target, ...blueBowl]),
    { kinematics, state: atHome },
  );
const lying = (x: number, y: number, z: number, yaw: number): Body => ({
  ...cube(x, y, 0.045, yaw),
  center: [x, y, z],
});

describe('verifyPlacement', () => {
  it.each([
    [0, 0, 0.2],
    [0.02, 0.01, 0.7],
    [-0.02, -0.015, 1.2],
  ])('sees a cube that lies in the bowl, off its middle by (%f, %f)', (dx, dy, yaw) => {
    const verdict = judge(lying(0.45 + dx, -0.15 + dy, 0.0265, yaw));
    expect(verdict.outcome).toBe('there');
    const { measured } = verdict;
    expect(Math.hypot(measured![0] - 0.45 - dx, measured![1] + 0.15 - dy)).toBeLessThan(0.025);
    expect(verdict.text).toContain('counts as placed');
  });

  it('sees a cube that lies beside the bowl', () => {
    const verdict = judge(cube(0.45, -0.03, 0.045, 0.3));
    expect(verdict.outcome).toBe('notThere');
    expect(verdict.distance).toBeCloseTo(0.12, 2);
    expect(verdict.text).toContain('120 mm from where it should be');
  });

  it('says what it cannot tell', () => {
    expect(judge(cube(0.45, 0.2, 0.045, 0), null)).toMatchObject({ outcome: 'cannotTell', measured: null });
    const nothing = judge(cube(0.45, 0.2, 0.045, 0), { xMin: 0.05, yMin: 0.85, xMax: 0.12, yMax: 0.95 });
    expect(nothing.outcome).toBe('cannotTell');
    expect(nothing.text).toContain('only table');
    const blind = verifyPlacement(
      { box: { xMin: 0.4, yMin: 0.4, xMax: 0.5, yMax: 0.5 }, expected: [0.45, -0.15, 0], radius: 0.07 },
      observation,
      null,
      null,
    );
    expect(blind.text).toContain('no depth');
  });
});
