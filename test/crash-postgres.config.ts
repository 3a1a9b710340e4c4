import { defineConfig, mergeConfig } from 'vitest/config';
import onSqlite from './crash.config.ts';

/** The same kills with databases on a PostgreSQL server, and kills of such a server. */
export default mergeConfig(
  onSqlite,
  defineConfig({
    test: {
      include: ['test/crash/**/*.pg-crash.ts'],
      globalSetup: ['test/crash/postgres.ts'],
    },
  }),
);
