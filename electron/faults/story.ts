import { createRandom, type Random } from '../../shared/scene/random';
import { type Lie, lies } from './liar';
import { type LineFaults, sound } from './line';
import type { DiskManner } from './memoryDisk';

export const processNames = ['robot', 'arm', 'recorder', 'console', 'main', 'planner'] as const;
export type ProcessName = (typeof processNames)[number];
export const lineNames = ['console', 'main', 'planner', 'arm', 'recorder'] as const;
/** The robot process's line to that peer. */
export type LineName = (typeof lineNames)[number];
/** Seen from the robot process. */
export type Way = 'in' | 'out';

/** One thing that the operator does or that goes wrong. Plain data: a story can be printed, shrunk and replayed. */
export type Step =
  | { readonly do: 'wait'; readonly ms: number }
  /** The operator's loop: instruct, wait for the model (null: it hangs), plan, approve. */
  | { readonly do: 'task'; readonly variant: number; readonly salt: number; readonly modelMs: number | null }
  /** The operator approves jogging and holds a key. */
  | { readonly do: 'jog'; readonly joint: number; readonly share: number; readonly ms: number }
  | { readonly do: 'offer'; readonly variant: number; readonly salt: number }
  | { readonly do: 'approve'; readonly back: number; readonly as: 'console' | 'planner' | 'main' }
  | { readonly do: 'stop'; readonly as: 'console' | 'main' | 'planner' }
  | { readonly do: 'reset' }
  | { readonly do: 'connect' }
  | { readonly do: 'loadScene'; readonly seed: number }
  | { readonly do: 'line'; readonly line: LineName; readonly way: Way; readonly faults: Partial<LineFaults> }
  | { readonly do: 'cutLine'; readonly line: LineName }
  | { readonly do: 'freeze' | 'thaw' | 'kill' | 'restart'; readonly process: ProcessName }
  /** The page beats its heart, and does nothing else. */
  | { readonly do: 'pageHangs' }
  | { readonly do: 'disk'; readonly manner: DiskManner }
  | { readonly do: 'jump'; readonly clock: 'stamps' | 'wall'; readonly sec: number }
  | { readonly do: 'lie'; readonly lie: Lie; readonly on: boolean }
  | { readonly do: 'slip'; readonly velocity: number }
  | { readonly do: 'push'; readonly rad: number }
  | { readonly do: 'rubbish'; readonly peer: string; readonly salt: number }
  /** Everything sound again, everybody there, the stop reset. */
  | { readonly do: 'heal' };

export interface Story {
  readonly seed: number;
  /** The real physics, or the same controllers on joints that follow exactly. */
  readonly physics: boolean;
  readonly steps: readonly Step[];
}

export const variantCount = 10;
export const goodVariants = 4;

function lineFaults(random: Random): Partial<LineFaults> {
  const share = random.pick([0.02, 0.2, 0.5, 1]);
  return random.pick<Partial<LineFaults>>([
    { lose: share },
    { repeat: share },
    { reorder: share },
    { corrupt: share },
    { truncate: share },
    { lateMs: random.pick([20, 80, 300]) },
    { lose: 0.1, repeat: 0.2, reorder: 0.2, corrupt: 0.1, truncate: 0.05, lateMs: 40 },
  ]);
}

type Draw = (random: Random) => Step;
const speakers = ['console', 'console', 'main', 'planner'] as const;

