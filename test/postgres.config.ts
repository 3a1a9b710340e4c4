import { defineConfig, mergeConfig } from 'vitest/config';
import { ordinary } from '../vitest.config.ts';

/** The tests of the record, on a PostgreSQL server. */
export default mergeConfig(
  ordinary,
  defineConfig({
    test: {
      include: [
        'test/images/picture-stores.test.ts',
        'test/jobs/sql/*.test.ts',
        'test/privacy/**/*.test.ts',
        'test/moderation/*.test.ts',
      ],
      globalSetup: ['test/support/postgres-databases.ts'],
      setupFiles: ['test/support/postgres-setup.ts'],
    },
  }),
);
