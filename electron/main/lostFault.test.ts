import { describe, expect, it } from 'vitest';
import { processNames } from '../../shared/contract/bridge';
import { faultTextSchema } from '../../shared/contract/common';
import { robotModeSchema } from '../../shared/contract/robotContract';
import { type LostProcess, lostFault } from './lostFault';

const lost = (change: Partial<LostProcess>): LostProcess => ({
  name: 'camera',
  text: 'The camera process ended unexpectedly (code 9).',
  leftDown: false,
  mode: 'idle',
  stopLatched: false,
  simulated: true,
  ...change,
});

/** Those whose loss ends a motion; exports have no part in one. */
const ofTheMotion = processNames.filter((name) => name !== 'exporter');

describe('lostFault', () => {
  it('leaves the robot out of it when the exporter is lost', () => {
    const fault = lostFault(lost({ name: 'exporter', mode: 'executing' }));
    expect(fault.robotIs).toMatch(/goes on as it was/);
    expect(fault.next).not.toMatch(/stop/);
  });

  it('asks for the reset of a stop exactly when one stands, or will', () => {
    for (const name of ofTheMotion) {
      for (const mode of robotModeSchema.options) {
        for (const stopLatched of [false, true]) {
          const stands = stopLatched || ['executing', 'jogging', 'stopping'].includes(mode);
          expect(/reset the stop/.test(lostFault(lost({ name, mode, stopLatched })).next)).toBe(stands);
        }
      }
    }
  });

  it('says that a motion was under way exactly when one was', () => {
    for (const name of ofTheMotion) {
      expect(lostFault(lost({ name, mode: 'idle' })).robotIs).toMatch(/^No motion was under way/);
      expect(lostFault(lost({ name, mode: 'executing' })).robotIs).toMatch(/^A motion was under way/);
      expect(lostFault(lost({ name, mode: 'jogging' })).robotIs).toMatch(/^A motion was under way/);
      expect(lostFault(lost({ name, mode: 'guiding' })).robotIs).toMatch(/by hand still has it/);
    }
  });

  it('does not promise that a real controller brakes by itself', () => {
    const moving = { name: 'robot', mode: 'executing' } as const;
    expect(lostFault(lost(moving)).robotIs).toMatch(/brakes the arm by itself/);
    expect(lostFault(lost({ ...moving, simulated: false })).robotIs).toMatch(/goes on with it until/);
  });

  it('does not promise a start that will not come', () => {
    expect(lostFault(lost({})).next).toMatch(/being started again/);
    expect(lostFault(lost({ leftDown: true })).next).toMatch(/left down: restart it/);
  });

  it('keeps quiet about what it cannot know, and fits its schema', () => {
    const fault = lostFault(lost({ name: 'robot', mode: 'disconnected' }));
    expect(fault.robotIs).toMatch(/no word from the robot/);
    expect(faultTextSchema.parse(fault)).toEqual(fault);
  });
});
