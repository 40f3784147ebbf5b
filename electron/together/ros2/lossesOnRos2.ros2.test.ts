import { afterEach, describe, expect, it } from 'vitest';
import { move } from '../../robot/testing/plans';
import { createRosNode, type RosNode } from '../../ros2/rosNode';
import { cancelLatencies } from './cancelLatency';
import { expectNoFaultYet, onRobot } from './onRobot';
import type { PeerManners } from './peerManners';
import type { RobotOnRos2 } from './robotOnRos2';
import { sleep, until } from './testLink';

/** Each loss while the arm moves: found, stopped, and told in words. Times are of this machine as it is now. */
describe('the robot process on a ROS 2 robot', () => {
  let other: RosNode | undefined;
  afterEach(() => {
    other?.close();
    other = undefined;
  });

  async function beginMoving(robot: RobotOnRos2): Promise<void> {
    expect(await robot.approveWhenStill([move(0, 1.2, 4, 'approach')])).toEqual([]);
    await until(robot.isMoving, 10_000, robot.told);
    expectNoFaultYet(robot);
  }
  const stopped = (robot: RobotOnRos2) => until(() => robot.stops.length > 0, 10_000, robot.told);
  const report = (what: string, ms: number) =>
    process.stdout.write(`${what}: told after ${ms.toFixed(0)} ms\n`);

  it('runs a plan, and stops another in mid-motion, measured', () =>
    onRobot(async (robot) => {
      expect(await robot.approveWhenStill([move(0, 0.2, 1, 'approach'), move(0.2, 0, 1, 'retreat')])).toEqual(
        [],
      );
      await until(() => robot.executions.at(-1)?.type === 'succeeded', 20_000, robot.told);
      await robot.idle();
      await beginMoving(robot);
      const stop = await robot.console.request('stop', { source: 'button', reason: 'test' });
      expect(stop).toMatchObject({ confirmed: true, wasMoving: true });
      expect(robot.state()?.positions[0]).toBeLessThan(1.1);
      const { state, streams } = await robot.console.request('getConnection', {});
      expect(state).toBe('connected');
      expect(streams[0]).toMatchObject({ topic: '/joint_states', problem: null });
      expect(streams[0]?.rateHz).toBeGreaterThan(20);
      const graph = await robot.console.request('discover', {});
      expect(graph.topics.map(({ name }) => name)).toContain('/joint_states');
      expect(graph.actions).toContainEqual({
        name: '/fr3_arm_controller/follow_joint_trajectory',
        type: 'control_msgs/action/FollowJointTrajectory',
      });
    }));

  it.each<[string, Partial<PeerManners>, string, RegExp]>([
    ['joint states stop', { silent: true }, 'jointSilence', /No joint state came/],
    ['a NaN', { joints: 'nan' }, 'jointState', /fr3_joint1 is not a number/],
    ['a missing joint', { joints: 'jointMissing' }, 'driver', /but not fr3_joint1/],
    ['a joint beyond its limits', { joints: 'beyondLimits' }, 'bounds', /fr3_joint1 is at 4/],
    ['too much effort', { joints: 'effort' }, 'bounds', /fr3_joint1 pushes with 500/],
    ['a clock that jumps back', { stampOffsetSec: -30 }, 'clock', /jumped (29|30).. s back/],
    ['a clock that jumps ahead', { stampOffsetSec: 30 }, 'clock', /jumped (29|30).. s ahead/],
    ['stamps that are none', { joints: 'unstamped' }, 'driver', /no time stamp/],
    ['a controller without a word', { noFeedback: true }, 'driver', /nothing about the motion/],
  ])('notices %s', (what, manners, code, words) =>
    onRobot(async (robot) => {
      await beginMoving(robot);
      await sleep(200);
      const beganMs = performance.now();
      robot.peer.behave(manners);
      await until(() => robot.faultOf(code), 15_000, robot.told);
      report(what, robot.faultOf(code)!.atMs - beganMs);
      expect(robot.faultOf(code)?.happened).toMatch(words);
      await stopped(robot);
      expect(robot.executions.at(-1)?.type).toBe('failed');
      await until(() => robot.recorded('stop').length > 0, 10_000, robot.told);
      expect(robot.recorded('fault').join()).toMatch(words);
      expect(robot.recorded('stop').join()).toMatch(words);
    }),
  );

  it('says that a stop is NOT confirmed when the controller lies about a cancel', () =>
    onRobot(async (robot) => {
      robot.peer.behave({ cancel: 'lies' });
      await beginMoving(robot);
      const stop = await robot.console.request('stop', { source: 'button', reason: 'test' });
      expect(stop).toMatchObject({ confirmed: false });
      expect(stop.text).toMatch('hardware E-stop');
    }));

  it('notices a robot that freezes, and connects anew with another epoch when it goes on', () =>
    onRobot(async (robot) => {
      await beginMoving(robot);
      const { epoch } = await robot.console.request('getState', {});
      robot.peer.signal('SIGSTOP');
      await stopped(robot);
      await until(() => robot.state()?.mode === 'disconnected', 15_000, robot.told);
      expect(robot.faultOf('connection')?.happened).toMatch('lost');
      robot.peer.signal('SIGCONT');
      await until(() => robot.state()?.mode === 'stopped', 20_000, robot.told);
      expect(robot.state()?.epoch).not.toBe(epoch);
      expect(robot.state()?.positions[0]).toBeLessThan(1.15);
    }));

  it('notices a robot that is killed, and connects to the next one', () =>
    onRobot(async (robot) => {
      await beginMoving(robot);
      const beganMs = performance.now();
      robot.peer.signal('SIGKILL');
      await until(() => robot.faultOf('jointSilence'), 15_000, robot.told);
      report('a robot that is killed', robot.faultOf('jointSilence')!.atMs - beganMs);
      await stopped(robot);
      await until(() => robot.state()?.mode === 'disconnected', 15_000, robot.told);
      expect((await robot.console.request('getConnection', {})).text).toMatch('Waiting');
      await robot.anotherPeer();
      await until(() => robot.state()?.mode === 'stopped', 30_000, robot.told);
    }));

  it('refuses while somebody else can command the controller, and stops for him', () =>
    onRobot(async (robot) => {
      other = await createRosNode('intruder');
      await beginMoving(robot);
      other.node.createPublisher(
        'trajectory_msgs/msg/JointTrajectory',
        '/fr3_arm_controller/joint_trajectory',
      );
      await until(() => robot.faultOf('otherCommander'), 15_000, robot.told);
      expect(robot.faultOf('otherCommander')?.happened).toMatch(/(intruder|not known yet).*joint_trajectory/);
      await until(() => robot.stops.at(-1)?.confirmed, 15_000, robot.told);
      await robot.console.request('resetStop', {});
      const position = robot.state()?.positions[0] ?? 0;
      const refusal = async () =>
        (await robot.approve([move(position, 0, 2, 'retreat')])).find(
          ({ check }) => check === 'noOtherCommander',
        );
      // DDS tells that there is a publisher before it tells whose it is: refused at once, by name a little later.
      let words = (await refusal())?.text;
      expect(words).toMatch(/(intruder_\d+|not known yet) can publish motions to .*joint_trajectory\. End/);
      const deadlineMs = performance.now() + 10_000;
      while (!words?.includes('intruder') && performance.now() < deadlineMs) {
        await sleep(200);
        words = (await refusal())?.text;
      }
      expect(words).toMatch(/intruder/);
    }));

  it('has the cancel at the controller soon', () =>
    onRobot(async (robot) => {
      const ms = await cancelLatencies(robot, 100);
      const share = (q: number) => ms[Math.min(ms.length - 1, Math.floor(q * ms.length))]!;
      process.stdout.write(
        `stop to cancel at the controller: p50 ${share(0.5).toFixed(2)} ms, p99 ${share(0.99).toFixed(2)} ms, max ${share(1).toFixed(2)} ms\n`,
      );
      expect(ms.length).toBe(100);
      expect(share(0.5)).toBeLessThan(50);
    }));
});
