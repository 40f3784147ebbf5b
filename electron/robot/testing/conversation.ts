import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { JogApproval, JogCommand } from '../../../shared/contract/jog';
import { memoryPortPair } from '../../../shared/contract/memoryPort';
import type { Plan, Segment } from '../../../shared/contract/plan';
import type { Approval } from '../../../shared/contract/robotContract';
import { fr3 } from '../../../shared/robot/fr3';
import { grip, model, move, taskPlan } from './plans';
import { createRig, type Rig } from './rig';

/** What matters of a conversation, in the order in which it happened at the far ends of the ports. */
export type Entry =
  | { readonly type: 'written'; readonly approval: Approval }
  | { readonly type: 'jogWritten'; readonly approval: JogApproval }
  /** A key is held, by a page that may say so. */
  | { readonly type: 'held'; readonly jogId: string; readonly atMs: number }
  | { readonly type: 'motion'; readonly goalId: string; readonly goal: unknown; readonly atMs: number }
  /** A cancel, a lost or a new connection, a new scene: approvals from before are worth nothing after it. */
  | { readonly type: 'cut'; readonly by: string };

export interface Offered {
  readonly hash: string;
  readonly plan: Plan;
  /** The gate has to refuse it whatever else is so. */
  readonly bad: boolean;
}

/** The robot process with everything around it, and what was said to it so far. */
export interface World {
  readonly rig: Rig;
  readonly journal: Entry[];
  readonly offered: Offered[];
  plugged: boolean;
  recorderPlugged: boolean;
  /** The newest jog session that the page knows of, and its newest hold. */
  jogId: string;
  holdId: number;
}

export async function createWorld(): Promise<World> {
  const journal: Entry[] = [];
  const rig = await createRig({
    onCommand: (command) => {
      if (command.type === 'trajectory' || command.type === 'gripper') {
        const { goal, atMs } = command;
        journal.push({ type: 'motion', goalId: goal.goalId, goal, atMs });
      } else {
        journal.push({ type: 'cut', by: command.type });
      }
    },
    onDurable: ({ kind, json }) => {
      const content = JSON.parse(json);
      if (kind === 'jog') journal.push({ type: 'jogWritten', approval: content.approval as JogApproval });
      else journal.push({ type: 'written', approval: content as Approval });
    },
  });
  return { rig, journal, offered: [], plugged: true, recorderPlugged: true, jogId: 'none', holdId: 0 };
}

type Act = (world: World) => Promise<void> | void;
export type Step = readonly [name: string, act: Act];
type Speaker = 'console' | 'planner' | 'main';

const ignore = (answer: Promise<unknown>): void => {
  answer.catch(() => undefined);
};

const short: Segment[] = [move(0, 0.05, 0.5, 'approach'), grip(0.08, false), move(0.05, 0, 0.5, 'retreat')];
const oldPicture = (now: number) => ({
  observation: { observationId: 'o', stampSec: now - 200, imageHash: 'b'.repeat(64) },
});
/** The first three are good. */
const variants: readonly ((now: number) => Partial<Plan>)[] = [
  () => ({}),
  () => ({ segments: short }),
  () => ({ segments: [grip(0.08, false)] }),
  () => ({ epoch: 'another' }),
  () => ({ robot: 'ur5' }),
  () => ({ limitsHash: '0'.repeat(64) }),
  () => ({ fencesHash: '0'.repeat(64) }),
  () => ({ speedScale: 1, segments: [move(0, 1, 0.3, 'approach')] }),
  () => ({ segments: [move(0.1, 0, 1, 'approach')] }),
  (now) => ({ createdAtSec: now - 200 }),
  oldPicture,
  () => ({ startPositions: fr3.home.map((p) => p + 0.3) }),
];
const goodVariants = 3;

const offer =
  (variant: number, salt: number): Act =>
  async ({ rig, offered }) => {
    const { epoch } = await rig.getState();
    const now = rig.arm.stampSec();
    const change = variants[variant]?.(now) ?? {};
    const planText = JSON.stringify(taskPlan(epoch, now, { instruction: `number ${salt}`, ...change }));
    const hash = createHash('sha256').update(planText, 'utf8').digest('hex');
    offered.push({ hash, plan: JSON.parse(planText) as Plan, bad: variant >= goodVariants });
    ignore(rig.planner.request('offerPlan', { planText }));
  };

