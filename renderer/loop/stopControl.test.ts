import { describe, expect, it } from 'vitest';
import { robotState, stopReport } from './loopTestNouns';
import { createRig, type Rig } from './loopTestRig';
import { firstFault, never, toApproval, toExecution } from './loopTestSteps';

describe('stop', () => {
  it.each(['idle', 'awaitingApproval', 'executing'] as const)(
    'works from %s, on both lines',
    async (from) => {
      const rig = createRig();
      if (from === 'awaitingApproval') await toApproval(rig);
      if (from === 'executing') await toExecution(rig);
      rig.loop.stops.stop('button', 'test');
      expect(rig.loop.view.getState().session.state).toBe('stopping');
      expect(rig.stopsByMain).toEqual(['button']);
      await rig.reaches('stopped');
      expect(rig.calls).toContain('robot.stop');
      expect(rig.loop.view.getState().lastStop?.standstillMs).toBe(120);
      await expect.poll(() => rig.outcomes).toEqual(from === 'idle' ? [] : ['stopped']);
      await rig.loop.stops.reset();
      expect(rig.loop.view.getState().session).toEqual({ state: 'idle', ending: null });
    },
  );

  it('does not let a late answer of the gate start anything on screen', async () => {
    let answer: () => void = () => undefined;
    const rig: Rig = createRig({
      robot: {
        approve: () =>
          new Promise((resolve) => {
            answer = () => resolve({ refusals: [], approval: null, executionId: null });
          }),
      },
    });
    await toApproval(rig);
    void rig.loop.approve();
    await expect.poll(() => rig.calls).toContain('robot.approve');
    rig.loop.stops.stop('escape', 'test');
    await rig.reaches('stopped');
    answer();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(rig.loop.view.getState().session.state).toBe('stopped');
  });

  it('says NOT confirmed when the robot process is dead or silent', async () => {
    const dead = createRig();
    dead.kill('robot');
    dead.loop.stops.stop('space', 'test');
    expect(dead.loop.view.getState().session).toMatchObject({ state: 'stopped', confirmed: false });

    const silent = createRig({ robot: { stop: never } });
    silent.loop.stops.stop('space', 'test');
    await silent.reaches('stopped');
    expect(silent.loop.view.getState().session).toMatchObject({
      confirmed: false,
      text: expect.stringContaining('hardware emergency stop'),
    });
  });

  it.each(['death', 'silence'] as const)('follows the %s of the robot process in motion', async (how) => {
    const rig = createRig();
    await toExecution(rig);
    rig.emitExecution('progress');
    if (how === 'death') rig.kill('robot');
    await rig.reaches('stopped');
    expect(rig.stopsByMain).toEqual(['fault']);
    expect(firstFault(rig).happened).toMatch(how === 'death' ? /ended/ : /said nothing/);
    await expect.poll(() => rig.outcomes).toEqual(['stopped']);
  });

  it('does not show the report of an earlier stop', async () => {
    const rig = createRig();
    rig.loop.stops.stop('button', 'test');
    await rig.reaches('stopped');
    expect(rig.loop.view.getState().currentStop?.standstillMs).toBe(120);
    await rig.loop.stops.reset();
    rig.kill('robot');
    rig.loop.stops.stop('button', 'test');
    expect(rig.loop.view.getState().currentStop).toBeNull();
    expect(rig.loop.view.getState().lastStop?.standstillMs).toBe(120);
  });

  it('follows a gate that gives no answer: nobody knows whether it runs', async () => {
    const rig = createRig({ robot: { approve: never } });
    await toApproval(rig);
    void rig.loop.approve();
    await rig.reaches('stopped');
    expect(rig.stopsByMain).toEqual(['fault']);
  });

  it("shows a stop that others began, with the robot's report", async () => {
    const rig = createRig();
    await toExecution(rig);
    rig.loop.stops.stopSeen('main');
    expect(rig.loop.view.getState().session.state).toBe('stopping');
    rig.emitExecution('stopped');
    rig.server('robot').emit('stop', { ...stopReport, source: 'watchdog', text: 'Heartbeat lost.' });
    await rig.reaches('stopped');
    expect(rig.loop.view.getState().lastStop?.source).toBe('watchdog');
    expect(rig.stopsByMain).toEqual([]);
  });

  it('a motion that the robot process ends with a stop is never shown as idle, and its recording waits for the stop', async () => {
    const rig = createRig();
    await toExecution(rig);
    rig.emitExecution('failed', { text: 'Stopped: a joint was off its path.' });
    rig.server('robot').emit('state', { ...robotState, mode: 'stopping', stopLatched: true });
    await rig.reaches('stopping');
    rig.loop.startHome();
    expect(rig.loop.view.getState().session.state).toBe('stopping');
    expect(firstFault(rig).happened).toContain('off its path');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(rig.outcomes).toEqual([]);
    rig.server('robot').emit('stop', { ...stopReport, source: 'watchdog' });
    await rig.reaches('stopped');
    expect(rig.loop.view.getState().currentStop?.source).toBe('watchdog');
    await expect.poll(() => rig.outcomes).toEqual(['failed']);
  });

  it('finds a latched stop after a reload', async () => {
    const rig = createRig();
    rig.server('robot').emit('state', { ...robotState, mode: 'stopped', stopLatched: true });
    await rig.reaches('stopped');
    expect(rig.calls).not.toContain('robot.stop');
  });
});
