import { describe, expect, it } from 'vitest';
import { fr3 } from './fr3';
import { robotModelHash } from './robotModelHash';

describe('robotModelHash', () => {
  it('does not see the order of keys', () => {
    const turned = Object.fromEntries(Object.entries(fr3).reverse()) as unknown as typeof fr3;
    expect(Object.keys(turned)).not.toEqual(Object.keys(fr3));
    expect(robotModelHash(turned)).toBe(robotModelHash(fr3));
  });

  it('sees a joint that is a micrometre longer, and another limit', () => {
    const [first, ...rest] = fr3.joints;
    const raised = { ...first!.origin, position: [0, 0, 0.333001] as const };
    expect(robotModelHash({ ...fr3, joints: [{ ...first!, origin: raised }, ...rest] })).not.toBe(
      robotModelHash(fr3),
    );
    const wider = { ...fr3, joints: [{ ...first!, limits: { ...first!.limits!, upper: 3 } }, ...rest] };
    expect(robotModelHash(wider)).not.toBe(robotModelHash(fr3));
  });
});
