import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JointState, TrajectoryGoal } from '../../shared/contract/simulatorContract';
import type { RobotModel } from '../../shared/robot/robotModel';
import type { DriverEvents, GoalEnd, GoalFeedback, GripperEnd, RobotDriver } from './driver';
import { readJointState } from './jointTracker';

/** A driver on a robot that stands still in its home posture, and the means to let time pass. */
export interface DriverRig {
  readonly driver: RobotDriver;
  readonly model: RobotModel;
  /** Lets the robot live for so long (ms), and everything that is under way arrive. */
  advance(ms: number): Promise<void>;
  /** Breaks the connection from the robot's side. */
  breakConnection(): void;
  dispose(): void;
}

/**
 * What the robot process relies on, whatever the driver (design law 8): to be run on every one of them, on
 * the robot or simulator that it is for.
 */
export function driverContractTests(
  name: string,
  createRig: (events: DriverEvents) => Promise<DriverRig>,
): void {
  describe(`driver contract: ${name}`, () => {
    let rig: DriverRig;
    let states: JointState[];
    let feedback: GoalFeedback[];
    let faults: string[];
    let story: string[];

    beforeEach(async () => {
      [states, feedback, faults, story] = [[], [], [], []];
      // What the rig before this one still says is not of this test.
      const mine = story;
      const isMine = () => story === mine;
      rig = await createRig({
        jointState: (state) => isMine() && states.push(state),
        feedback: (news) => isMine() && feedback.push(news),
        fault: (problem) => isMine() && faults.push(problem),
        closed: () => isMine() && story.push('closed'),
      });
      await rig.advance(200);
    });
    afterEach(() => {
      expect(faults).toEqual([]);
      rig.dispose();
    });

    const measured = () => {
      const joints = readJointState(states.at(-1)!, rig.model, 0);
      if (typeof joints === 'string') throw new Error(joints);
      return joints;
    };
    const fastest = () => Math.max(...measured().velocities.map(Math.abs));
    const away = (from: readonly number[]) =>
      Math.max(...measured().positions.map((p, j) => Math.abs(p - from[j]!)));

    /** From home, joint 1 by this much (rad) in a second. */
    function goal(goalId: string, by: number): TrajectoryGoal {
      const zeros = rig.model.home.map(() => 0);
      const point = (timeFromStart: number, offset: number) => ({
        timeFromStart,
        positions: rig.model.home.map((p, j) => (j === 0 ? p + offset : p)),
        velocities: zeros,
        accelerations: zeros,
      });
      return {
        goalId,
        jointNames: [...rig.model.armJointNames],
        points: [point(0, 0), point(1, by)],
        pathTolerance: 0.1,
        goalTolerance: 0.02,
        goalTimeToleranceSec: 1,
      };
    }
    const target = (by: number) => goal('', by).points[1]!.positions;
    function follow(sent: TrajectoryGoal): { end: GoalEnd | undefined } {
      const result: { end: GoalEnd | undefined } = { end: undefined };
      void rig.driver.followTrajectory(sent).then((end) => {
        result.end = end;
        story.push(`${sent.goalId} ${end.status}`);
      });
      return result;
    }
    function grip(goalId: string, width: number): { end: GripperEnd | undefined } {
      const result: { end: GripperEnd | undefined } = { end: undefined };
      void rig.driver.commandGripper({ goalId, width, maxEffort: 20 }).then((end) => {
        result.end = end;
        story.push(`${goalId} ${end.status}`);
      });
      return result;
    }

    it('tells all joints, at least 50 times a second, with rising stamps', async () => {
      states.length = 0;
      await rig.advance(1000);
      expect(states.length).toBeGreaterThanOrEqual(50);
      for (const state of states) expect(readJointState(state, rig.model, 0)).toBeTypeOf('object');
      for (const [i, { stampSec }] of states.slice(1).entries()) {
        expect(stampSec).toBeGreaterThan(states[i]!.stampSec);
        expect(stampSec - states[i]!.stampSec).toBeLessThan(0.05);
      }
      expect(fastest()).toBeLessThan(0.01);
    });

    it('follows a trajectory, with feedback that tells when it began', async () => {
      const began = measured().stampSec;
      const run = follow(goal('g1', 0.3));
      await rig.advance(500);
      expect(run.end).toBeUndefined();
      expect(fastest()).toBeGreaterThan(0.1);
      await rig.advance(2000);
      expect(run.end).toMatchObject({ status: 'succeeded', code: 0 });
      expect(away(target(0.3))).toBeLessThan(0.02);
      expect(feedback.length).toBeGreaterThanOrEqual(10);
      for (const { goalId, stampSec, timeFromStart } of feedback) {
        expect(goalId).toBe('g1');
        expect(Math.abs(stampSec - timeFromStart - began)).toBeLessThan(0.1);
      }
    });

    it('cancels a trajectory: the goal ends as canceled, and the arm stands still short of it', async () => {
      const run = follow(goal('g1', 0.5));
      await rig.advance(500);
      rig.driver.cancel();
      await rig.advance(500);
      expect(run.end?.status).toBe('canceled');
      expect(fastest()).toBeLessThan(0.01);
      const stood = measured().positions;
      expect(away(target(0.5))).toBeGreaterThan(0.05);
      await rig.advance(1000);
      expect(away(stood)).toBeLessThan(0.005);
    });

    it('cancels a goal that was sent in the same moment', async () => {
      const run = follow(goal('g1', 0.5));
      rig.driver.cancel();
      await rig.advance(1500);
      expect(run.end?.status).toBe('canceled');
      expect(away(rig.model.home)).toBeLessThan(0.02);
    });

    it('takes cancels without harm when nothing runs, and runs the next goal', async () => {
      for (let i = 0; i < 5; i++) rig.driver.cancel();
      await rig.advance(100);
      const run = follow(goal('g1', 0.2));
      await rig.advance(2500);
      expect(run.end?.status).toBe('succeeded');
    });

    it('rejects a goal for other joints, in words', async () => {
      const run = follow({
        ...goal('g1', 0.2),
        jointNames: rig.model.armJointNames.map((joint) => `${joint}_x`),
      });
      await rig.advance(500);
      expect(run.end).toMatchObject({ status: 'rejected', code: -2 });
      expect(run.end?.text).toMatch(/.{10,}/);
      expect(away(rig.model.home)).toBeLessThan(0.01);
    });

    it('does not run a trajectory that begins elsewhere', async () => {
      const far = goal('g1', 0.2);
      const points = far.points.map((point) => ({
        ...point,
        positions: point.positions.map((p) => p + 0.4),
      }));
      const run = follow({ ...far, points });
      await rig.advance(1500);
      expect(['rejected', 'aborted']).toContain(run.end?.status);
      expect(run.end?.code).not.toBe(0);
      expect(away(rig.model.home)).toBeLessThan(0.1);
    });

    it('moves the gripper to a width, and tells it', async () => {
      const width = rig.model.gripper.maxWidth / 2;
      const close = grip('g1', width);
      await rig.advance(3000);
      expect(close.end).toMatchObject({ status: 'succeeded', reachedGoal: true });
      expect(close.end?.width).toBeCloseTo(width, 2);
      expect(measured().gripperWidth).toBeCloseTo(width, 2);
    });

    it('rejects a width that the gripper does not have', async () => {
      const open = grip('g1', rig.model.gripper.maxWidth * 2);
      await rig.advance(500);
      expect(open.end?.status).toBe('rejected');
      expect(open.end?.text).toMatch(/.{10,}/);
    });

    it('cancels the gripper with everything else', async () => {
      const close = grip('g1', 0);
      await rig.advance(50);
      rig.driver.cancel();
      await rig.advance(500);
      expect(close.end?.status).toBe('canceled');
    });

    it('ends all goals as lost when the connection breaks, then says that it is closed, once', async () => {
      follow(goal('g1', 0.5));
      grip('g2', 0.01);
      await rig.advance(100);
      rig.breakConnection();
      await rig.advance(100);
      expect([...story].sort()).toEqual(['closed', 'g1 lost', 'g2 lost']);
      const late = follow(goal('g3', 0.1));
      expect(() => rig.driver.cancel()).not.toThrow();
      await rig.advance(100);
      expect(late.end?.status).toMatch(/^(rejected|lost)$/);
      expect(story.filter((word) => word === 'closed')).toHaveLength(1);
      // That the robot falls silent may be told before it is certain that it is gone.
      faults = [];
    });

    it('knows of no other commander when there is none', async () => {
      follow(goal('g1', 0.2));
      await rig.advance(1000);
      expect(rig.driver.otherCommander()).toBeNull();
    });
  });
}
