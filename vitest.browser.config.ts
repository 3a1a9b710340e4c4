import { defineConfig } from 'vitest/config';

/** The playground, used by a person in Chromium. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.browser.ts'],
    globalSetup: ['test/browser/find-chromium.ts'],
    isolate: false,
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
