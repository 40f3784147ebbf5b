import { describe, expect, it } from 'vitest';
import { defaultFences, type Fences } from '../../shared/contract/fences';
import { draftOf, readDraft } from './fencesDraft';

const fences: Fences = {
  ...defaultFences,
  keepOut: [{ name: 'post', min: [0.1, -0.5, 0], max: [0.2, -0.4, 0.6] }],
  joints: [{ joint: 'fr3_joint1', lower: -1.5, upper: 1.5 }],
};

describe('the form of the fences', () => {
  it('reads what it shows', () => {
    expect(readDraft(draftOf(fences))).toEqual({ fences });
  });

  it('names the row that is wrong, and says what', () => {
    const draft = draftOf(fences);
    const [post] = draft.keepOut;
    const problem = (change: object) => readDraft({ ...draft, ...change });
    expect(problem({ keepOut: [{ ...post!, min: ['0.1', '', '0'] }] })).toEqual({
      problem: 'Keep-out box post: Each field needs a number, as in 0.25.',
    });
    expect(problem({ keepOut: [{ ...post!, min: ['0.3', '-0.5', '0'] }] })).toMatchObject({
      problem: expect.stringContaining('from the smaller to the larger'),
    });
    expect(problem({ keepOut: [post!, post!] })).toEqual({
      problem: 'Two keep-out boxes have the same name.',
    });
    expect(problem({ keepOut: [{ ...post!, name: ' ' }] })).toEqual({
      problem: 'Keep-out box 1: A box needs a name.',
    });
    expect(problem({ joints: [{ ...draft.joints[0]!, lower: '2' }] })).toMatchObject({
      problem: expect.stringMatching(/^Soft limit of fr3_joint1: /),
    });
  });
});
