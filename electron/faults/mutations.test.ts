import { describe, expect, it, vi } from 'vitest';
import type { Port } from '../../shared/contract/channel';
import type { standingChecks } from '../../shared/session/approvalChecks';
import type { watches } from '../robot/watchdog';
import type { WorldOptions } from './faultWorld';
import type { Law } from './judge';
import type { Step } from './story';

/** Every test loads the whole robot process, some of them twice. */
vi.setConfig({ testTimeout: 600_000 });

/**
 * The judge can say no: each case takes one safeguard away, and the law that it serves is found broken. The
 * same stories hold with the safeguard in place.
 */
const good = { do: 'offer', variant: 0, salt: 1 } as const;
const long = { do: 'task', variant: 3, salt: 1, modelMs: 0 } as const;
const yes = { do: 'approve', back: 0, as: 'console' } as const;
const wait = (ms: number): Step => ({ do: 'wait', ms });

interface Mutation {
  readonly breaks: Law;
  readonly steps: readonly Step[];
  /** Takes the safeguard away; what it answers puts it back. */
  readonly mutate?: () => Promise<() => void>;
  readonly tamper?: WorldOptions['tamper'];
}

type Checks = Record<string, unknown>;
function disable(tables: readonly object[], check: string): () => void {
  const kept = (tables as readonly Checks[])
    .filter((table) => check in table)
    .map((table) => [table, table[check]] as const);
  for (const [table] of kept) table[check] = () => null;
  return () => {
    for (const [table, judge] of kept) table[check] = judge;
  };
}
const without = (check: keyof typeof standingChecks | 'notUsed') => async () => {
  const { approvalChecks, standingChecks } = await import('../../shared/session/approvalChecks');
  return disable([approvalChecks, standingChecks], check);
};
const unwatched = (watch: keyof typeof watches) => async () =>
  disable([(await import('../robot/watchdog')).watches], watch);

interface Wire {
  readonly t: string;
  readonly n: string;
  readonly id: number;
  readonly p: { readonly points?: { positions: number[] }[] } & Record<string, unknown>;
}
/** Something between the robot process and its line to the arm: what it says of each message is sent. */
const atTheArm =
  (change: (wire: Wire, post: (message: unknown) => void) => void): WorldOptions['tamper'] =>
  (line, port): Port =>
    line === 'arm' ? { ...port, post: (message) => change(message as Wire, port.post) } : port;

const jog = { do: 'jog', joint: 0, share: 1, ms: 4000 } as const;
/** A hold is believed in for ever. */
async function patient(): Promise<() => void> {
  const { jogLimits } = await import('../../shared/session/jog');
  const limits = jogLimits as { holdSilenceMs: number };
  const kept = limits.holdSilenceMs;
  limits.holdSilenceMs = Number.POSITIVE_INFINITY;
  return () => {
    limits.holdSilenceMs = kept;
  };
}

