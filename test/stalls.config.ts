import { defineConfig } from 'vitest/config';

/** The bot in hard situations, by how late its event loop comes, run by itself: whatever else runs would be in the way. */
export default defineConfig({
  test: {
    include: ['test/soak/**/*.soak.ts'],
    globalSetup: ['test/soak/build-bot.ts', 'test/support/made-database.ts'],
    // One at a time: each would be in the way of the others.
    maxWorkers: 1,
    // A disk that was busy with something else for a moment is not so every time.
    retry: 1,
    testTimeout: 6 * 60_000,
  },
});
