import { expect, it } from 'vitest';
import { gripperEnd, gripperMessage } from './gripperGoals';

const scale = { closed: { width: 0, position: 0.8 }, open: { width: 0.08, position: 0 } };
const gripper = (kind: 'gripperCommand' | 'parallelGripperCommand' | 'trajectory') =>
  ({ kind, action: '/g', joint: 'knuckle', scale, maxEffort: 20 }) as const;
const goal = { goalId: 'g', width: 0.02, maxEffort: 50 };
const end = (change: object) => ({
  status: 'succeeded' as const,
  code: 0,
  text: '',
  result: null,
  ...change,
});

it('asks each kind of controller in its own unit, with no more force than the profile allows', () => {
  expect(gripperMessage(gripper('gripperCommand'), goal, 0.08, 0.08)).toEqual({
    command: { position: expect.closeTo(0.6, 9), max_effort: 20 },
  });
  expect(gripperMessage(gripper('parallelGripperCommand'), goal, 0.08, 0.08)).toMatchObject({
    command: { name: ['knuckle'], position: [expect.closeTo(0.6, 9)], effort: [20] },
  });
  expect(gripperMessage(gripper('trajectory'), goal, 0.08, 0.08)).toMatchObject({
    trajectory: { points: [{ positions: [expect.closeTo(0.6, 9)], time_from_start: { sec: 1 } }] },
  });
});

it('reads each answer as an opening', () => {
  const told = { position: 0.4, effort: 5, stalled: true, reached_goal: false };
  expect(gripperEnd(gripper('gripperCommand'), end({ result: told }), 0)).toMatchObject({
    width: expect.closeTo(0.04, 9),
    effort: 5,
    stalled: true,
    reachedGoal: false,
  });
  const state = { position: [0.4], effort: [5] };
  expect(gripperEnd(gripper('parallelGripperCommand'), end({ result: { ...told, state } }), 0)).toMatchObject(
    { width: expect.closeTo(0.04, 9), stalled: true },
  );
  expect(gripperEnd(gripper('gripperCommand'), end({ status: 'lost' }), 0.03).width).toBe(0.03);
});

it('takes a trajectory controller that did not get there for one that holds something', () => {
  expect(gripperEnd(gripper('trajectory'), end({ status: 'aborted', code: -5 }), 0.03)).toMatchObject({
    status: 'succeeded',
    stalled: true,
    reachedGoal: false,
    width: 0.03,
  });
  expect(gripperEnd(gripper('trajectory'), end({ status: 'aborted', code: -1 }), 0.03)).toMatchObject({
    status: 'aborted',
    stalled: false,
  });
});
