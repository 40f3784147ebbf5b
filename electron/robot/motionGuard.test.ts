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
    expect(guard.feed(state(0, 0, 0), false, true)).toBe(false);
    for (const sec of [0.1, 0.2, 0.29]) expect(guard.feed(state(sec, 0, 0.06), false, false)).toBe(false);
    expect(guard.feed(state(0.3, 0, 0.06), false, false)).toBe(true);
  });

  it('trips when it creeps too far, at whatever speed, and by a position that is no number', () => {
    const guard = createMotionGuard();
    guard.feed(state(0, 0, 0), false, true);
    expect(guard.feed(state(5, 0.049, 0.009), false, true)).toBe(false);
    expect(guard.feed(state(6, 0.051, 0.009), false, true)).toBe(true);
    expect(guard.feed(state(7, Number.NaN, 0), false, true)).toBe(true);
  });

  it('lets an execution, a stop, noise and a short push be', () => {
    const guard = createMotionGuard();
    guard.feed(state(0, 0, 0), false, true);
    expect(guard.feed(state(1, 0.5, 1), true, false)).toBe(false);
    expect(guard.feed(state(1.1, 0.5, 0.049), false, true)).toBe(false);
    expect(guard.feed(state(1.2, 0.52, 0.3), false, false)).toBe(false);
    expect(guard.feed(state(1.35, 0.52, 0), false, false)).toBe(false);
    expect(guard.feed(state(1.5, 0.52, 0.3), false, false)).toBe(false);
  });

  it('lets the arm of another world stand elsewhere, and watches it from then on', () => {
    const guard = createMotionGuard();
    guard.feed(state(0, 0, 0), false, true);
    guard.otherWorld();
    expect(guard.feed(state(1, 0.8, 0), false, false)).toBe(false);
    expect(guard.feed(state(1.2, 0.8, 0), false, true)).toBe(false);
    expect(guard.feed(state(2, 0.86, 0), false, true)).toBe(true);
  });

  it('does not judge an arm that it has never seen standing', () => {
    const guard = createMotionGuard();
    for (const sec of [0, 1, 2]) expect(guard.feed(state(sec, sec, 1), false, false)).toBe(false);
    guard.feed(state(3, 3, 0), false, true);
    expect(guard.feed(state(4, 4, 0), false, false)).toBe(true);
    guard.forget();
    expect(guard.feed(state(5, 9, 1), false, false)).toBe(false);
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
});
