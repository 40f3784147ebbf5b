import { runMain } from '../progress.mjs';
import { setUp } from '../setup.mjs';
import { ensureRos2 } from './ensureRos2.mjs';
import { environmentFile } from './paths.mjs';

/** `npm run setup:ros2`: what the console needs to speak to a ROS 2 robot. */
runMain(async () => {
  await setUp();
  const { distro, prefix } = await ensureRos2();
  process.stdout.write(
    `ROS 2 ${distro} at ${prefix} is ready for the console (${environmentFile}).\nTry it with no hardware: npm run sim:ros2\n`,
  );
});
