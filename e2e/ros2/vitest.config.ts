import { defineConfig } from 'vitest/config';

/** The real app and a robot on the ROS graph, one pair at a time. `npm run setup:ros2` comes first. */
export default defineConfig({
  test: {
    include: ['e2e/ros2/**/*.e2e.ts'],
    globalSetup: 'electron/together/ros2/cleanUp.ts',
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 180_000,
  },
});