const mutations: Readonly<Record<string, Mutation>> = {
  'a held key that is believed in when the page hangs': {
    breaks: 'bounded',
    steps: [jog, wait(800), { do: 'pageHangs' }, wait(2500)],
    mutate: patient,
  },
  'a jogged motion that does not come to rest by itself': {
    breaks: 'approved',
    steps: [jog, wait(800)],
    tamper: atTheArm((wire, post) => {
      const points = wire.n === 'followJointTrajectory' ? wire.p.points : undefined;
      post(points ? { ...wire, p: { ...wire.p, points: points.slice(0, -4) } } : wire);
    }),
  },
  'a gate that overlooks a latched stop': {
    breaks: 'stopStands',
    steps: [{ do: 'stop', as: 'main' }, wait(500), good, wait(100), yes, wait(300)],
    mutate: without('noLatchedStop'),
  },
  'a gate that lets a plan be used twice': {
    breaks: 'approved',
    steps: [{ do: 'offer', variant: 2, salt: 1 }, wait(100), yes, wait(4000), yes, wait(300)],
    mutate: without('notUsed'),
  },
  'a gate that overlooks another epoch': {
    breaks: 'approved',
    steps: [
      good,
      wait(100),
      { do: 'disk', manner: 'hangs' },
      yes,
      wait(50),
      { do: 'kill', process: 'arm' },
      { do: 'restart', process: 'arm' },
      wait(300),
      { do: 'disk', manner: 'works' },
      wait(300),
    ],
    mutate: without('epoch'),
  },
  'a watchdog that does not listen to the page': {
    breaks: 'watched',
    steps: [long, wait(800), { do: 'freeze', process: 'console' }, wait(1500)],
    mutate: unwatched('rendererHeartbeat'),
  },
  'a watchdog that does not listen to main': {
    breaks: 'watched',
    steps: [long, wait(800), { do: 'kill', process: 'main' }, wait(1500)],
    mutate: unwatched('mainHeartbeat'),
  },
  'a watchdog that does not miss joint states': {
    breaks: 'watched',
    steps: [long, wait(800), { do: 'line', line: 'arm', way: 'in', faults: { lose: 1 } }, wait(600)],
    mutate: unwatched('jointSilence'),
  },
  'a watchdog that does not miss the recorder': {
    breaks: 'watched',
    steps: [long, wait(800), { do: 'kill', process: 'recorder' }, wait(600)],
    mutate: unwatched('recorder'),
  },
  'a watchdog that never finds a motion too long': {
    breaks: 'watched',
    steps: [
      { do: 'lie', lie: 'neverEnds', on: true },
      { do: 'task', variant: 0, salt: 1, modelMs: 0 },
      wait(7000),
    ],
    mutate: unwatched('executionTime'),
  },
  'a stop that does not cancel': {
    breaks: 'stopAtOnce',
    steps: [long, wait(1500), { do: 'stop', as: 'main' }, wait(300)],
    tamper: atTheArm((wire, post) => {
      if (wire.n !== 'cancel') post(wire);
    }),
  },
  'a stop that cancels a moment later': {
    breaks: 'stopAtOnce',
    steps: [long, wait(1500), { do: 'stop', as: 'console' }, wait(300)],
    tamper: atTheArm((wire, post) => {
      if (wire.n === 'cancel') queueMicrotask(() => post(wire));
      else post(wire);
    }),
  },
  'a command that differs from the approved one by a nanoradian': {
    breaks: 'approved',
    steps: [long, wait(500)],
    tamper: atTheArm((wire, post) => {
      const copy = structuredClone(wire);
      const last = copy.p.points?.at(-1);
      if (last) last.positions[0] = (last.positions[0] ?? 0) + 1e-9;
      post(copy);
    }),
  },
  'a command that nobody approved': {
    breaks: 'approved',
    steps: [long, wait(500)],
    tamper: atTheArm((wire, post) => {
      post(wire);
      if (wire.n === 'followJointTrajectory') {
        post({ t: 'q', id: 1e6, n: 'gripperCommand', p: { goalId: 'mine:0', width: 0.02, maxEffort: 10 } });
      }
    }),
  },
  'a recorder that says written before it is': {
    breaks: 'recorded',
    steps: [{ do: 'disk', manner: 'hangs' }, long, wait(500)],
    tamper: (line, port) => {
      if (line !== 'recorder') return port;
      let hear: (message: unknown) => void = () => undefined;
      return {
        ...port,
        onMessage(handler) {
          hear = handler;
          port.onMessage(handler);
        },
        post(message) {
          port.post(message);
          const { t, n, id } = message as Wire;
          if (t === 'q' && n === 'recordDurably') hear({ t: 'r', id, p: { index: 0, hash: '' } });
        },
      };
    },
  },
};

/** The same with a module of the robot process or the page exchanged. */
const exchanged: Readonly<
  Record<
    string,
    Omit<Mutation, 'mutate' | 'tamper'> & { readonly module: string; readonly with: () => object }
  >
