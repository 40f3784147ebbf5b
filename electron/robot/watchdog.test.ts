import { describe, expect, it } from 'vitest';
import { reasonToStop, type WatchSituation, watches } from './watchdog';

const well: WatchSituation = {
  jointAgeMs: 10,
  heartbeatAgeMs: { renderer: 100, main: 100 },
  recorderProblem: null,
  otherCommander: null,
  errorRad: 0.001,
  pathTolerance: 0.1,
  elapsedSec: 1,
  ownElapsedSec: 1,
  allowedSec: 5,
  gripper: { elapsedSec: 1, timeoutSec: 3 },
};

/** For each watch, what sets it off, and it alone. */
const alarms: Readonly<Record<keyof typeof watches, readonly Partial<WatchSituation>[]>> = {
  jointSilence: [{ jointAgeMs: 201 }, { jointAgeMs: Number.POSITIVE_INFINITY }],
  tracking: [{ errorRad: 0.1001 }, { errorRad: Number.NaN }],
  rendererHeartbeat: [
    { heartbeatAgeMs: { renderer: 1001, main: 100 } },
    { heartbeatAgeMs: { renderer: null, main: 100 } },
  ],
  mainHeartbeat: [
    { heartbeatAgeMs: { renderer: 100, main: 1001 } },
    { heartbeatAgeMs: { renderer: 100, main: null } },
  ],
  recorder: [{ recorderProblem: 'the recorder is not there.' }],
  otherCommander: [{ otherCommander: 'the goal "x" is running.' }],
  executionTime: [{ elapsedSec: 5.01 }, { ownElapsedSec: 15.01 }],
  gripperTime: [{ gripper: { elapsedSec: 3.01, timeoutSec: 3 } }],
};

describe('watchdog', () => {
  it('lets a motion go on that is well, up to each limit', () => {
    expect(reasonToStop(well)).toBeNull();
    expect(
      reasonToStop({
        ...well,
        jointAgeMs: 200,
        heartbeatAgeMs: { renderer: 1000, main: 1000 },
        errorRad: 0.1,
        elapsedSec: 5,
        ownElapsedSec: 15,
        gripper: { elapsedSec: 3, timeoutSec: 3 },
      }),
    ).toBeNull();
    expect(reasonToStop({ ...well, gripper: null })).toBeNull();
  });

  for (const [name, cases] of Object.entries(alarms)) {
    it(`stops for ${name}, in words`, () => {
      for (const change of cases) {
        const situation = { ...well, ...change };
        const tripped = Object.entries(watches).filter(([, watch]) => watch(situation) !== null);
        expect(tripped.map(([alone]) => alone)).toEqual([name]);
        const reason = reasonToStop(situation);
        expect(reason?.check).toBe(name);
        expect(reason?.text).toMatch(/^[A-Z].{15,}\.$/);
      }
    });
  }
});
