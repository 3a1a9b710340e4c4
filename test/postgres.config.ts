import { defineConfig, mergeConfig } from 'vitest/config';
import { ordinary } from '../vitest.config.ts';

/** The tests of the record, on a PostgreSQL server. */
export default mergeConfig(
  ordinary,
  defineConfig({
    test: {
      include: [
        'test/**/*.pg.test.ts',
        'test/discord/sync/**/*.test.ts',
        'test/images/picture-stores.test.ts',
        'test/jobs/**/*.test.ts',
        'test/moderation/**/*.test.ts',
        'test/operator/**/*.test.ts',
        'test/privacy/**/*.test.ts',
        'test/store/deferrals.test.ts',
        'test/store/free-id.test.ts',
      ],
      globalSetup: ['test/support/postgres-databases.ts'],
      setupFiles: ['test/support/postgres-setup.ts'],
      // What is about SQLite's files and statements.
      exclude: ['test/**/*.sqlite.test.ts'],
    },
  }),
);
