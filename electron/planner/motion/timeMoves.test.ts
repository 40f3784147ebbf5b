import { describe, expect, it } from 'vitest';
import { fr3 } from '../../../shared/robot/fr3';
import { kinematics } from '../testing/situation';
import { jointMove } from './postures';
import { densePostures, timeMoves } from './timeMoves';

const away = fr3.home.with(0, 1.2).with(3, -2);
const largestStep = (postures: readonly (readonly number[])[]) =>
  Math.max(...postures.slice(1).map((q, i) => Math.max(...q.map((v, j) => Math.abs(v - postures[i]![j]!)))));

describe('timeMoves', () => {
  it('drops a move that does not move', () => {
    const moves = [
      { phase: 'approach' as const, postures: jointMove(fr3.home, fr3.home) },
      { phase: 'home' as const, postures: jointMove(away, fr3.home) },
    ];
    expect(timeMoves(kinematics, moves, 0.5).map((move) => move.phase)).toEqual(['home']);
  });

  it('takes phases at an object more slowly', () => {
    const postures = jointMove(away, fr3.home);
    const [lift, lower] = timeMoves(
      kinematics,
      [
        { phase: 'lift', postures },
        { phase: 'lower', postures },
      ],
      0.5,
    ).map((move) => move.points.at(-1)!.timeFromStart);
    expect(lower! / lift!).toBeCloseTo(1 / 0.7, 1);
  });
});

describe('densePostures', () => {
  it.each([1, 0.3, 0.05])('steps little at speed %f, and keeps both ends', (speed) => {
    const [move] = timeMoves(kinematics, [{ phase: 'home', postures: jointMove(away, fr3.home) }], speed);
    const dense = densePostures(move!.points);
    expect(largestStep(dense)).toBeLessThanOrEqual(0.0251);
    expect(dense.length).toBeLessThan(260);
    expect(dense[0]).toEqual(move!.points[0]!.positions);
    expect(dense.at(-1)).toEqual(move!.points.at(-1)!.positions);
  });
});
