import { describe, expect, it } from 'vitest';
import { readProfile } from '../../../shared/contract/profileProblems';
import { benchArm } from '../connectTestViews';
import { draftOf, readAt, writeAt } from './draft';

const draft = draftOf(benchArm);

describe('a draft', () => {
  it('is read and written by the names that problems have', () => {
    const field = 'cameras[0].color.topic';
    const changed = writeAt(draft, field, 'no name');
    expect(readAt(changed, field)).toBe('no name');
    expect(readProfile(changed).problems.map((problem) => problem.field)).toEqual([field]);
    expect(readAt(draft, field)).toBe('/camera/camera/color/image_raw');
  });

  it('takes fields out, and entries out of lists', () => {
    expect(writeAt(draft, 'model.limits.elbow_joint.velocity', undefined)).toMatchObject({
      model: { limits: { elbow_joint: { lower: -2.6, upper: 2.6 } } },
    });
    expect(readAt(writeAt(draft, 'cameras[0]', undefined), 'cameras')).toEqual([]);
    expect(
      'armJointNames' in (readAt(writeAt(draft, 'model.armJointNames', undefined), 'model') as object),
    ).toBe(false);
  });

  it('makes what is not there yet', () => {
    expect(readAt(writeAt(draft, 'model.limits.wrist.lower', -1), 'model.limits.wrist')).toEqual({
      lower: -1,
    });
    expect(readAt(draft, 'model.nothing.here')).toBeUndefined();
  });
});
