import { defineConfig, mergeConfig } from 'vitest/config';
import { ordinary } from '../vitest.config.ts';

/** Every pair of pieces that write at the same time, on a PostgreSQL server. */
export default mergeConfig(
  ordinary,
  defineConfig({
    test: {
      include: ['test/races/*.race.ts'],
      globalSetup: ['test/support/postgres-databases.ts'],
      testTimeout: 1_200_000,
      // As many as there are databases.
      maxConcurrency: 4,
    },
  }),
);
