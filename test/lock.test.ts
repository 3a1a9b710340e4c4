import { expect, it } from 'vitest';
import { z } from 'zod';
import { readText } from './docs/pages.ts';

const lock = z.object({
  packages: z.record(z.string(), z.looseObject({ gypfile: z.boolean().optional() })),
});

/*
 * npm keeps no such line when it writes the lock anew, so whoever installs a package has to put it back. Without
 * it the npm of Node 22 has better-sqlite3 compiled by `npm ci`, which takes Python, a compiler and Node's headers,
 * though the compiled file came with the package: npm/cli#9837. `allowScripts` in package.json is for npm 11.
 */
it('package-lock.json says of better-sqlite3 "gypfile": false, so that npm ci compiles nothing', () => {
  const { packages } = lock.parse(JSON.parse(readText('package-lock.json')));
  expect(packages['node_modules/better-sqlite3']?.gypfile).toBe(false);
});
