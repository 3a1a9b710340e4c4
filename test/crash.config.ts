import { defineConfig } from 'vitest/config';
import { CrashReport } from './crash/report.ts';
import { runOptions } from './crash/run-options.ts';

const { seed, kills, serverEnds, processKills, processStops } = runOptions();

/** Every kill; the ordinary run has a few of them. */
export default defineConfig({
  test: {
    include: ['test/crash/**/*.crash.ts'],
    globalSetup: ['test/support/compiled-lists.ts', 'test/support/compiled-bot.ts'],
    provide: {
      crashSeed: seed,
      crashKills: kills,
      crashServerEnds: serverEnds,
      crashProcessKills: processKills,
      crashProcessStops: processStops,
    },
    reporters: ['default', new CrashReport(seed)],
    // Most of the time is that of processes which start.
    maxWorkers: 2,
    maxConcurrency: 6,
    testTimeout: 400_000,
  },
});