> = {
  'a robot process that does not notice unapproved motion': {
    breaks: 'bounded',
    steps: [{ do: 'lie', lie: 'saysRefused', on: true }, long, wait(3000)],
    module: '../robot/motionGuard',
    with: () => ({ createMotionGuard: () => ({ forget: () => undefined, feed: () => null }) }),
  },
  'a robot process that leaves an arm alone which it finds moving': {
    breaks: 'bounded',
    steps: [
      long,
      wait(1500),
      { do: 'lie', lie: 'saysCanceled', on: true },
      { do: 'kill', process: 'robot' },
      { do: 'heal' },
      wait(3000),
    ],
    module: '../robot/motionGuard',
    with: async () => {
      const real = await vi.importActual<typeof import('../robot/motionGuard')>('../robot/motionGuard');
      const createMotionGuard: typeof real.createMotionGuard = () => {
        const guard = real.createMotionGuard();
        return {
          ...guard,
          feed(...state) {
            const found = guard.feed(...state);
            return found === 'found' ? null : found;
          },
        };
      };
      return { ...real, createMotionGuard };
    },
  },
  'a standstill that is not measured': {
    breaks: 'confirmed',
    steps: [{ do: 'lie', lie: 'runsOn', on: true }, long, wait(1500), { do: 'stop', as: 'main' }, wait(300)],
    module: '../robot/standstill',
    with: () => ({
      createStandstillMeter() {
        let last: unknown;
        return {
          feed(joints: unknown) {
            last = joints;
          },
          standingSince: () => last,
        };
      },
    }),
  },
  'a session that overlooks a stop': {
    breaks: 'session',
    steps: [long, wait(1500), { do: 'stop', as: 'console' }, wait(300)],
    module: '../../shared/session/sessionMachine',
    with: () => ({ initialSession: { state: 'idle', ending: null }, advance: (session: unknown) => session }),
  },
};

describe('the judge of the fault simulator', () => {
  const lawsOf = async (steps: readonly Step[], tamper?: WorldOptions['tamper']) => {
    const { runStory } = await import('./runStory');
    const { violations } = await runStory({ seed: 1, physics: false, steps }, tamper);
    return violations.map(({ law }) => law);
  };

  for (const [what, { breaks, steps, mutate, tamper }] of Object.entries(mutations)) {
    it(`finds ${what}`, async () => {
      expect(await lawsOf(steps)).toEqual([]);
      const restore = await mutate?.();
      try {
        expect(await lawsOf(steps, tamper)).toContain(breaks);
      } finally {
        restore?.();
      }
    });
  }

  for (const [what, { breaks, steps, module, with: make }] of Object.entries(exchanged)) {
    it(`finds ${what}`, async () => {
      expect(await lawsOf(steps)).toEqual([]);
      vi.resetModules();
      vi.doMock(module, make);
      try {
        expect(await lawsOf(steps)).toContain(breaks);
      } finally {
        vi.doUnmock(module);
        vi.resetModules();
      }
    });
  }

  it('finds a record that was called written and is not there, and one that was changed', async () => {
    const { committedProblem } = await import('./committedRecords');
    const { createFaultWorld } = await import('./faultWorld');
    const world = await createFaultWorld({ seed: 1, physics: false });
    await world.act(long);
    await world.time.advance(1000);
    world.dispose();
    expect(world.committed).toHaveLength(1);
    expect(committedProblem(world.disk.files, world.committed)).toBeNull();
    const [file] = world.disk.files;
    const at = file!.bytes.indexOf('planHash');
    file!.bytes[at] = file!.bytes[at]! ^ 1;
    expect(committedProblem(world.disk.files, world.committed)).toMatch(/changed/);
    file!.syncedLength = 100;
    expect(committedProblem(world.disk.files, world.committed)).toMatch(/called written/);
  });
});
