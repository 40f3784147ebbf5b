import { randomInt } from 'node:crypto';
import { defineConfig } from 'vitest/config';

/**
 * Tests over real DDS on loopback. The ROS environment has to be there before the process starts, because
 * the system's loader reads LD_LIBRARY_PATH only then. A domain of its own keeps runs apart that happen at
 * the same time on one machine; above 101 their ports meet those that the system gives away.
 */
export default defineConfig({
  test: {
    include: ['electron/**/*.ros2.test.ts'],
    globalSetup: 'electron/together/ros2/cleanUp.ts',
    pool: 'forks',
    maxWorkers: 1,
    env: {
      ROS_DOMAIN_ID: process.env.R1_TEST_DOMAIN ?? String(randomInt(1, 101)),
      ROS_AUTOMATIC_DISCOVERY_RANGE: 'LOCALHOST',
    },
    // A busy machine needs more time, and tests may begin anew (onRobot): this finds one that hangs.
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
});
