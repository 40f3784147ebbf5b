import { describe, expect, it } from 'vitest';
import type { JointState } from '../../shared/contract/simulatorContract';
import { fr3 } from '../../shared/robot/fr3';
import { createJointTracker, readJointState } from './jointTracker';
import { createManualClock } from './testing/manualClock';

const names = [...fr3.armJointNames, ...fr3.gripper.fingerJointNames];
const state = (change: Partial<JointState> = {}): JointState => ({
  stampSec: 10,
  names,
  positions: names.map((_, i) => i / 10),
  velocities: names.map((_, i) => i / 100),
  efforts: names.map(() => 0),
  ...change,
});
const read = (change: Partial<JointState>) => readJointState(state(change), fr3, 5);
const at = (index: number, value: number) => names.map((_, i) => (i === index ? value : 0));

describe('readJointState', () => {
  it('goes by the names, whatever their order, and leaves strangers out', () => {
    const reversed = [...names].reverse();
    const measured = read({
      names: ['elbow_camera', ...reversed],
      positions: [99, ...reversed.map((name) => names.indexOf(name) / 10)],
      velocities: [99, ...reversed.map((name) => names.indexOf(name) / 100)],
      efforts: [99, ...reversed.map(() => 0)],
    });
    expect(measured).toEqual(readJointState(state(), fr3, 5));
    expect(measured).toMatchObject({
      positions: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
      velocities: [0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06],
      gripperWidth: 0.7 + 0.8,
    });
  });

  it('has words for everything that is wrong', () => {
    expect(
      read({ names: names.slice(1), positions: at(0, 0).slice(1), velocities: at(0, 0).slice(1) }),
    ).toMatch('lacks fr3_joint1');
    expect(read({ positions: at(2, Number.NaN) })).toMatch('fr3_joint3 is not a number');
    expect(read({ velocities: at(8, Number.POSITIVE_INFINITY) })).toMatch(
      'fr3_finger_joint2 is not a number',
    );
    expect(read({ positions: [] })).toMatch('9 names, 0 positions');
    expect(read({ velocities: [] })).toMatch('0 velocities');
    expect(read({ names: names.map(() => 'fr3_joint1') })).toMatch('twice');
    expect(read({ stampSec: Number.NaN })).toMatch('stamp');
  });
});

describe('joint tracker', () => {
  const measured = (stampSec: number, receivedAtMs: number) => {
    const joints = readJointState(state({ stampSec, velocities: at(0, 0) }), fr3, receivedAtMs);
    if (typeof joints === 'string') throw new Error(joints);
    return joints;
  };

  it("carries the robot's clock on from the newest stamp", async () => {
    const clock = createManualClock(1000);
    const tracker = createJointTracker(clock);
    expect(tracker.nowSec()).toBeNull();
    expect(tracker.recordSec()).toBe(clock.wallSec());
    expect(tracker.ageMs()).toBe(Number.POSITIVE_INFINITY);
    tracker.feed(measured(50, 1000));
    await clock.advance(300);
    expect(tracker.ageMs()).toBe(300);
    expect(tracker.nowSec()).toBeCloseTo(50.3, 9);
  });

  it('takes a state that is not newer for no news', async () => {
    const clock = createManualClock(1000);
    const tracker = createJointTracker(clock);
    expect(tracker.feed(measured(50, 1000))).toBe(true);
    await clock.advance(300);
    expect(tracker.feed(measured(50, 1300))).toBe(false);
    expect(tracker.feed(measured(49, 1300))).toBe(false);
    expect(tracker.ageMs()).toBe(300);
  });

  it('does not call an arm still that was last seen long ago', async () => {
    const clock = createManualClock(1000);
    const tracker = createJointTracker(clock);
    for (let i = 0; i <= 20; i++) tracker.feed(measured(50 + i / 100, 1000));
    expect(tracker.standingStill(200)).toBe(true);
    await clock.advance(200);
    expect(tracker.standingStill(200)).toBe(false);
  });

  it('tells a clock that jumped from a state that comes late', () => {
    const tracker = createJointTracker(createManualClock(1000));
    for (let i = 0; i <= 20; i++) tracker.feed(measured(50 + i / 100, 1000 + i * 10));
    expect(tracker.jump(measured(50.21, 1210))).toBe(0);
    // Kept from running for 2 s: late, and not one that jumped back.
    expect(tracker.jump(measured(50.21, 3210))).toBe(0);
    expect(tracker.jump(measured(52.21, 3210))).toBe(0);
    expect(tracker.jump(measured(51.21, 1210))).toBeCloseTo(1, 6);
    expect(tracker.jump(measured(20, 1210))).toBeCloseTo(-30.2, 6);
    tracker.forget();
    expect(tracker.jump(measured(20, 1210))).toBe(0);
  });

  it('forgets', () => {
    const tracker = createJointTracker(createManualClock(1000));
    for (let i = 0; i <= 20; i++) tracker.feed(measured(50 + i / 100, 1000));
    tracker.forget();
    expect(tracker.latest()).toBeUndefined();
    expect(tracker.standingStill(200)).toBe(false);
    expect(tracker.nowSec()).toBeNull();
    expect(tracker.recordSec()).toBeCloseTo(50.2, 9);
    expect(tracker.feed(measured(1, 1000))).toBe(true);
    expect(tracker.recordSec()).toBeCloseTo(1, 9);
  });
});
