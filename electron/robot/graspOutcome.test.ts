import { describe, expect, it } from 'vitest';
import type { GripperSegment } from '../../shared/contract/plan';
import type { GripperEnd } from './driver';
import { graspProblem } from './graspOutcome';

const opening: GripperSegment = { type: 'gripper', phase: 'open', width: 0.08, force: 20, timeoutSec: 3 };
const grasp: GripperSegment = {
  ...opening,
  phase: 'grasp',
  width: 0.02,
  expectObject: { minWidth: 0.03, maxWidth: 0.05 },
};
const end = (change: Partial<GripperEnd>): GripperEnd => ({
  status: 'succeeded',
  code: 0,
  text: '',
  width: 0.04,
  effort: 20,
  stalled: false,
  reachedGoal: false,
  ...change,
});

describe('grasp outcome', () => {
  it('is good when the fingers stall on something as wide as the object', () => {
    expect(graspProblem(grasp, end({ stalled: true }))).toBeNull();
    expect(graspProblem(grasp, end({ stalled: true, width: 0.03 }))).toBeNull();
    expect(graspProblem(grasp, end({ stalled: true, width: 0.05 }))).toBeNull();
    // Controllers that do not allow stalling call it aborted; the fingers hold all the same.
    expect(graspProblem(grasp, end({ stalled: true, status: 'aborted' }))).toBeNull();
  });

  it('says that the gripper closed on nothing', () => {
    expect(graspProblem(grasp, end({ reachedGoal: true, width: 0.02 }))).toMatch(
      'closed on nothing: it stands at 20.0 mm',
    );
    expect(graspProblem(grasp, end({ stalled: true, width: 0.0299 }))).toMatch('closed on nothing');
    expect(graspProblem(grasp, end({ reachedGoal: true }))).toMatch('closed on nothing');
  });

  it('says that it holds something else', () => {
    expect(graspProblem(grasp, end({ stalled: true, width: 0.051 }))).toMatch('holds something else');
    expect(graspProblem(grasp, end({ stalled: true, width: Number.NaN }))).toMatch('holds something else');
  });

  it('wants the width reached where no object is expected', () => {
    expect(graspProblem(opening, end({ reachedGoal: true, width: 0.08 }))).toBeNull();
    expect(graspProblem(opening, end({ stalled: true, width: 0.06 }))).toMatch('got stuck at 60.0 mm');
  });

  it('passes the words of a goal that came to nothing', () => {
    expect(graspProblem(grasp, end({ status: 'rejected', text: 'Too wide' }))).toMatch(
      '(rejected): Too wide',
    );
    expect(graspProblem(opening, end({ status: 'canceled' }))).toMatch('(canceled)');
  });
});
