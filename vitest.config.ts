import { configDefaults, defineConfig } from 'vitest/config';
import { TrialsReport } from './test/support/trials-report.ts';

/** What every run of the tests has in common. */
export const ordinary = defineConfig({
  test: {
    globalSetup: [
      'test/support/fast-folder.ts',
      'test/support/made-database.ts',
      'test/support/compiled-lists.ts',
    ],
    setupFiles: ['test/support/count-trials.ts'],
    reporters: ['default', new TrialsReport()],
    // Nothing here keeps state in a module, so discord.js need not be loaded for every file.
    isolate: false,
    // Most tests wait for sockets and timers rather than for a core.
    maxWorkers: 4,
    // Most of what a test makes is garbage at once: with a larger young generation it is never copied.
    execArgv: ['--max-semi-space-size=32'],
    // The machine may be slow; what is waited for comes as soon as it can.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
  },
});

export default {
  ...ordinary,
  test: {
    ...ordinary.test,
    include: ['test/**/*.test.ts'],
    // Those need a PostgreSQL server.
    exclude: [...configDefaults.exclude, 'test/**/*.pg.test.ts'],
  },
};
