import { expect, it } from 'vitest';
import type { GripperChannel } from '../../../shared/contract/connection';
import { fr3 } from '../../../shared/robot/fr3';
import { readJointState } from '../jointTracker';
import { createRosJointReader } from './readRosJoints';

const gripper: GripperChannel = {
  kind: 'gripperCommand',
  action: '/hand/gripper_cmd',
  joint: 'knuckle',
  // A knuckle that turns: 0.8 rad is closed.
  scale: { closed: { width: 0, position: 0.8 }, open: { width: 0.08, position: 0 } },
  maxEffort: 20,
};
const arm = fr3.armJointNames;
const message = (stampSec: number, values: Readonly<Record<string, number>>, withVelocities = true) => ({
  stampSec,
  names: Object.keys(values),
  positions: Float64Array.from(Object.values(values)),
  velocities: Float64Array.from(withVelocities ? Object.values(values).map((v) => v / 10) : []),
  efforts: new Float64Array(),
});
const posture = (offset = 0) => Object.fromEntries(arm.map((name, j) => [name, j / 10 + offset]));
const reversed = Object.fromEntries(Object.entries(posture()).reverse());
const measured = (state: ReturnType<ReturnType<typeof createRosJointReader>['read']>) => {
  if (state === null || typeof state === 'string') throw new Error(String(state));
  const joints = readJointState(state, fr3, 0);
  if (typeof joints === 'string') throw new Error(joints);
  return joints;
};

it('takes the arm by its names and the opening by the scale, whatever else is there', () => {
  const read = createRosJointReader(fr3, gripper).read(message(1, { wheel: 7, ...reversed, knuckle: 0.4 }));
  expect(measured(read).positions).toEqual(arm.map((_, j) => j / 10));
  expect(measured(read).velocities[6]).toBeCloseTo(0.06, 9);
  expect(measured(read).gripperWidth).toBeCloseTo(0.04, 9);
});

it('puts together what arm and gripper tell in messages of their own, while both are fresh', () => {
  const reader = createRosJointReader(fr3, gripper);
  expect(reader.read(message(1, posture()))).toMatch('do not tell the gripper');
  expect(reader.read(message(1.01, { knuckle: 0.8 }))).toBeNull();
  expect(measured(reader.read(message(1.02, posture()))).gripperWidth).toBeCloseTo(0, 9);
  expect(reader.read(message(3, posture()))).toMatch('do not tell the gripper');
});

it("measures the opening by the profile's feedback: another joint, scale and topic", () => {
  const scale = { closed: { width: 0, position: 0 }, open: { width: 0.08, position: 0.04 } };
  const here = createRosJointReader(fr3, { ...gripper, feedback: { joint: 'finger', scale } });
  expect(
    measured(here.read(message(1, { ...posture(), knuckle: 0.4, finger: 0.01 }))).gripperWidth,
  ).toBeCloseTo(0.02, 9);
  const there = createRosJointReader(fr3, {
    ...gripper,
    feedback: { topic: '/hand/joints', joint: 'finger', scale },
  });
  expect(there.read(message(1, { ...posture(), finger: 0.01 }))).toMatch('/hand/joints does not tell');
  expect(there.readOpening(message(0, { finger: 0.03 }))).toMatch('no time stamp');
  expect(there.readOpening(message(1, { finger: 0.03 }))).toBeNull();
  expect(measured(there.read(message(1.01, { ...posture(), finger: 0.01 }))).gripperWidth).toBeCloseTo(
    0.06,
    9,
  );
});

it('works out velocities that are not sent, once it can', () => {
  const reader = createRosJointReader(fr3, { kind: 'none' });
  expect(reader.read(message(1, posture(0), false))).toBeNull();
  expect(reader.read(message(1.01, posture(0.005), false))).toBeNull();
  const { velocities, gripperWidth } = measured(reader.read(message(1.02, posture(0.01), false)));
  for (const v of velocities) expect(v).toBeCloseTo(0.5, 6);
  expect(gripperWidth).toBe(0);
  expect(reader.velocitiesAreMissing()).toBe(true);
});

it('has words for what is wrong', () => {
  const reader = createRosJointReader(fr3, { kind: 'none' });
  const { fr3_joint1: _, ...six } = posture();
  expect(reader.read(message(1, six))).toMatch('not fr3_joint1');
  expect(reader.read(message(0, posture()))).toMatch('no time stamp');
  expect(reader.read({ ...message(1, posture()), velocities: new Float64Array(3) })).toMatch('3 velocities');
  expect(reader.read({ ...message(1, posture()), positions: new Float64Array(3) })).toMatch('3 positions');
  expect(reader.read({ ...message(1, posture()), names: arm.map(() => 'fr3_joint1') })).toMatch('twice');
  expect(reader.read(message(1, { wheel: 1 }))).toBeNull();
});
