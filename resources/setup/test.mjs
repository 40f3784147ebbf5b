import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runMain } from './progress.mjs';
import { root } from './project.mjs';
import { ensureRos2 } from './ros2/ensureRos2.mjs';
import { networkEnvironment } from './ros2/simulatorEnvironment.mjs';
import { runCommand } from './runCommand.mjs';
import { setUp } from './setup.mjs';
import { virtualDisplay } from './virtualDisplay.mjs';

const bin = (name, file) => join(root, 'node_modules', name, file);
const reports = join(root, 'out', 'test');

/** A check is one test: it passes or fails as a whole. */
async function check(name, command) {
  process.stdout.write(`\n== ${name}\n`);
  const { code } = await runCommand(process.execPath, command);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
}

/** A vitest suite counts its own tests, from its JSON report; without a report it counts as one failure. */
async function suite(name, config, env) {
  process.stdout.write(`\n== ${name}\n`);
  const report = join(reports, `${name.replaceAll(' ', '-')}.json`);
  rmSync(report, { force: true });
  const { code } = await runCommand(
    process.execPath,
    [
      bin('vitest', 'vitest.mjs'),
      'run',
      '--config',
      config,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { env },
  );
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    // A suite that ended badly without a failed test (a file that does not load) is a failure all the same.
    return { passed: numPassedTests, failed: Math.max(numFailedTests, code === 0 ? 0 : 1) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** ONNX Runtime would tell its maker about every model that a test opens, as it would in the app. */
const noTelemetry = { ORT_DISABLE_TELEMETRY: '1' };

/** A ROS network on loopback, on a domain that hardly anybody else on this machine uses now. */
const rosNetwork = ({ distro, prefix, env }) => ({
  ...env,
  ...networkEnvironment(randomInt(1, 101), distro),
  // The tests' robots in Python are run by the Python that ROS 2 was built for.
  PATH: `${join(prefix, 'bin')}:${process.env.PATH}`,
});
const ros2Suites = ['ros2', 'e2e-ros2'];

/** `npm test`: lint, dependency rules, types, unit tests, end-to-end tests, and both over ROS 2. Names given run only those. */
runMain(async () => {
  await setUp({ display: true });
  mkdirSync(reports, { recursive: true });
  const wanted = process.argv.slice(2);
  // ROS 2 is for Linux here; elsewhere there is nothing to run these on.
  const needsRos2 =
    process.platform === 'linux' && (wanted.length === 0 || ros2Suites.some((name) => wanted.includes(name)));
  let passed = 0;
  let failed = 0;
  // Without ROS 2 the rest is tested all the same, and its absence counts as a failure.
  const ros = needsRos2
    ? await ensureRos2().catch((error) => {
        process.stderr.write(`\n${error instanceof Error ? error.message : error}\n`);
        failed++;
        return undefined;
      })
    : undefined;
  const display = await virtualDisplay();
  const electron = { ...display.env, ...noTelemetry };
  const all = {
    lint: () => check('lint', [bin('@biomejs/biome', 'bin/biome'), 'check', '--error-on-warnings', '.']),
    dependencies: () =>
      check('dependencies', [
        bin('dependency-cruiser', 'bin/dependency-cruise.mjs'),
        'shared',
        'electron',
        'renderer',
        'e2e',
        '--config',
        '.dependency-cruiser.cjs',
      ]),
    types: () => check('types', [bin('typescript', 'bin/tsc'), '--noEmit', '-p', '.']),
    unit: () => suite('unit', 'vitest.config.ts', noTelemetry),
    e2e: () => suite('e2e', 'e2e/vitest.config.ts', electron),
    ...(ros && {
      ros2: () => suite('ros2', 'vitest.ros2.config.ts', rosNetwork(ros)),
      // These tests give each process its own ROS environment.
      'e2e-ros2': () => suite('e2e-ros2', 'e2e/ros2/vitest.config.ts', electron),
    }),
  };
  try {
    for (const [name, run] of Object.entries(all)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      const result = await run();
      passed += result.passed;
      failed += result.failed;
    }
  } finally {
    display.stop();
  }
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});