const weighted: readonly (readonly [number, Draw])[] = [
  [6, (random) => ({ do: 'wait', ms: random.integer(0, 700) })],
  [4, (random) => task(random)],
  [
    1,
    (random) => ({ do: 'offer', variant: random.integer(0, variantCount - 1), salt: random.integer(0, 1e6) }),
  ],
  [2, (random) => ({ do: 'approve', back: random.integer(0, 3), as: random.pick(speakers) })],
  [3, (random) => ({ do: 'stop', as: random.pick(speakers) })],
  [2, () => ({ do: 'reset' })],
  [0.5, () => ({ do: 'connect' })],
  [0.5, (random) => ({ do: 'loadScene', seed: random.integer(0, 9) })],
  [
    6,
    (random) => ({
      do: 'line',
      line: random.pick(lineNames),
      way: random.pick(['in', 'out']),
      faults: lineFaults(random),
    }),
  ],
  [1, (random) => ({ do: 'cutLine', line: random.pick(lineNames) })],
  [2, (random) => ({ do: 'freeze', process: random.pick(processNames) })],
  [2, (random) => ({ do: 'thaw', process: random.pick(processNames) })],
  [2, (random) => ({ do: 'kill', process: random.pick(processNames) })],
  [2, (random) => ({ do: 'restart', process: random.pick(processNames) })],
  [0.7, () => ({ do: 'pageHangs' })],
  [1.5, (random) => ({ do: 'disk', manner: random.pick(['works', 'full', 'fails', 'hangs']) })],
  [
    1.5,
    (random) => ({
      do: 'jump',
      clock: random.pick(['stamps', 'wall']),
      sec: random.pick([-3600, -10, -0.3, 0.3, 2, 10, 86_400]),
    }),
  ],
  [4, (random) => ({ do: 'lie', lie: random.pick(lies), on: random.next() < 0.7 })],
  [1, (random) => ({ do: 'slip', velocity: random.pick([0, 0.03, 0.1, 0.5, -0.5]) })],
  [0.7, (random) => ({ do: 'push', rad: random.pick([0.005, 0.03, 0.15, -0.15]) })],
  [
    1,
    (random) => ({
      do: 'rubbish',
      peer: random.pick(['console', 'planner', 'main', 'stranger']),
      salt: random.integer(0, 1e6),
    }),
  ],
  [2, () => ({ do: 'heal' })],
];
const weightSum = weighted.reduce((sum, [weight]) => sum + weight, 0);

function anyStep(random: Random): Step {
  let at = random.uniform(0, weightSum);
  for (const [weight, draw] of weighted) {
    at -= weight;
    if (at < 0) return draw(random);
  }
  return { do: 'heal' };
}

const task = (random: Random): Step => ({
  do: 'task',
  variant: random.next() < 0.8 ? random.integer(0, goodVariants - 1) : random.integer(0, variantCount - 1),
  salt: random.integer(0, 1e6),
  modelMs: random.next() < 0.1 ? null : random.integer(0, 100),
});

const jog = (random: Random): Step => ({
  do: 'jog',
  joint: random.integer(0, 6),
  share: random.pick([-1, -0.3, 0.5, 1]),
  ms: random.pick([200, 700, 1500, 3000]),
});

/** How much a case does on the real physics, of all cases. */
const physicsShare = 0.04;
/** Every so many cases the operator jogs instead of having tasks planned. */
const jogEvery = 5;

/**
 * A random story. Faults that come while nothing moves show little, so each begins with a task, and many
 * heal and begin another one.
 */
export function storyOf(seed: number): Story {
  if (seed % jogEvery === 0) return jogStoryOf(seed);
  const random = createRandom(seed, 5);
  const steps: Step[] = [task(random), { do: 'wait', ms: random.integer(100, 1200) }];
  const chapters = random.integer(1, 3);
  for (let chapter = 0; chapter < chapters; chapter++) {
    for (let i = random.integer(2, 8); i > 0; i--) steps.push(anyStep(random));
    if (chapter < chapters - 1) {
      steps.push({ do: 'heal' }, task(random), { do: 'wait', ms: random.integer(100, 1200) });
    }
  }
  return { seed, physics: random.next() < physicsShare, steps };
}

function jogStoryOf(seed: number): Story {
  const random = createRandom(seed, 6);
  const begin = (): Step[] => [jog(random), { do: 'wait', ms: random.integer(100, 1200) }];
  const steps = begin();
  const chapters = random.integer(1, 3);
  for (let chapter = 0; chapter < chapters; chapter++) {
    for (let i = random.integer(2, 8); i > 0; i--)
      steps.push(random.next() < 0.2 ? jog(random) : anyStep(random));
    if (chapter < chapters - 1) steps.push({ do: 'heal' }, ...begin());
  }
  return { seed, physics: random.next() < physicsShare, steps };
}

/** A step in one line, for the story of a failure. */
export const stepText = ({ do: what, ...rest }: Step): string =>
  `${what}${Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : ''}`;

export const allSound = (): Record<LineName, Record<Way, LineFaults>> => {
  const both = () => ({ in: sound, out: sound });
  return { console: both(), main: both(), planner: both(), arm: both(), recorder: both() };
};
