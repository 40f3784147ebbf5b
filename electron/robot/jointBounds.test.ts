import { expect, it } from 'vitest';
import { motionLimits } from '../../shared/motion/limits';
import { fr3 } from '../../shared/robot/fr3';
import { createJointBounds } from './jointBounds';

const bounds = createJointBounds(fr3, motionLimits(fr3));
const still = fr3.home.map(() => 0);
const at = (change: object) =>
  bounds({
    stampSec: 1,
    receivedAtMs: 1,
    positions: fr3.home,
    velocities: still,
    gripperWidth: 0,
    ...change,
  });
const second = (value: number) => still.map((_, j) => (j === 1 ? value : 0));

it('finds nothing at home, with or without efforts', () => {
  expect(at({})).toBeNull();
  expect(at({ efforts: second(80) })).toBeNull();
});

it('names the joint that is outside its limits, too fast or too strong', () => {
  expect(at({ positions: fr3.home.map((p, j) => (j === 1 ? 2.5 : p)) })).toMatch(
    /fr3_joint2 is at 2.500 rad/,
  );
  expect(at({ velocities: second(-5) })).toMatch(/fr3_joint2 moves at -5.00/);
  expect(at({ efforts: second(200) })).toMatch(/fr3_joint2 pushes with 200/);
});
