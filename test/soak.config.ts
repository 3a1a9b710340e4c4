import { defineConfig, mergeConfig } from 'vitest/config';
import { ordinary } from '../vitest.config.ts';

/** What needs long: processes that are started, killed and waited for, and failures one by one. */
export default mergeConfig(
  ordinary,
  defineConfig({
    test: {
      include: ['test/**/*.soak.ts'],
      exclude: ['test/soak/**', 'test/postgres-faults/**'],
      globalSetup: ['test/support/compiled-bot.ts'],
      // Most of the time is that of processes which start, and of what they wait for.
      maxWorkers: 6,
      testTimeout: 900_000,
      expect: { poll: { timeout: 300_000 } },
    },
  }),
);
