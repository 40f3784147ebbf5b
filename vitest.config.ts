import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'shared/**/*.test.ts',
      'electron/**/*.test.ts',
      'renderer/**/*.test.{ts,tsx}',
      'resources/**/*.test.ts',
      'e2e/**/*.test.ts',
    ],
    // Over real DDS: a run of their own (vitest.ros2.config.ts), with the ROS environment.
    exclude: ['**/node_modules/**', '**/*.ros2.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Finds a test that hangs. Real planning and real files take seconds where the machine is busy; a test
    // that is about speed measures it.
    testTimeout: 30_000,
  },
});
