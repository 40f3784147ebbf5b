import { expect, it } from 'vitest';
import { faultTextSchema } from '../../shared/contract/common';
import { robotModeSchema } from '../../shared/contract/robotContract';
import { switchRefusal } from './switchRefusal';

const allowed = (stopUnconfirmed: boolean) =>
  robotModeSchema.options.filter((mode) => switchRefusal({ mode, stopUnconfirmed }) === undefined);

it('lets the connection change only while the robot is known to stand still, or not known at all', () => {
  expect(allowed(false)).toEqual(['disconnected', 'idle', 'stopped']);
  expect(allowed(true)).toEqual(['disconnected']);
});

it('says what to do', () => {
  for (const mode of ['executing', 'stopping'] as const) {
    const refusal = switchRefusal({ mode, stopUnconfirmed: false });
    expect(faultTextSchema.parse(refusal).next).toMatch(/then connect again/);
  }
});
