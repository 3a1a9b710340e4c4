import { defineConfig, mergeConfig } from 'vitest/config';
import { ordinary } from '../vitest.config.ts';

/** A PostgreSQL server that fails: each file starts one of its own. */
export default mergeConfig(
  ordinary,
  defineConfig({
    test: {
      include: ['test/postgres-faults/**/*.soak.ts'],
      maxWorkers: 2,
      testTimeout: 120_000,
      expect: { poll: { timeout: 60_000 } },
    },
  }),
);
