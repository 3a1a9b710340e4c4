import { defineConfig, mergeConfig } from 'vitest/config';
import { ordinary } from '../vitest.config.ts';

/** The commands that write most: jobs, consents, reports, blocks, and what a member keeps. */
const SCENES = [
  'deauthorised',
  'decided-reports',
  'face-consent',
  'jobs',
  'kept-out',
  'made-from-reported',
  'moderation',
  'outside-reports',
  'pauses',
  'preset',
  'privacy',
  'reports',
  'second-delivery',
  'usage',
  'user-install',
];

/** The tests of the record, on a PostgreSQL server. */
export default mergeConfig(
  ordinary,
  defineConfig({
    test: {
      include: [
        'test/**/*.pg.test.ts',
        ...SCENES.map((name) => `test/commands/${name}.test.ts`),
        'test/discord/sync/**/*.test.ts',
        'test/images/picture-stores.test.ts',
        'test/jobs/**/*.test.ts',
        'test/moderation/**/*.test.ts',
        'test/operator/**/*.test.ts',
        'test/premium/**/*.test.ts',
        'test/privacy/**/*.test.ts',
        'test/store/deferrals.test.ts',
        'test/store/free-id.test.ts',
        'test/usage/**/*.test.ts',
      ],
      globalSetup: ['test/support/postgres-databases.ts'],
      setupFiles: ['test/support/postgres-setup.ts'],
      // What is about SQLite's files and statements.
      exclude: ['test/**/*.sqlite.test.ts'],
    },
  }),
);
