import { runMain } from './progress.mjs';
import { ensureRos2 } from './ros2/ensureRos2.mjs';
import { runWithDisplay } from './withDisplay.mjs';

/**
 * `npm run demo`: the main job without a person, through the app's own user interface.
 * `-- --ros2`: on the simulator as a ROS 2 robot.
 */
runMain(() =>
  runWithDisplay('demo.ts', { prepare: process.argv.includes('--ros2') ? ensureRos2 : undefined }),
);
