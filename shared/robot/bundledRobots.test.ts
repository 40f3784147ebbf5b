import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import fixtureJson from '../../resources/recipe/oracles/arm-fk.json';
import { compose, invert, type Pose, type Quat, rotate, type Vec3 } from '../geometry/pose';
import { planningLimits } from '../motion/limits';
import { bundledRobots } from './bundledRobots';
import { armValues, forwardKinematics } from './forwardKinematics';
import type { RobotModel } from './robotModel';
import { robotModelSchema } from './robotModelSchema';

/** Made by pinocchio from the published figures: resources/recipe/oracles/make_arm_fk.py. */
const robotSchema = z.object({
  frames: z.array(z.string()),
  samples: z
    .array(
      z.object({
        q: z.array(z.number()).length(6),
        finger: z.number(),
        poses: z.array(z.array(z.number()).length(7)),
      }),
    )
    .min(100),
});
const fixture = z.object({ ur5e: robotSchema, piper: robotSchema }).parse(fixtureJson);

const robots: readonly RobotModel[] = Object.values(bundledRobots);
const atPosture = (robot: RobotModel, positions: readonly number[], finger: number) =>
  forwardKinematics(robot, {
    ...armValues(robot, positions),
    ...Object.fromEntries(robot.gripper.fingerJointNames.map((name) => [name, finger])),
  });
const turnBetween = (a: Quat, b: Quat) => {
  const sign = a.reduce((sum, v, i) => sum + v * b[i]!, 0) < 0 ? -1 : 1;
  return 4 * Math.asin(Math.hypot(...a.map((v, i) => v - sign * b[i]!)) / 2);
};

describe('the kinematics of the bundled robots', () => {
  // The Piper's description rounds its right angles to four digits, which is a few micrometres at the tip.
  it.each([
    ['ur5e', 1e-7, 1e-7],
    ['piper', 1e-5, 3e-5],
  ] as const)('of the %s agree with pinocchio', (name, metres, radians) => {
    const { frames, samples } = fixture[name];
    let [worst, worstTurn] = [0, 0];
    for (const { q, finger, poses } of samples) {
      const ours = atPosture(bundledRobots[name], q, finger);
      for (const [i, frame] of frames.entries()) {
        const { position, orientation } = ours.get(frame)!;
        const theirs = poses[i]!;
        worst = Math.max(worst, Math.hypot(...position.map((v, k) => v - theirs[k]!)));
        worstTurn = Math.max(worstTurn, turnBetween(orientation, theirs.slice(3) as unknown as Quat));
      }
    }
    expect(worst).toBeLessThan(metres);
    expect(worstTurn).toBeLessThan(radians);
  });
});

describe.each(robots.map((robot) => [robot.name, robot] as const))('the model of the %s', (_, robot) => {
  it('fits the schema, with every link in the tree and every joint between links', () => {
    expect(() => robotModelSchema.parse(robot)).not.toThrow();
    const links = robot.links.map((link) => link.name);
    expect(new Set(links).size).toBe(links.length);
    const placed = atPosture(robot, robot.home, 0);
    expect([...placed.keys()].sort()).toEqual([...links].sort());
    expect(robot.armJointNames.every((name) => robot.joints.some((j) => j.name === name && j.limits))).toBe(
      true,
    );
  });

  it('rests inside its limits, the gripper before the robot and looking at the table', () => {
    const limits = planningLimits(robot, 1);
    expect(robot.home.length).toBe(robot.armJointNames.length);
    expect(robot.home.every((q, j) => q > limits.lower[j]! && q < limits.upper[j]!)).toBe(true);
    const tip = atPosture(robot, robot.home, 0).get(robot.tcpFrame)!;
    expect(rotate(tip.orientation, [0, 0, 1])[2]).toBeLessThan(-0.5);
    expect(tip.position[0]).toBeGreaterThan(0.25);
    expect(tip.position[2]).toBeGreaterThan(0.25);
  });

  it('closes its fingers along y of the tip until their pads meet at the tip', () => {
    const open = robot.gripper.maxWidth / 2;
    const inTip = (finger: number): readonly Vec3[] => {
      const frames = atPosture(robot, robot.home, finger);
      const tip = frames.get(robot.tcpFrame)!;
      return robot.gripper.fingerJointNames.map((name) => {
        const child = robot.joints.find((joint) => joint.name === name)!.child;
        return compose(invert(tip), frames.get(child) as Pose).position;
      });
    };
    const [closed, opened] = [inTip(0), inTip(open)];
    for (const side of [0, 1]) {
      expect(Math.hypot(closed[side]![0], closed[side]![1])).toBeLessThan(1e-9);
      expect(Math.abs(opened[side]![1])).toBeCloseTo(open, 9);
      expect(Math.abs(opened[side]![0])).toBeLessThan(1e-9);
    }
    expect(opened[0]![1] * opened[1]![1]).toBeLessThan(0);
    const finger = robot.joints.find((joint) => joint.name === robot.gripper.fingerJointNames[0])!;
    expect(finger.limits!.upper).toBeCloseTo(open, 9);
  });
});
