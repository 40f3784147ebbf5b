import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { electronCommand } from './electron.mjs';
import { runMain, SetupError } from './progress.mjs';
import { root } from './project.mjs';
import { ensureRos2 } from './ros2/ensureRos2.mjs';
import { simulatorEnvironment } from './ros2/simulatorEnvironment.mjs';
import { setUp } from './setup.mjs';
import { virtualDisplay } from './virtualDisplay.mjs';

/**
 * `npm run sim:ros2`: the simulated arm, gripper and camera as a ROS 2 robot, until Ctrl-C.
 *   npm run sim:ros2 -- --seed 3 --domain 7 --rate 15
 */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string', default: '1' },
        domain: { type: 'string', default: process.env.ROS_DOMAIN_ID ?? '0' },
        rate: { type: 'string', default: '15' },
      },
    });
    const seed = wholeNumber('--seed', values.seed, 2 ** 31);
    const domain = wholeNumber('--domain', values.domain, 232);
    const rateHz = Number(values.rate);
    if (!(rateHz > 0 && rateHz <= 60))
      throw new Error(`--rate wants 1 to 60 pictures a second, not "${values.rate}".`);
    return { seed, domain, rateHz };
  } catch (error) {
    throw new SetupError(`${error.message}\nnpm run sim:ros2 -- [--seed 1] [--domain 0] [--rate 15]`);
  }
}

function wholeNumber(name, text, most) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > most) {
    throw new Error(`${name} wants a whole number from 0 to ${most}, not "${text}".`);
  }
  return value;
}

const served = ({ seed, domain, rateHz }, { distro }) => `
The simulated FR3 is a ROS 2 robot (${distro}, domain ${domain}, this machine only), scene ${seed}:
  /joint_states                                    100 Hz, arm and fingers
  /fr3_arm_controller/follow_joint_trajectory      FollowJointTrajectory
  /fr3_gripper/gripper_action                      GripperCommand: travel of one finger, 0 to 0.04 m
  /camera/color/image_raw, .../compressed          640 x 480 rgb8, JPEG; up to ${rateHz} a second
  /camera/color/camera_info, /camera/depth/image_rect   32FC1, registered
  /tf, /tf_static, /robot_description
In the console choose the connection "Simulator over ROS 2" (resources/profiles/simulator-over-ros2.json)${domain === 0 ? '' : ` with domain ${domain}`}.
Ctrl-C ends it.
`;

runMain(async () => {
  const options = readOptions();
  await setUp({ display: true });
  const ros = await ensureRos2();
  const display = await virtualDisplay();
  const data = mkdtempSync(join(tmpdir(), 'r1-sim-ros2-'));
  process.stdout.write(served(options, ros));
  const { executable, args } = electronCommand();
  const child = spawn(executable, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...display.env, R1_DATA_DIR: data, ...simulatorEnvironment(options, ros) },
  });
  // The simulator ends in order, and then this process; a terminal's Ctrl-C reaches both, which does no harm.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  const code = await new Promise((resolve) => child.on('close', (value) => resolve(value ?? 1)));
  display.stop();
  rmSync(data, { recursive: true, force: true });
  return code;
});
