import { maxPlanTextLength, type Plan } from '../../shared/contract/plan';
import type { GateRefusal } from '../../shared/contract/robotContract';
import { hashInSteps } from './hashInSteps';
import { parseJsonInSteps } from './parseJsonInSteps';
import { parsePlanInSteps } from './parsePlanInSteps';
import { type GateRobot, planRefusals } from './planRules';
import type { Steps } from './slices';

export interface OfferVerdict {
  /** SHA-256 of the text's UTF-8 bytes. */
  readonly hash: string;
  /** Null if the text is no plan. */
  readonly plan: Plan | null;
  readonly refusals: GateRefusal[];
}

/**
 * Everything that the gate finds out about an offered text from the text alone: size, encoding, hash,
 * JSON, schema, and whether this robot can run it within its limits.
 */
export function* validateOfferInSteps(text: string, robot: GateRobot): Steps<OfferVerdict> {
  const no = (hash: string, check: string, why: string): OfferVerdict => ({
    hash,
    plan: null,
    refusals: [{ check, text: why.slice(0, 600) }],
  });
  const noHash = '0'.repeat(64);
  if (text.length > maxPlanTextLength) {
    return no(noHash, 'size', `The plan has ${text.length} characters; ${maxPlanTextLength} are allowed.`);
  }
  const hash = yield* hashInSteps(text);
  if (hash === null) return no(noHash, 'hash', 'The plan text has no UTF-8 form, so it has no hash.');
  let raw: unknown;
  try {
    raw = yield* parseJsonInSteps(text);
  } catch (error) {
    return no(hash, 'schema', `The plan text is no JSON: ${(error as Error).message}`);
  }
  const plan = yield* parsePlanInSteps(raw);
  if (typeof plan === 'string') return no(hash, 'schema', `The text is no plan: ${plan}`);
  return { hash, plan, refusals: yield* planRefusals(plan, robot) };
}
