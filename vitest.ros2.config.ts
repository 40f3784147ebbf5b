import { defineConfig } from 'vitest/config';

/**
 * Tests over real DDS on loopback: they need a ROS 2 environment (see `npm run setup:ros2`). Each file has
 * a process and a ROS domain of its own.
 */
export default defineConfig({
  test: {
    include: ['electron/**/*.ros2.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
