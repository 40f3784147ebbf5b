import { expect, it } from 'vitest';
import { createKinematics, tipPose } from '../motion/kinematics';
import { fr3 } from '../robot/fr3';
import { createRobotFilter } from './robotFilter';

it('knows the robot from what stands around it', () => {
  const kinematics = createKinematics(fr3);
  const isRobot = createRobotFilter(kinematics, fr3.home, 0.08);
  const [x, y, z] = tipPose(kinematics, fr3.home).position;
  expect(isRobot(0, 0, 0.2)).toBe(true);
  expect(isRobot(x, y, z + 0.08)).toBe(true);
  // Beside a fingertip, and 5 cm below it.
  expect(isRobot(x, y + 0.045, z - 0.005)).toBe(true);
  expect(isRobot(x, y, z - 0.05)).toBe(false);
  expect(isRobot(0.5, 0.1, 0.02)).toBe(false);
});
