import { defineConfig } from 'vitest/config';

/** The bot in front of the worker's own Python. */
export default defineConfig({
  test: {
    include: ['test/worker/**/*.worker.ts'],
    globalSetup: ['test/support/made-database.ts', 'test/support/compiled-lists.ts'],
    isolate: false,
    maxWorkers: 2,
    testTimeout: 600_000,
    expect: { poll: { timeout: 300_000 } },
  },
});
