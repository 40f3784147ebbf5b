import { describe, expect, it } from 'vitest';
import { createKinematics, tipPose } from '../../shared/motion/kinematics';
import { fr3 } from '../../shared/robot/fr3';
import { createGhost } from './ghostStore';

const kinematics = createKinematics(fr3);

describe('the ghost', () => {
  it('holds its gripper where it is led, and stays where it could be when that is out of reach', () => {
    const ghost = createGhost(fr3);
    ghost.settle(fr3.home);
    const start = ghost.view.getState().target!;
    const target = { ...start, position: [start.position[0], 0.2, 0.3] as const };
    ghost.lead(target);
    const { positions, reachable } = ghost.view.getState();
    expect(reachable).toBe(true);
    const reached = tipPose(kinematics, positions);
    for (const [k, p] of reached.position.entries()) expect(p).toBeCloseTo(target.position[k]!, 4);
    ghost.lead({ ...start, position: [2, 0, 0.3] });
    expect(ghost.view.getState()).toMatchObject({ reachable: false, positions });
  });
});