const newest = ({ offered }: World, back: number) =>
  offered.at(-1 - (back % Math.max(1, offered.length)))?.hash ?? '0'.repeat(64);

const approve =
  (back: number, speaker: Speaker, rightModel: boolean): Act =>
  (world) => {
    const request = { planHash: newest(world, back), operator: 'op', model: rightModel ? model : null };
    ignore(world.rig[speaker].request('approve', request));
  };

function plugArm(world: World): void {
  world.plugged = true;
  world.journal.push({ type: 'cut', by: 'plug' });
  world.rig.plugArm();
}

/** Everything well again. */
async function mend(world: World): Promise<void> {
  const { rig } = world;
  Object.assign(rig.heart, { renderer: true, main: true });
  Object.assign(rig.arm.manners, {
    silent: false,
    distort: (state: unknown) => state,
    neverEnds: false,
    abortWith: null,
    coastMs: 0,
  });
  rig.recorder.manners.durably = 'answer';
  rig.recorder.release();
  if (!world.recorderPlugged) rig.plugRecorder();
  world.recorderPlugged = true;
  if (!world.plugged) plugArm(world);
  await rig.clock.advance(600);
  ignore(rig.console.request('resetStop', {}));
  rig.arm.place(fr3.home);
  await rig.clock.advance(300);
}

/** Everything well, a good plan offered and approved: what the other steps then disturb. */
const goodCycle =
  (variant: number, salt: number): Act =>
  async (world) => {
    ignore(world.rig.console.request('endJog', { jogId: world.jogId }));
    await mend(world);
    await offer(variant, salt)(world);
    await world.rig.clock.settle();
    approve(0, 'console', true)(world);
  };

/** Messages that look like what they are not, from a port of its own. */
const rubbish =
  (peer: string): Act =>
  (world) => {
    const [ours, theirs] = memoryPortPair();
    world.rig.border.serveClient(ours, peer);
    theirs.onMessage(() => undefined);
    const planHash = newest(world, 0);
    const wire = { t: 'q', id: 1, n: 'approve' };
    for (const message of [
      { ...wire, p: { planHash } },
      { ...wire, p: { planHash, operator: '', model } },
      { ...wire, p: { planHash: planHash.toUpperCase(), operator: 'op', model } },
      { t: 'n', n: 'approve', p: { planHash, operator: 'op', model } },
      { t: 'e', n: 'approve', p: {} },
      { t: 'q', id: 2, n: 'followJointTrajectory', p: {} },
      { t: 'q', id: 3, n: 'start', p: { planHash } },
      null,
    ]) {
      theirs.post(message);
    }
  };

const startJog =
  (as: Speaker): Act =>
  async (world) => {
    const answer = world.rig[as].request('startJog', { operator: 'op', speed: 1 });
    answer.then(
      ({ jog }) => {
        if (jog) world.jogId = jog.jogId;
      },
      () => undefined,
    );
    await world.rig.clock.settle();
  };

/** Says for so long that a key is held; the release may be lost. */
const holdKey =
  (as: Speaker, joint: number, share: number, ms: number, tellsRelease: boolean): Act =>
  async (world) => {
    const { rig, journal, jogId } = world;
    const holdId = ++world.holdId;
    const command: JogCommand = {
      space: 'joints',
      velocities: fr3.home.map((_, j) => (j === joint ? share : 0)),
    };
    for (let said = 0; said < ms; said += 50) {
      if (as === 'console') journal.push({ type: 'held', jogId, atMs: rig.clock.nowMs() });
      rig[as].notify('jogHold', { jogId, holdId, command });
      await rig.clock.advance(50);
    }
    if (tellsRelease) rig[as].notify('jogRelease', { jogId, holdId });
  };

/** Everything well, jogging approved, and a key held for a while that nobody lets go. */
const jogCycle =
  (joint: number): Act =>
  async (world) => {
    await mend(world);
    await startJog('console')(world);
    await holdKey('console', joint, 1, 250, false)(world);
  };

const setArm =
  (change: object): Act =>
  ({ rig }) => {
    Object.assign(rig.arm.manners, change);
  };
const setRecorder =
  (durably: 'hold' | 'refuse' | 'never'): Act =>
  ({ rig }) => {
    rig.recorder.manners.durably = durably;
  };
const setHeart =
  (change: object): Act =>
  ({ rig }) => {
    Object.assign(rig.heart, change);
  };

