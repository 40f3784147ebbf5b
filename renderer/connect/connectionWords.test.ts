import { describe, expect, it } from 'vitest';
import type { ConnectionStatus } from '../../shared/contract/connection';
import { connectionWords } from './connectionWords';
import { connectedTo } from './connectTestViews';

const robot: ConnectionStatus = {
  name: 'Bench arm',
  kind: 'ros2',
  state: 'connected',
  text: 'All is there.',
  streams: [],
  preflight: [],
};

describe('connectionWords', () => {
  it('says of the one that is connected what the robot process says', () => {
    const view = connectedTo('own:bench-arm');
    expect(connectionWords('own:bench-arm', view, robot)).toMatchObject({
      status: 'ok',
      text: 'All is there.',
    });
    expect(connectionWords('own:bench-arm', view, { ...robot, state: 'failed' }).word).toBe('Failed');
    expect(connectionWords('own:bench-arm', view, null).word).toBe('Connecting');
    expect(connectionWords('simulator', view, robot).word).toBe('Not connected');
  });

  it('does not call a connection good whose preflight blocks', () => {
    const preflight = [{ check: 'tolerances', level: 'blocking' as const, text: 'None.', next: 'Set them.' }];
    expect(connectionWords('own:x', connectedTo('own:x'), { ...robot, preflight })).toMatchObject({
      status: 'warn',
      word: 'Connected, blocked',
    });
  });

  it('does not take the simulator for the robot of a profile', () => {
    const simulator: ConnectionStatus = { ...robot, kind: 'simulator', name: 'Simulator' };
    expect(connectionWords('own:x', connectedTo('own:x'), simulator)).toMatchObject({
      status: 'bad',
      word: 'Not connected',
    });
  });

  it('says which one is being made', () => {
    const view = connectedTo('simulator', { switchingTo: 'own:x' });
    expect(connectionWords('own:x', view, null).word).toBe('Connecting');
    expect(connectionWords('none', connectedTo('own:x', { switchingTo: 'none' }), robot).word).toBe(
      'Disconnecting',
    );
  });
});
