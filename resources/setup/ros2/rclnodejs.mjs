import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SetupError, step } from '../progress.mjs';
import { root } from '../project.mjs';
import { must } from './command.mjs';
import { rclnodejs, ros2Cache } from './paths.mjs';
import { fingerprint, isStamped, writeStamp } from './stamp.mjs';

const nodeGyp = 'node-gyp@12.4.0';
const addon = join(rclnodejs, 'build', 'Release', 'rclnodejs.node');
const generated = join(rclnodejs, 'generated');
const stampFile = join(rclnodejs, '.r1-setup');

/**
 * Node's headers: those that lie beside the running Node (every official archive brings them) or where npm
 * is told that they are; otherwise node-gyp fetches them from nodejs.org. The addon speaks Node-API, so
 * that headers of another version than Electron's do.
 */
function headersFolder() {
  const candidates = [process.env.npm_config_nodedir, join(dirname(process.execPath), '..')];
  return candidates.find((folder) => folder && existsSync(join(folder, 'include', 'node', 'node_version.h')));
}

/**
 * Builds rclnodejs for Electron against this ROS, and generates its messages. `ros` is a fingerprint of the
 * ROS and of its interfaces.
 */
export async function ensureRclnodejs(buildEnvironment, ros) {
  if (!existsSync(join(rclnodejs, 'package.json'))) {
    throw new SetupError(
      'The package rclnodejs is not installed; it is an optional dependency.\nRun `npm ci --ignore-scripts --include=optional`, then the command again.',
    );
  }
  const { version } = JSON.parse(readFileSync(join(rclnodejs, 'package.json'), 'utf8'));
  const wanted = fingerprint([version, nodeGyp, 'electron', ros, root]);
  if (existsSync(addon) && isStamped(stampFile, wanted)) return;
  rmSync(stampFile, { force: true });
  // What was built outlives node_modules, which every change of the lock file makes anew.
  const kept = join(ros2Cache, 'rclnodejs', wanted);
  if (existsSync(join(kept, 'complete'))) {
    cpSync(join(kept, 'generated'), generated, { recursive: true });
    cpSync(join(kept, 'rclnodejs.node'), addon);
    writeStamp(stampFile, wanted);
    return;
  }
  const headers = headersFolder();
  await step(`rclnodejs ${version} for Electron`, () =>
    must(
      'The build of rclnodejs',
      'npx',
      [
        '-y',
        nodeGyp,
        'rebuild',
        '--jobs=max',
        ...(headers ? [`--nodedir=${headers}`] : []),
        '--',
        // Electron refuses buffers over foreign memory; with this the addon copies.
        '-Druntime=electron',
      ],
      {
        env: buildEnvironment,
        cwd: rclnodejs,
        next: "It needs a C++ compiler, make, Python and Node's headers (beside Node, or from nodejs.org).",
      },
    ),
  );
  await step("rclnodejs's messages", () => {
    rmSync(generated, { recursive: true, force: true });
    return must(
      'The generation of messages',
      process.execPath,
      [join(rclnodejs, 'scripts', 'generate_messages.js')],
      { env: buildEnvironment, cwd: rclnodejs },
    );
  });
  // The script says "done" and answers 0 even when it failed half-way.
  const sample = join(generated, 'control_msgs');
  if (!existsSync(sample)) throw new SetupError(`The generation of messages left no ${sample}.`);
  rmSync(join(ros2Cache, 'rclnodejs'), { recursive: true, force: true });
  cpSync(generated, join(kept, 'generated'), { recursive: true });
  cpSync(addon, join(kept, 'rclnodejs.node'));
  writeStamp(join(kept, 'complete'), wanted);
  writeStamp(stampFile, wanted);
}
