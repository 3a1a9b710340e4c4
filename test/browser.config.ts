import { defineConfig } from 'vitest/config';
import { findChromium } from './browser/find-chromium.ts';

const chromium = findChromium(process.env);
if (chromium === undefined) {
  // Tests that cannot run have not passed.
  process.stderr.write(
    'These tests need Chromium, and there is none: apt-get install chromium, or CHROMIUM=PATH.\n',
  );
  process.exit(1);
}

/** The playground, used by a person in Chromium. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.browser.ts'],
    provide: { chromium },
    isolate: false,
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
  },
});
