import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { MotionLimits } from '../../shared/motion/limits';
import { timeParameterize } from '../../shared/motion/timeParameterize';
import { runToEnd, validateTrajectory } from '../../shared/motion/validateTrajectory';

const numbers = z.array(z.number());
const fixtureSchema = z.object({
  made: z.string(),
  limits: z.record(
    z.string(),
    z.object({
      jointNames: z.array(z.string()),
      lower: numbers,
      upper: numbers,
      velocity: numbers,
      acceleration: numbers,
      jerk: numbers,
    }),
  ),
  paths: z.array(
    z.object({
      kind: z.enum(['pointToPoint', 'sixWaypoints', 'tipPath']),
      limits: z.string(),
      positions: z.array(numbers),
      /** s: acceleration-limited optimum on the path, a lower bound for ours. */
      toppRa: z.number(),
      /** s: jerk-limited optimum with the joints in phase, and with only their ends in time. */
      ruckigStraight: z.number().optional(),
      ruckigFree: z.number().optional(),
    }),
  ),
});
export type TimingFixture = z.infer<typeof fixtureSchema>;
export type TimingPath = TimingFixture['paths'][number];

/** The 100 paths with the oracles' durations (resources/recipe/oracles/make_timing.py). */
export function readTimingFixture(): TimingFixture {
  const file = new URL('../../resources/recipe/oracles/timing.json', import.meta.url);
  return fixtureSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

export interface TimedPath {
  readonly path: TimingPath;
  /** s: how long the motion takes. */
  readonly duration: number;
  /** Greatest share of any limit of velocity, acceleration or jerk, at 1 kHz of what the controller runs. */
  readonly use: number;
  readonly points: number;
  /** ms that timing took. */
  readonly ms: number;
}

/** Times every path of the fixture. */
export function timeFixture(fixture: TimingFixture, nowMs: () => number): readonly TimedPath[] {
  return fixture.paths.map((path) => {
    const limits: MotionLimits = fixture.limits[path.limits]!;
    const begun = nowMs();
    const points = timeParameterize(path.positions, limits);
    const ms = nowMs() - begun;
    const { use } = runToEnd(validateTrajectory({ jointNames: limits.jointNames, points }, limits));
    return {
      path,
      duration: points.at(-1)!.timeFromStart,
      use: Math.max(use.velocity, use.acceleration, use.jerk),
      points: points.length,
      ms,
    };
  });
}
