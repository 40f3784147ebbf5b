import type { RobotModel } from '../../shared/robot/robotModel';
import type { Scene } from '../../shared/scene/scene';
import { workcell } from '../../shared/scene/workcell';
import { ground } from './contactMaterials';
import { objectMjcf } from './mjcfObjects';
import { robotBodies, robotDrives } from './mjcfRobot';
import { element } from './xml';

/** Length of one physics step (s). */
export const physicsStepSec = 0.002;

/**
 * The MuJoCo model of a robot on a table with a scene's objects: primitives only. Elliptic cones with
 * stiff friction and a no-slip pass are what lets a friction grasp hold instead of creeping.
 */
export function mjcf(robot: RobotModel, scene: Scene): string {
  const { centre, size, thickness } = workcell.table;
  const [sizeX, sizeY] = size;
  const pos = [...centre, -thickness / 2];
  return element('mujoco', { model: robot.name }, [
    element('compiler', { angle: 'radian', autolimits: 'true' }),
    element(
      'option',
      {
        timestep: physicsStepSec,
        integrator: 'implicitfast',
        cone: 'elliptic',
        impratio: 10,
        noslip_iterations: 3,
      },
      // By default an unstable state is silently set back to the start; the world reports it instead.
      [element('flag', { autoreset: 'disable' })],
    ),
    element('worldbody', {}, [
      // A box and not a plane: MuJoCo's plane misplaces the contacts of a cylinder that stands upright to
      // within rounding, and cans and dishes would jump.
      element('geom', {
        name: 'table',
        type: 'box',
        size: [sizeX / 2, sizeY / 2, thickness / 2],
        pos,
        ...ground,
      }),
      element('geom', {
        name: 'floor',
        type: 'plane',
        size: [5, 5, 0.1],
        pos: [0, 0, workcell.floorHeight],
        ...ground,
      }),
      robotBodies(robot),
      ...scene.objects.map(objectMjcf),
    ]),
    ...robotDrives(robot),
  ]);
}
