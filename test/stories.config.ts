import { defineConfig } from 'vitest/config';

/** What people do with the built bot, and what leaves it because of that. */
export default defineConfig({
  test: {
    include: ['test/stories/**/*.story.ts'],
    globalSetup: ['test/support/fast-folder.ts', 'test/stories/set-up.ts'],
    isolate: false,
    // Most of a story is waiting.
    maxWorkers: 4,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
