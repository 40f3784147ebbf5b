import { describe, expect, it } from 'vitest';
import type { JogCommand } from '../../shared/contract/jog';
import { createHolds } from './holds';

function holds() {
  const said: (readonly [number, JogCommand])[] = [];
  const released: number[] = [];
  let timer: (() => void) | undefined;
  const made = createHolds({
    hold: (id, command) => said.push([id, command]),
    release: (id) => released.push(id),
    every: (run) => {
      timer = run;
      return () => {
        timer = undefined;
      };
    },
    joints: () => 7,
  });
  return { ...made, said, released, tick: () => timer?.(), ticks: () => timer !== undefined };
}

describe('holds', () => {
  it('says a held key again until it is let go', () => {
    const all = holds();
    all.press('KeyW', { axis: 'x', share: 1 });
    all.tick();
    expect(all.said).toHaveLength(2);
    expect(all.said[1]).toEqual([1, { space: 'base', linear: [1, 0, 0], angular: [0, 0, 0] }]);
    all.release('KeyW');
    expect(all.released).toEqual([1]);
    expect(all.ticks()).toBe(false);
  });

  it('is one hold while any key of several is held, and a new one afterwards', () => {
    const all = holds();
    all.press('KeyW', { axis: 'x', share: 1 });
    all.press('KeyA', { axis: 'y', share: 1 });
    all.release('KeyW');
    expect(all.released).toEqual([]);
    expect(all.said.at(-1)).toEqual([1, { space: 'base', linear: [0, 1, 0], angular: [0, 0, 0] }]);
    all.release('KeyA');
    all.press('KeyA', { axis: 'y', share: 1 });
    expect(all.said.at(-1)?.[0]).toBe(2);
  });

  it('lets go when opposite keys cancel each other, when all are let go, and when the way to jog changes', () => {
    const all = holds();
    all.press('KeyW', { axis: 'x', share: 1 });
    all.press('KeyS', { axis: 'x', share: -1 });
    expect(all.released).toEqual([1]);
    all.releaseAll();
    all.press('pad', { axis: 'z', share: 0.5 });
    all.setSpace('joints');
    expect(all.released).toEqual([1, 2]);
    all.press('pad', { axis: 3, share: -0.5 });
    all.setSpeed(0.5);
    expect(all.said.at(-1)?.[1]).toEqual({ space: 'joints', velocities: [0, 0, 0, -0.25, 0, 0, 0] });
  });
});
