import { defineConfig } from 'vitest/config';

/** The real app, one window at a time: the machine's cores are shared by physics, model and picture. */
export default defineConfig({
  test: {
    include: ['e2e/*.e2e.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
