import { describe, expect, it } from 'vitest';
import { gamepadGrip, gamepadPushes } from './gamepadPushes';

const pad = (axes: number[], pressed: number[]) => ({
  axes,
  buttons: Array.from({ length: 16 }, (_, i) => ({ pressed: pressed.includes(i), touched: false, value: 0 })),
});

describe('a gamepad', () => {
  it('pushes nothing without the enabling button, nor within the dead zone', () => {
    expect(gamepadPushes(pad([1, 1, 1, 1], []))).toEqual({});
    expect(gamepadPushes(pad([0.1, -0.1, 0, 0.14], [5]))).toEqual({});
  });

  it('goes forward, left and up, or turns while the left shoulder is held', () => {
    const ahead = gamepadPushes(pad([0, -1, 0, 0], [5]));
    expect(ahead).toEqual({ 'pad:left:y': { axis: 'x', share: 1 } });
    expect(gamepadPushes(pad([-1, 0, 0, -1], [5]))).toMatchObject({
      'pad:left:x': { axis: 'y', share: 1 },
      'pad:right:y': { axis: 'z', share: 1 },
    });
    expect(gamepadPushes(pad([0, 0, 0.575, 0], [4, 5]))['pad:right:x']!.share).toBeCloseTo(-0.5, 5);
  });

  it('closes and opens the gripper', () => {
    expect([gamepadGrip(pad([], [0])), gamepadGrip(pad([], [1])), gamepadGrip(pad([], []))]).toEqual([
      'close',
      'open',
      null,
    ]);
  });
});
