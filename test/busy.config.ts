import { defineConfig, mergeConfig } from 'vitest/config';
import soak from './soak.config.ts';

// Every process that the tests start inherits it.
process.env.NODE_OPTIONS = `--import=${new URL('./busy/stand-still.js', import.meta.url).href}`;

/** Everything that the ordinary runs have, on a machine that stands still now and then: it finds tests that judge by the clock. */
export default mergeConfig(
  soak,
  defineConfig({
    // As in the ordinary run, those that need a PostgreSQL server are not among them.
    test: { include: ['test/**/*.test.ts'], exclude: ['test/**/*.pg.test.ts'], maxWorkers: 8 },
  }),
);
