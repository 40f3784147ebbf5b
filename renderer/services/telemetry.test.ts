import { describe, expect, it } from 'vitest';
import { robotState } from '../loop/loopTestNouns';
import { createTelemetry, robotNowSec, robotWords, setConnected } from './telemetry';

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