const rare: readonly Step[] = [
  ['reset', ({ rig }) => ignore(rig.console.request('resetStop', {}))],
  ['connect', ({ rig }) => ignore(rig.console.request('connect', { driver: 'simulator' }))],
  ['load scene', ({ rig }) => ignore(rig.console.request('loadScene', { seed: 1 }))],
  [
    'unplug arm',
    (world) => {
      world.plugged = false;
      world.rig.arm.unplug();
      world.journal.push({ type: 'cut', by: 'unplug' });
    },
  ],
  [
    'plug arm',
    async (world) => {
      // What was sent on the old line before arrives there, and is none of the new one.
      await world.rig.clock.settle();
      plugArm(world);
    },
  ],
  [
    'unplug recorder',
    (world) => {
      world.recorderPlugged = false;
      world.rig.recorder.unplug();
    },
  ],
  ['recorder holds', setRecorder('hold')],
  ['recorder refuses', setRecorder('refuse')],
  ['recorder hangs', setRecorder('never')],
  ['recorder releases', ({ rig }) => rig.recorder.release()],
  ['recorder fails', ({ rig }) => rig.recorder.fail()],
  ['page silent', setHeart({ renderer: false })],
  ['main silent', setHeart({ main: false })],
  ['arm silent', setArm({ silent: true })],
  ['arm hangs', setArm({ neverEnds: true })],
  ['arm gives up', setArm({ abortWith: { errorCode: -4, errorString: 'off its path' } })],
  ['arm coasts', setArm({ coastMs: 3000 })],
  ['arm is pushed', ({ rig }) => rig.arm.place(fr3.home.map((p) => p + 0.05))],
  ['joints missing', setArm({ distort: (state: object) => ({ ...state, names: [] }) })],
  ['end jog', (world) => ignore(world.rig.console.request('endJog', { jogId: world.jogId }))],
  ['grip', (world) => ignore(world.rig.console.request('jogGripper', { jogId: world.jogId, width: 0.02 }))],
  [
    'echo of a hold',
    ({ rig, journal, jogId, holdId }) => {
      const command: JogCommand = { space: 'base', linear: [1, 0, 0], angular: [0, 0, 0] };
      journal.push({ type: 'held', jogId, atMs: rig.clock.nowMs() });
      rig.console.notify('jogHold', { jogId, holdId, command });
    },
  ],
  ['foreign goal', ({ rig }) => rig.arm.feedback('pendant')],
  ['deliver', ({ rig }) => rig.clock.settle()],
];

const salts = fc.nat();
const speakers = fc.constantFrom<Speaker>('console', 'console', 'console', 'planner', 'main');

/** One thing that somebody says or that happens. Many do not wait for the answer to the one before. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.nat(goodVariants - 1), salts)
      .map(([variant, salt]): Step => [`cycle ${variant}`, goodCycle(variant, salt)]),
  },
  {
    weight: 6,
    arbitrary: fc.nat(700).map((ms): Step => [`advance ${ms}`, ({ rig }) => rig.clock.advance(ms)]),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.nat(variants.length - 1), salts)
      .map(([variant, salt]): Step => [`offer ${variant}`, offer(variant, salt)]),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.nat(5), speakers, fc.integer({ min: 0, max: 4 }))
      .map(([back, as, right]): Step => [`approve ${back} ${as}`, approve(back, as, right > 0)]),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom<Speaker>('console', 'main', 'planner')
      .map(
        (as): Step => [
          `stop ${as}`,
          ({ rig }) => ignore(rig[as].request('stop', { source: 'test', reason: as })),
        ],
      ),
  },
  { weight: 2, arbitrary: speakers.map((as): Step => [`jog ${as}`, startJog(as)]) },
  { weight: 3, arbitrary: fc.nat(6).map((joint): Step => [`jog cycle ${joint}`, jogCycle(joint)]) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(speakers, fc.nat(6), fc.constantFrom(-1, 0.3, 1), fc.nat(500), fc.boolean())
      .map(
        ([as, joint, share, ms, tells]): Step => [
          `hold ${joint} ${as}`,
          holdKey(as, joint, share, ms, tells),
        ],
      ),
  },
  { weight: rare.length, arbitrary: fc.constantFrom(...rare) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('console', 'planner', 'main', 'stranger')
      .map((peer): Step => [`rubbish ${peer}`, rubbish(peer)]),
  },
);
