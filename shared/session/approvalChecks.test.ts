import { describe, expect, it } from 'vitest';
import type { Plan } from '../contract/plan';
import { fr3 } from '../robot/fr3';
import {
  type ApprovalRequest,
  approvalHolds,
  approvalLimits,
  type GateSituation,
  mintApproval,
  type OfferedPlan,
} from './approval';
import { approvalChecks, refusalsOf, standingChecks } from './approvalChecks';

const model = { packId: 'p', name: 'Tiny', version: '1', packHash: 'c'.repeat(64), provider: 'cpu' };
const hash = 'a'.repeat(64);
const nowSec = 5000;
const plan: Plan = {
  version: 1,
  purpose: 'task',
  createdAtSec: nowSec - 2,
  robot: 'fr3',
  limitsHash: 'b'.repeat(64),
  fencesHash: 'f'.repeat(64),
  epoch: 'e1',
  instruction: 'do it',
  observation: { observationId: 'o', stampSec: nowSec - 5, imageHash: 'd'.repeat(64) },
  model,
  proposalId: 'p',
  speedScale: 0.5,
  startPositions: [...fr3.home],
  startTolerance: 0.01,
  durationSec: 1,
  segments: [{ type: 'gripper', phase: 'open', width: 0.08, force: 20, timeoutSec: 2 }],
  checks: [],
};

interface Case {
  offer: OfferedPlan;
  request: ApprovalRequest;
  situation: GateSituation;
}
const good = (): Case => ({
  offer: { hash, plan, offeredAtMs: 10_000 },
  request: { planHash: hash, operator: 'op', model },
  situation: {
    connected: true,
    epoch: 'e1',
    robot: 'fr3',
    limitsHash: 'b'.repeat(64),
    fencesHash: 'f'.repeat(64),
    nowMs: 12_000,
    nowSec,
    joints: { positions: fr3.home, ageMs: 10 },
    standingStill: true,
    stopLatched: false,
    executing: false,
    otherCommander: null,
    recorderProblem: null,
    heartbeatAgeMs: { renderer: 100, main: 100 },
    heldTextHash: hash,
    usedHashes: new Set(),
  },
});
const refusals = ({ offer, request, situation }: Case) =>
  refusalsOf(approvalChecks, offer, request, situation);
const names = (broken: Case) => refusals(broken).map(({ check }) => check);

const withPlan = (change: Partial<Plan>): Case => {
  const base = good();
  return { ...base, offer: { ...base.offer, plan: { ...plan, ...change } } };
};
const withSituation = (change: Partial<GateSituation>): Case => {
  const base = good();
  return { ...base, situation: { ...base.situation, ...change } };
};
const withModel = (changed: ApprovalRequest['model']): Case => {
  const base = good();
  return { ...base, request: { ...base.request, model: changed } };
};
const moved = (by: number) => fr3.home.map((p, j) => (j === 3 ? p + by : p));

/** For each check the ways to break it, and it alone. */
const breaks: Readonly<Record<keyof typeof approvalChecks, readonly Case[]>> = {
  hash: [withSituation({ heldTextHash: 'f'.repeat(64) }), withSituation({ heldTextHash: '' })],
  connected: [withSituation({ connected: false })],
  epoch: [withPlan({ epoch: 'e0' }), withSituation({ epoch: 'e2' })],
  robot: [withPlan({ robot: 'ur5' })],
  limitsUnchanged: [withSituation({ limitsHash: 'e'.repeat(64) })],
  fencesUnchanged: [withSituation({ fencesHash: 'e'.repeat(64) }), withPlan({ fencesHash: 'e'.repeat(64) })],
  notUsed: [withSituation({ usedHashes: new Set([hash]) })],
  notExpired: [
    withPlan({ createdAtSec: nowSec - 121 }),
    withPlan({ createdAtSec: nowSec + 2 }),
    withSituation({ nowMs: 10_000 + 121_000 }),
  ],
  modelUnchanged: [
    withModel(null),
    withModel({ ...model, packHash: '0'.repeat(64) }),
    withModel({ ...model, packId: 'q' }),
    withModel({ ...model, version: '2' }),
    withModel({ ...model, name: 'Other' }),
    withModel({ ...model, provider: 'cuda' }),
    (() => {
      const { model: _, ...rest } = plan;
      return { ...good(), offer: { ...good().offer, plan: rest } };
    })(),
  ],
  frameAge: [
    withPlan({ observation: { observationId: 'o', stampSec: nowSec - 121, imageHash: 'd'.repeat(64) } }),
    withPlan({ observation: { observationId: 'o', stampSec: nowSec + 2, imageHash: 'd'.repeat(64) } }),
  ],
  jointStateFresh: [
    withSituation({ joints: { positions: fr3.home, ageMs: 200 } }),
    withSituation({ joints: { positions: fr3.home, ageMs: Number.NaN } }),
  ],
  startPositions: [
    withSituation({ joints: { positions: moved(0.011), ageMs: 10 } }),
    withSituation({ joints: { positions: moved(-0.011), ageMs: 10 } }),
    withSituation({ joints: { positions: moved(Number.NaN), ageMs: 10 } }),
    withSituation({ joints: { positions: fr3.home.slice(1), ageMs: 10 } }),
  ],
  standstill: [withSituation({ standingStill: false })],
  noLatchedStop: [withSituation({ stopLatched: true })],
  notExecuting: [withSituation({ executing: true })],
  noOtherCommander: [withSituation({ otherCommander: 'the goal "x" is running.' })],
  recorder: [withSituation({ recorderProblem: 'the recorder is not there.' })],
  heartbeats: [
    withSituation({ heartbeatAgeMs: { renderer: 1001, main: 100 } }),
    withSituation({ heartbeatAgeMs: { renderer: 100, main: 1001 } }),
    withSituation({ heartbeatAgeMs: { renderer: null, main: 100 } }),
    withSituation({ heartbeatAgeMs: { renderer: 100, main: null } }),
  ],
};

