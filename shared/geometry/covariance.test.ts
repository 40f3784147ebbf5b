import { describe, expect, it } from 'vitest';
import { createRandom } from '../scene/random';
import { nominalCamera } from '../scene/sceneCamera';
import { project } from './cameraModel';
import {
  addCovariance,
  alongAndAcross,
  axesOf,
  type Covariance,
  ellipseOnPicture,
  largestLevelSigma,
  largestSigma,
} from './covariance';
import type { Vec3 } from './pose';

const unit = (v: Vec3): Vec3 => {
  const size = Math.hypot(...v);
  return [v[0] / size, v[1] / size, v[2] / size];
};
const along = unit([0.6, -0.3, -0.7]);

describe('covariance', () => {
  it('finds the axes that it was made of', () => {
    const [first, second, third] = axesOf(alongAndAcross(along, 0.01, 0.002));
    expect(first!.sigma).toBeCloseTo(0.01, 9);
    expect(Math.abs(first!.direction.reduce((sum, d, k) => sum + d * along[k]!, 0))).toBeCloseTo(1, 9);
    expect(second!.sigma).toBeCloseTo(0.002, 9);
    expect(third!.sigma).toBeCloseTo(0.002, 9);
    expect(largestSigma(alongAndAcross(along, 0.001, 0.004))).toBeCloseTo(0.004, 9);
  });

  it('adds up as squares, and tells what is level from what is upright', () => {
    const upright = alongAndAcross([0, 0, 1], 0.02, 0.003);
    expect(largestLevelSigma(upright)).toBeCloseTo(0.003, 9);
    expect(largestLevelSigma(addCovariance(upright, alongAndAcross([1, 0, 0], 0.004, 0)))).toBeCloseTo(
      0.005,
      9,
    );
  });

  it('is the picture of points that scatter so', () => {
    const random = createRandom(5);
    const normal = () =>
      Math.sqrt(-2 * Math.log(random.uniform(1e-9, 1))) * Math.cos(random.uniform(0, 2 * Math.PI));
    const point: Vec3 = [0.5, 0.1, 0.05];
    const covariance: Covariance = addCovariance(
      alongAndAcross(along, 0.006, 0.001),
      alongAndAcross(unit([0, 1, 0.2]), 0.003, 0),
    );
    const axes = axesOf(covariance);
    const { center, radii, angle } = ellipseOnPicture(nominalCamera, point, covariance, 2)!;
    let [long, short] = [0, 0];
    const n = 20_000;
    for (let i = 0; i < n; i++) {
      const p = axes.reduce<Vec3>((sum, { direction, sigma }) => {
        const by = sigma * normal();
        return [sum[0] + by * direction[0], sum[1] + by * direction[1], sum[2] + by * direction[2]];
      }, point);
      const [u, v] = project(nominalCamera, p);
      const [du, dv] = [u - center[0], v - center[1]];
      long += (du * Math.cos(angle) + dv * Math.sin(angle)) ** 2;
      short += (dv * Math.cos(angle) - du * Math.sin(angle)) ** 2;
    }
    expect(Math.abs((2 * Math.sqrt(long / n)) / radii[0] - 1)).toBeLessThan(0.03);
    expect(Math.abs((2 * Math.sqrt(short / n)) / radii[1] - 1)).toBeLessThan(0.03);
  });
});
