import { describe, expect, it } from 'vitest';
import type { Clients } from '../loop/clients';
import { createDemonstration } from './createDemonstration';

/** The two processes as far as a demonstration asks them: what is asked is written down, and answered well. */
function sitting(refuse = false) {
  const asked: string[] = [];
  const client = (name: string) => ({
    request: (what: string, params: { outcome?: string }) => {
      asked.push(params.outcome ? `${what} ${params.outcome}` : what);
      if (what === 'startJog') {
        return Promise.resolve(
          refuse
            ? { refusals: [{ check: 'standstill', text: 'It moves.' }], jog: null }
            : { refusals: [], jog: { jogId: 'j' } },
        );
      }
      return Promise.resolve({});
    },
    notify: (what: string, { json = '' }: { json?: string }) => {
      if (name === 'recorder') asked.push(JSON.parse(json).text);
      else asked.push(what);
    },
  });
  const table = { robot: client('robot'), recorder: client('recorder') };
  const made = createDemonstration({
    clients: ((name: 'robot' | 'recorder') => table[name]) as unknown as Clients,
    nowSec: () => 100,
    operator: () => 'op',
    robotName: () => 'fr3',
    jointCount: () => 7,
    maxGripperWidth: () => 0.08,
    busy: () => null,
    every: () => () => undefined,
    after: (_ms, run) => {
      queueMicrotask(run);
      return () => undefined;
    },
  });
  const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
  return { ...made, asked, settle };
}

describe('a demonstration', () => {
  it('counts down, opens an episode, then asks for the approval, and closes with the verdict', async () => {
    const { view, start, settle, marker, endEpisode, judge, asked } = sitting();
    start('stack the cubes', 'jog', 0.5, 2);
    expect(view.getState()).toMatchObject({ phase: 'counting', countdown: 2 });
    await settle();
    expect(view.getState().phase).toBe('recording');
    marker();
    await endEpisode();
    expect(view.getState().phase).toBe('judging');
    await judge('success', 'a fine one');
    expect(view.getState()).toMatchObject({ phase: 'setup', done: [{ verdict: 'success' }] });
    expect(asked).toEqual([
      'startEpisode',
      'stack the cubes',
      'startJog',
      'Marker 1',
      'endJog',
      'a fine one',
      'Success, by the operator',
      'endEpisode succeeded',
    ]);
  });

  it('does not begin without a task, nor when it is refused, and then leaves no open episode', async () => {
    const nameless = sitting();
    nameless.start('  ', 'jog', 0.5, 0);
    expect(nameless.view.getState()).toMatchObject({
      phase: 'setup',
      problem: expect.stringMatching('sentence'),
    });
    const refused = sitting(true);
    refused.start('stack', 'jog', 0.5, 0);
    await refused.settle();
    expect(refused.view.getState()).toMatchObject({ phase: 'setup', problem: 'It moves.' });
    expect(refused.asked.at(-1)).toBe('endEpisode refused');
  });

  it('records again: the first is kept apart, the same task begins anew', async () => {
    const { view, start, settle, again, asked } = sitting();
    start('stack', 'jog', 0.5, 0);
    await settle();
    await again(0);
    await settle();
    expect(view.getState()).toMatchObject({ phase: 'recording', task: 'stack' });
    expect(asked).toContain('endEpisode refused');
    expect(asked.filter((each) => each === 'startEpisode')).toHaveLength(2);
  });

  it('lets go of everything and closes the episode when the robot was stopped', async () => {
    const { view, start, settle, holds, robotSays, asked } = sitting();
    start('stack', 'jog', 0.5, 0);
    await settle();
    holds.press('KeyW', { axis: 'x', share: 1 });
    robotSays({ stopLatched: true, stampSec: 101 } as never);
    await settle();
    expect(holds.isHolding()).toBe(false);
    expect(view.getState()).toMatchObject({ phase: 'setup', done: [{ verdict: 'stopped' }] });
    expect(asked.at(-1)).toBe('endEpisode stopped');
  });
});
