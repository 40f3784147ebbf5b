import { planTask } from '../../electron/planner/planTask';
import { drawDepth } from '../../electron/planner/testing/depthPicture';
import { sampledScene } from '../../electron/planner/testing/sampledScene';
import { camera } from '../../electron/planner/testing/scenes';
import {
  atHome,
  checker,
  kinematics,
  observation,
  proposalOf,
} from '../../electron/planner/testing/situation';
import { run as ik } from './ik';
import { readTimingFixture, type TimedPath, timeFixture } from './timing';

/**
 * `npm run bench -- motion`: timing and inverse kinematics beside their oracles, and what a plan costs, stage by
 * stage. Times of ours are the processor's, not the clock's: what else the machine does is not counted. Nothing
 * passes or fails here.
 */
const runs = 5;
const cpuMs = (): number => process.cpuUsage().user / 1000;
const at = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.round(share * (values.length - 1))] ?? Number.NaN;
const spread = (values: readonly number[], digits: number): string =>
  [0.5, 0.95, 1].map((share) => at(values, share).toFixed(digits).padStart(8)).join('');
const row = (name: string, values: readonly number[], digits = 2) =>
  console.log(`  ${name.padEnd(52)}${spread(values, digits)}`);

function timing(): void {
  const fixture = readTimingFixture();
  let timed: readonly TimedPath[] = timeFixture(fixture, cpuMs);
  const ms = timed.map(() => Number.POSITIVE_INFINITY);
  for (let k = 0; k < runs; k++) {
    timed = timeFixture(fixture, cpuMs);
    for (const [i, t] of timed.entries()) ms[i] = Math.min(ms[i]!, t.ms);
  }
  console.log(`\nTiming: 100 paths of the FR3, against ${fixture.made}        p50     p95     max`);
  for (const [kind, words] of [
    ['pointToPoint', 'point to point'],
    ['sixWaypoints', 'six waypoints'],
    ['tipPath', 'curved tip paths'],
  ] as const) {
    const some = timed.flatMap((t, i) => (t.path.kind === kind ? [{ ...t, ms: ms[i]! }] : []));
    const over = (oracle: (t: TimedPath) => number) => some.map((t) => (t.duration / oracle(t) - 1) * 100);
    row(
      `${words}: longer than TOPP-RA, which has no jerk limit (%)`,
      over((t) => t.path.toppRa),
    );
    if (kind === 'pointToPoint') {
      const inPhase = some.filter((t) => Math.abs(t.path.ruckigStraight! - t.duration) < 1e-3 * t.duration);
      row(
        `${words}: longer than Ruckig, free to leave the line (%)`,
        over((t) => t.path.ruckigFree!),
      );
      console.log(`  of them as long as Ruckig's to 0.1 %: ${inPhase.length} of ${some.length}`);
    }
    row(
      `${words}, ${some[0]?.path.positions[0]?.length} joints: time to compute (ms)`,
      some.map((t) => t.ms),
      1,
    );
  }
  console.log(`  greatest share of any limit at 1 kHz: ${Math.max(...timed.map((t) => t.use)).toFixed(9)}`);
}

function planning(): void {
  const stages = new Map<string, number[]>();
  let kB = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const { bodies, box, waypoints } = sampledScene(seed);
    const depth = drawDepth(camera, bodies);
    const best = new Map<string, number>();
    for (let k = 0; k < runs; k++) {
      const result = planTask({
        kinematics,
        checker,
        proposal: proposalOf(box, waypoints),
        observation,
        depth,
        state: atHome,
        speedScale: 0.5,
        nowMs: cpuMs,
      });
      if (!result.ok) continue;
      kB = Math.max(kB, result.document.planText.length / 1000);
      for (const [stage, ms] of Object.entries(result.stagesMs)) {
        best.set(stage, Math.min(best.get(stage) ?? Number.POSITIVE_INFINITY, ms));
      }
    }
    for (const [stage, ms] of best) stages.set(stage, [...(stages.get(stage) ?? []), ms]);
  }
  console.log(`\nPlanning the main task, 20 scenes (ms)                          p50     p95     max`);
  for (const [stage, values] of stages) row(stage, values, 1);
  console.log(`  longest plan: ${kB.toFixed(0)} kB`);
}

async function inverseKinematics(): Promise<void> {
  const { name, rows } = await ik();
  console.log(`\n${name}`);
  for (const [robot, figures] of rows) console.log(`  ${robot.padEnd(8)}${figures}`);
}

timing();
planning();
void inverseKinematics();
