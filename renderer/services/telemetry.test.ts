import { describe, expect, it } from 'vitest';
import { connectedTo } from '../connect/connectTestViews';
import { robotState } from '../loop/loopTestNouns';
import { createTelemetry, realityOf, robotNowSec, robotWords, setConnected } from './telemetry';

describe('telemetry', () => {
  it('counts on from the last stamp of the robot', () => {
    const store = createTelemetry();
    expect(
      robotNowSec(
        store,
        () => 5000,
        () => 77_000,
      ),
    ).toBe(77);
    store.setState({ robot: { ...robotState, stampSec: 100, ageMs: 10 }, robotAtMs: 5000 });
    expect(
      robotNowSec(
        store,
        () => 5240,
        () => 77_000,
      ),
    ).toBeCloseTo(100.25, 9);
  });

  it('forgets what a process said when it is gone, and says so', () => {
    const store = createTelemetry();
    store.setState({ robot: robotState });
    expect(robotWords(store.getState())).toBe(robotState.text);
    setConnected(store, 'robot', false);
    expect(store.getState().robot).toBeNull();
    expect(robotWords(store.getState())).toMatch(/no word from the robot/);
  });
});

describe('realityOf', () => {
  it('takes a ROS 2 robot for real, also before its process has said a word', () => {
    expect(realityOf({ connection: connectedTo('own:bench-arm'), robot: null })).toEqual({
      kind: 'real',
      name: 'Bench arm',
      saidToBeSimulated: false,
    });
    expect(realityOf({ connection: null, robot: { ...robotState, driver: 'ros2' } }).kind).toBe('real');
  });

  it('takes one for real that only says that it is simulated, and adds its word', () => {
    const connection = connectedTo('own:bench-arm', { simulated: true });
    expect(realityOf({ connection, robot: null })).toMatchObject({ kind: 'real', saidToBeSimulated: true });
  });

  it('knows the simulator, and nothing', () => {
    expect(realityOf({ connection: connectedTo('simulator'), robot: robotState }).kind).toBe('simulator');
    expect(realityOf({ connection: connectedTo('none'), robot: robotState }).kind).toBe('none');
  });
});
