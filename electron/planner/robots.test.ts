import { describe, expect, it } from 'vitest';
import { createMotionChecker } from '../../shared/collision/checkMotion';
import { createSelfCollision, selfMargin } from '../../shared/collision/selfCollision';
import { defaultFences } from '../../shared/contract/fences';
import { planSchema, type TrajectorySegment } from '../../shared/contract/plan';
import type { RobotState } from '../../shared/contract/robotContract';
import type { Vec3 } from '../../shared/geometry/pose';
import { findIk } from '../../shared/motion/findIk';
import { createKinematics, tipPose } from '../../shared/motion/kinematics';
import { limitsHash, motionLimits, planningLimits } from '../../shared/motion/limits';
import { runToEnd, validateTrajectory } from '../../shared/motion/validateTrajectory';
import { bundledRobots } from '../../shared/robot/bundledRobots';
import type { RobotModel } from '../../shared/robot/robotModel';
import { robotModelHash } from '../../shared/robot/robotModelHash';
import { planHome } from './planHome';
import { planTask } from './planTask';
import { drawDepth } from './testing/depthPicture';
import { bowl, boxAround, camera, cube, pixelShare } from './testing/scenes';
import { atHome, observation, proposalOf } from './testing/situation';

function arm(robot: RobotModel) {
  const kinematics = createKinematics(robot);
  const state = (positions: readonly number[]): RobotState => ({
    ...atHome,
    robot: robot.name,
    limitsHash: limitsHash(motionLimits(robot)),
    modelHash: robotModelHash(robot),
    positions: [...positions],
    velocities: positions.map(() => 0),
    gripperWidth: robot.gripper.maxWidth,
  });
  return { robot, kinematics, checker: createMotionChecker(kinematics, defaultFences), state };
}
const arms = Object.values(bundledRobots).map((robot) => [robot.name, arm(robot)] as const);

describe.each(arms)('the %s', (_, { robot, kinematics, checker, state }) => {
  it('is clear of itself at home, and told from its own pairs when it folds up', () => {
    const self = createSelfCollision(kinematics).holding([]);
    const frames = kinematics.createFrames();
    kinematics.linkFrames(robot.home, robot.gripper.maxWidth, frames);
    expect(self(frames).distance).toBeGreaterThan(selfMargin);
    const limits = motionLimits(robot);
    let folded = 0;
    for (let n = 0; n < 200; n++) {
      const q = robot.home.map((h, j) => (j === 1 || j === 2 || j === 3 ? spread(n, j, limits) : h));
      kinematics.linkFrames(q, 0, frames);
      if (self(frames).distance < 0) folded++;
    }
    expect(folded).toBeGreaterThan(0);
    expect(folded).toBeLessThan(180);
  });

  it('plans its way home with its own joints, inside its limits', () => {
    const start = robot.home.with(0, robot.home[0]! + 0.7);
    const { planText } = planHome(kinematics, checker, state(start), 0.5);
    const plan = planSchema.parse(JSON.parse(planText));
    expect(plan.robot).toBe(robot.name);
    for (const segment of plan.segments.filter((s): s is TrajectorySegment => s.type === 'trajectory')) {
      expect(segment.jointNames).toEqual(robot.armJointNames);
      expect(runToEnd(validateTrajectory(segment, motionLimits(robot))).problems).toEqual([]);
    }
  });
});

function spread(n: number, j: number, { lower, upper }: ReturnType<typeof motionLimits>): number {
  const share = (n * [0, 0.618, 0.755, 0.57][j]!) % 1;
  return (
    Math.max(-Math.PI, lower[j]!) + share * (Math.min(Math.PI, upper[j]!) - Math.max(-Math.PI, lower[j]!))
  );
}

describe('planTask for the UR5e', () => {
  it('puts a cube into a bowl', () => {
    const { kinematics, checker, state, robot } = arm(bundledRobots.ur5e);
    const redCube = cube(0.5, 0.15, 0.045, 0.3);
    const way: Vec3[] = [
      [0.5, 0.15, 0.0225],
      [0.483, 0.05, 0.2],
      [0.467, -0.05, 0.2],
      [0.45, -0.15, 0.06],
    ];
    const result = planTask({
      kinematics,
      checker,
      proposal: proposalOf(boxAround(redCube), way.map(pixelShare)),
      observation,
      depth: drawDepth(camera, [redCube, ...bowl(0.45, -0.15, 0.15)]),
      state: state(robot.home),
      speedScale: 0.5,
      nowMs: () => performance.now(),
    });
    if (!result.ok) throw new Error(JSON.stringify(result.failures));
    const plan = planSchema.parse(JSON.parse(result.document.planText));
    const moves = plan.segments.filter((s): s is TrajectorySegment => s.type === 'trajectory');
    for (const segment of moves)
      expect(runToEnd(validateTrajectory(segment, motionLimits(robot))).problems).toEqual([]);
    const down = moves.find((segment) => segment.phase === 'descend')!;
    const tip = tipPose(kinematics, down.points.at(-1)!.positions).position;
    expect(Math.hypot(tip[0] - 0.5, tip[1] - 0.15)).toBeLessThan(0.003);
  }, 60_000);
});

describe('the Piper', () => {
  it('cannot point straight down from so high, which is why its grasps lean', () => {
    const { kinematics, robot } = arm(bundledRobots.piper);
    const limits = planningLimits(robot, 1);
    const over = { position: [0.32, 0, 0.12], orientation: [1, 0, 0, 0] } as const;
    expect(findIk(kinematics, limits, over, robot.home).solved).toBe(false);
  });
});