describe('approval checks', () => {
  it('say nothing against a good approval, up to each limit', () => {
    expect(names(good())).toEqual([]);
    expect(names(withPlan({ createdAtSec: nowSec - approvalLimits.planLifetimeSec }))).toEqual([]);
    expect(names(withSituation({ joints: { positions: fr3.home, ageMs: 199 } }))).toEqual([]);
    expect(names(withSituation({ joints: { positions: moved(0.0099), ageMs: 10 } }))).toEqual([]);
  });

  for (const [check, cases] of Object.entries(breaks)) {
    it(`${check} is broken alone, and says so in words`, () => {
      expect(cases.length).toBeGreaterThan(0);
      for (const broken of cases) {
        const found = refusals(broken);
        expect(found.map((refusal) => refusal.check)).toEqual([check]);
        expect(found[0]?.text).toMatch(/^[A-Z].{20,}\.$/);
      }
    });
  }

  it('are each all that stands in the way of what they are for: without one, its cases pass, and no others', () => {
    for (const disabled of Object.keys(approvalChecks)) {
      const { [disabled as keyof typeof approvalChecks]: _, ...others } = approvalChecks;
      for (const [check, cases] of Object.entries(breaks)) {
        for (const { offer, request, situation } of cases) {
          const found = refusalsOf(others, offer, request, situation).map((refusal) => refusal.check);
          expect(found, `${check} without ${disabled}`).toEqual(check === disabled ? [] : [check]);
        }
      }
    }
  });

  it('report everything that is wrong, not only the first', () => {
    const situation = { ...good().situation, stopLatched: true, connected: false, joints: null };
    expect(names({ ...good(), situation })).toEqual([
      'connected',
      'jointStateFresh',
      'startPositions',
      'noLatchedStop',
    ]);
  });

  it('refuse what depends on a clock that is not known', () => {
    expect(names(withSituation({ nowSec: null }))).toEqual(['notExpired', 'frameAge']);
  });

  it('let a plan home rest on no model and no picture, and on no claim to one', () => {
    const { model: _, observation: __, proposalId: ___, ...rest } = plan;
    const home: Case = { ...good(), offer: { ...good().offer, plan: { ...rest, purpose: 'home' } } };
    expect(names(home)).toEqual(['modelUnchanged']);
    expect(names({ ...home, request: { ...home.request, model: null } })).toEqual([]);
  });

  it('are asked again before the start, all but the one that the approval itself has used up', () => {
    expect(Object.keys(approvalChecks).filter((name) => !(name in standingChecks))).toEqual(['notUsed']);
  });
});

describe('an approval', () => {
  it('holds for its few seconds, and no longer', () => {
    const approval = mintApproval(good().request, 'e1', nowSec, 'nonce');
    expect(approval).toEqual({
      approvalId: 'nonce',
      planHash: hash,
      epoch: 'e1',
      operator: 'op',
      approvedAtSec: nowSec,
      expiresAtSec: nowSec + 5,
    });
    expect(approvalHolds(approval, nowSec)).toBe(true);
    expect(approvalHolds(approval, nowSec + 5)).toBe(true);
    expect(approvalHolds(approval, nowSec + 5.001)).toBe(false);
    // A late joint state sets the estimate of the robot's time back a little; more than the skew is another clock.
    expect(approvalHolds(approval, nowSec - 0.02)).toBe(true);
    expect(approvalHolds(approval, nowSec - 1.001)).toBe(false);
    expect(approvalHolds(approval, null)).toBe(false);
  });
});
