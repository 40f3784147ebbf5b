import { writeFileSync } from 'node:fs';
import { createKinematics, tipPose } from '../../shared/motion/kinematics';
import { type MotionLimits, motionLimits, planningLimits } from '../../shared/motion/limits';
import { randomPositions } from '../../shared/motion/testing/randomPositions';
import { roundedPath, withOrientation } from '../../shared/motion/tipPath';
import { trackPath } from '../../shared/motion/trackPath';
import { fr3 } from '../../shared/robot/fr3';
import { createRandom } from '../../shared/scene/random';

/**
 * Writes the 100 paths that timing is measured on, with the limits each is timed within, for
 * resources/recipe/oracles/make_timing.py: tsx e2e/benchMotion/writeTimingPaths.ts FILE
 */
type Kind = 'pointToPoint' | 'sixWaypoints' | 'tipPath';
interface TimingPath {
  readonly kind: Kind;
  readonly limits: string;
  readonly positions: readonly (readonly number[])[];
}

const named: Readonly<Record<string, MotionLimits>> = {
  published: motionLimits(fr3),
  'planning 1': planningLimits(fr3, 1),
  'planning 0.5': planningLimits(fr3, 0.5),
  'planning 0.2': planningLimits(fr3, 0.2),
};
const names = Object.keys(named);
const random = createRandom(20261121);
const kinematics = createKinematics(fr3);
const rounded = (positions: readonly (readonly number[])[]) =>
  positions.map((q) => q.map((v) => Math.round(v * 1e9) / 1e9));

function near(share: number): number[] {
  return randomPositions(random, 0.3).map((v, j) => fr3.home[j]! + share * (v - fr3.home[j]!));
}

function path(kind: Kind): readonly (readonly number[])[] {
  if (kind === 'pointToPoint') return [near(1), near(1)];
  if (kind === 'sixWaypoints') {
    const share = random.uniform(0.1, 0.7);
    return Array.from({ length: 6 }, () => near(share));
  }
  for (;;) {
    const home = tipPose(kinematics, fr3.home);
    const corners = Array.from({ length: random.integer(3, 5) }, () => [
      random.uniform(0.35, 0.6),
      random.uniform(-0.3, 0.3),
      random.uniform(0.1, 0.5),
    ]).map(([x, y, z]) => [x!, y!, z!] as const);
    const way = roundedPath([home.position, ...corners], 0.1, 0.02);
    const tracked = trackPath(kinematics, named.published!, withOrientation(way, home.orientation), fr3.home);
    if (tracked.ok) return tracked.positions;
  }
}

const kinds: readonly Kind[] = ['pointToPoint', 'sixWaypoints', 'tipPath'];
const paths = Array.from({ length: 100 }, (_, i): TimingPath => {
  const kind = kinds[i % 3]!;
  return { kind, limits: names[Math.floor(i / 3) % names.length]!, positions: rounded(path(kind)) };
});
const file = process.argv[2];
if (!file) throw new Error('Name the file to write.');
writeFileSync(file, JSON.stringify({ limits: named, paths }));
