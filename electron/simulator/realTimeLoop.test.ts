import { describe, expect, it } from 'vitest';
import { createRealTimeLoop, maxCatchUpSec } from './realTimeLoop';

function rig() {
  let clock = 100;
  const advanced: number[] = [];
  const behind: number[] = [];
  const tick = createRealTimeLoop({
    advance: (duration) => advanced.push(duration),
    nowSec: () => clock,
    onBehind: (lost) => behind.push(lost),
  });
  const wait = (sec: number) => {
    clock += sec;
    tick();
  };
  return { wait, advanced, behind };
}

describe('createRealTimeLoop', () => {
  it('lets as much time pass as the clock does, however uneven the ticks', () => {
    const { wait, advanced, behind } = rig();
    for (let i = 0; i < 1000; i++) wait(i % 3 === 0 ? 0.0041 : 0.0123);
    const total = advanced.reduce((sum, v) => sum + v, 0);
    expect(total).toBeCloseTo(334 * 0.0041 + 666 * 0.0123, 9);
    expect(behind).toEqual([]);
  });

  it('never fast-forwards after a stall, and says how much was lost', () => {
    const { wait, advanced, behind } = rig();
    wait(0.004);
    wait(2);
    wait(0.004);
    expect(advanced.map((v) => Number(v.toFixed(6)))).toEqual([0.004, maxCatchUpSec, 0.004]);
    expect(behind).toHaveLength(1);
    expect(behind[0]).toBeCloseTo(2 - maxCatchUpSec, 9);
  });

  it('reports at most once a second and loses no amount', () => {
    const { wait, behind } = rig();
    for (let i = 0; i < 25; i++) wait(0.1);
    expect(behind.length).toBeLessThanOrEqual(3);
    wait(1.05);
    expect(behind.reduce((sum, v) => sum + v, 0)).toBeCloseTo(25 * 0.05 + 1, 9);
  });

  it('takes a clock that stands still or jumps back for no time', () => {
    const { wait, advanced } = rig();
    wait(0);
    wait(-1);
    expect(advanced).toEqual([0, 0]);
  });
});
