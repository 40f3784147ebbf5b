import { expect, it } from 'vitest';
import { outsideWorkspace } from './workspace';

it('knows the table in front of the robot', () => {
  expect(outsideWorkspace([0.5, 0.2, 0.02])).toBeUndefined();
  expect(outsideWorkspace([0.1, 0, 0.2])).toContain('x from 0.2 to 0.8 m');
  expect(outsideWorkspace([0.5, -0.6, 0.2])).toContain('y from');
  expect(outsideWorkspace([0.5, 0, -0.01])).toContain('z from');
  expect(outsideWorkspace([0.75, 0.4, 0.1])).toContain('farther than the arm reaches');
  expect(outsideWorkspace([Number.NaN, 0, 0])).toContain('outside');
});
