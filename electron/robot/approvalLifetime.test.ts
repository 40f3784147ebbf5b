import { describe, expect, it } from 'vitest';
import { fr3 } from '../../shared/robot/fr3';
import { createGate, type Surroundings } from './gate';
import { createSlicer } from './slices';
import { createManualClock } from './testing/manualClock';
import { gateRobot, model, taskPlan } from './testing/plans';

/** The gate by itself, with two clocks that a test moves apart: its own, and the robot's. */
async function approvedWhile(ownMs: number, robotSec: number) {
  const clock = createManualClock();
  let nowSec = 5000;
  let written: () => void = () => undefined;
  const started: string[] = [];
  const surroundings = (): Surroundings => ({
    connected: true,
    epoch: 'e1',
    robot: fr3.name,
    limitsHash: gateRobot.limitsHash,
    fencesHash: gateRobot.fencesHash,
    nowMs: clock.nowMs(),
    nowSec,
    joints: { positions: fr3.home, ageMs: 10 },
    standingStill: true,
    stopLatched: false,
    executing: false,
    otherCommander: null,
    recorderProblem: null,
    heartbeatAgeMs: { renderer: 100, main: 100 },
  });
  const gate = createGate({
    clock,
    slice: createSlicer(clock, 4),
    robot: () => gateRobot,
    newId: () => 'a1',
    surroundings,
    stopCount: () => 0,
    recordApproval: () =>
      new Promise((resolve) => {
        written = resolve;
      }),
    start: ({ approval }) => {
      started.push(approval.approvalId);
      return 'x1';
    },
  });
  const offering = gate.offer(JSON.stringify(taskPlan('e1', nowSec)));
  await clock.settle();
  const { planHash, refusals } = await offering;
  expect(refusals).toEqual([]);
  const answer = gate.approve({ planHash, operator: 'op', model });
  await clock.settle();
  await clock.advance(ownMs);
  nowSec += robotSec;
  written();
  const { refusals: late } = await answer;
  return { checks: late.map(({ check }) => check), started };
}

describe("an approval's few seconds, while the recorder writes", () => {
  it('are enough up to their end, by both clocks', async () => {
    expect(await approvedWhile(5000, 5)).toEqual({ checks: [], started: ['a1'] });
  });

  it("end by the gate's own clock alone, when the robot's stands still", async () => {
    expect(await approvedWhile(5001, 0)).toEqual({ checks: ['approvalValid'], started: [] });
  });

  it("end by the robot's clock alone", async () => {
    expect(await approvedWhile(0, 5.001)).toEqual({ checks: ['approvalValid'], started: [] });
  });
});
