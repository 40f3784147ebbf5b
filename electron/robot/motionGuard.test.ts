import { describe, expect, it } from 'vitest';
import { createMotionGuard } from './motionGuard';
import { createRig } from './testing/rig';

const state = (sec: number, position: number, velocity: number) => ({
  stampSec: sec,
  receivedAtMs: sec * 1000,
  positions: [0, position],
  velocities: [0, velocity],
  gripperWidth: 0.08,
});

describe('the motion guard', () => {
  it('trips when an arm that stood moves for 200 ms and nothing may move it', () => {
    const guard = createMotionGuard();
    expect(guard.feed(state(0, 0, 0), false, true)).toBeNull();
    for (const sec of [0.1, 0.2, 0.29]) expect(guard.feed(state(sec, 0, 0.06), false, false)).toBeNull();
    expect(guard.feed(state(0.3, 0, 0.06), false, false)).toBe('began');
  });

  it('trips when it creeps too far, at whatever speed, and by a position that is no number', () => {
    const guard = createMotionGuard();
    guard.feed(state(0, 0, 0), false, true);
    expect(guard.feed(state(5, 0.049, 0.009), false, true)).toBeNull();
    expect(guard.feed(state(6, 0.051, 0.009), false, true)).toBe('began');
    expect(guard.feed(state(7, Number.NaN, 0), false, true)).toBe('began');
  });

  it('lets an execution, a stop, noise and a short push be', () => {
    const guard = createMotionGuard();
    guard.feed(state(0, 0, 0), false, true);
    expect(guard.feed(state(1, 0.5, 1), true, false)).toBeNull();
    expect(guard.feed(state(1.1, 0.5, 0.049), false, true)).toBeNull();
    expect(guard.feed(state(1.2, 0.52, 0.3), false, false)).toBeNull();
    expect(guard.feed(state(1.35, 0.52, 0), false, false)).toBeNull();
    expect(guard.feed(state(1.5, 0.52, 0.3), false, false)).toBeNull();
  });

  it('lets the arm of another world stand elsewhere, and watches it from then on', () => {
    const guard = createMotionGuard();
    guard.feed(state(0, 0, 0), false, true);
    guard.otherWorld();
    expect(guard.feed(state(1, 0.8, 0), false, false)).toBeNull();
    expect(guard.feed(state(1.2, 0.8, 0), false, true)).toBeNull();
    expect(guard.feed(state(2, 0.86, 0), false, true)).toBe('began');
  });

  it('trips on an arm that moves already when it is first seen, and tells it apart from one that began to', () => {
    const guard = createMotionGuard();
    expect(guard.feed(state(0, 0, 1), false, false)).toBeNull();
    expect(guard.feed(state(0.2, 0.2, 1), false, false)).toBe('found');
    guard.feed(state(3, 3, 0), false, true);
    expect(guard.feed(state(4, 4, 0), false, false)).toBe('began');
    guard.forget();
    expect(guard.feed(state(5, 9, 1), false, false)).toBeNull();
    expect(guard.feed(state(5.2, 9, 1), false, false)).toBe('found');
  });

  it('counts on when the clock of the robot is set back in the middle of a motion', () => {
    const guard = createMotionGuard();
    guard.feed(state(100, 0, 0), false, true);
    expect(guard.feed(state(101, 0, 0.1), false, false)).toBeNull();
    expect(guard.feed(state(50, 0.01, 0.1), false, false)).toBeNull();
    expect(guard.feed(state(50.2, 0.02, 0.1), false, false)).toBe('began');
  });

  it('stops the robot, says why, and stops it again if it moves under a stop that stands', async () => {
    const rig = await createRig();
    let drift = 0;
    rig.arm.manners.distort = (told) => {
      drift += 0.002;
      return {
        ...told,
        positions: told.positions.map((p) => p + drift),
        velocities: told.velocities.map(() => 0.2),
      };
    };
    await rig.clock.advance(300);
    expect(rig.cancels().length).toBeGreaterThan(0);
    expect(rig.faults).toContain('motionGuard');
    await rig.clock.advance(2200);
    expect(rig.stops.at(-1)).toMatchObject({ source: 'watchdog', confirmed: false });
    // Until it stands, the cancel is said again and again.
    expect(rig.cancels().length).toBeGreaterThan(8);
    rig.arm.manners.distort = (told) => told;
    await rig.clock.advance(500);
    expect(rig.state().mode).toBe('stopped');
    const before = rig.cancels().length;
    await rig.clock.advance(1000);
    expect(rig.cancels()).toHaveLength(before);
    rig.arm.manners.distort = (told) => ({ ...told, velocities: told.velocities.map(() => 0.2) });
    await rig.clock.advance(300);
    expect(rig.cancels().length).toBeGreaterThan(before);
  });

  it('stops an arm that another robot process has left moving, until it stands, and latches the stop', async () => {
    const rig = await createRig();
    let velocity = 0.3;
    rig.arm.manners.distort = (told) => ({
      ...told,
      positions: told.positions.map((p) => p + 0.01 * Math.sin(rig.clock.nowMs() / 50)),
      velocities: told.velocities.map(() => velocity),
    });
    rig.plugArm();
    const told: string[] = [];
    rig.console.on('fault', ({ code, happened }) => code === 'motionGuard' && told.push(happened));
    const before = rig.cancels().length;
    await rig.clock.advance(250);
    expect(rig.cancels().length).toBeGreaterThan(before);
    expect(told).toEqual([expect.stringContaining('was moving already when the console connected')]);
    expect(rig.state()).toMatchObject({ mode: 'stopping', stopLatched: true });
    const once = rig.cancels().length;
    await rig.clock.advance(600);
    expect(rig.cancels().length).toBeGreaterThan(once + 1);
    velocity = 0;
    rig.arm.manners.distort = (state) => state;
    await rig.clock.advance(400);
    expect(rig.state().mode).toBe('stopped');
    expect(rig.stops.at(-1)).toMatchObject({ source: 'watchdog', confirmed: true });
  });

  it('lets an arm be that is found at rest, and noise of it', async () => {
    const rig = await createRig();
    rig.arm.manners.distort = (told) => ({ ...told, velocities: told.velocities.map(() => 0.03) });
    rig.plugArm();
    await rig.clock.advance(1000);
    expect(rig.cancels()).toHaveLength(0);
    expect(rig.state()).toMatchObject({ mode: 'idle', stopLatched: false });
  });
});
