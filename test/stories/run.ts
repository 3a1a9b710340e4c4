import { spawnSync } from 'node:child_process';

// npm run stories [-- --accept] [-- --postgres] [-- name…]
const args = process.argv.slice(2);
const names = args.filter((arg) => !arg.startsWith('--'));
const flags = new Set(args.filter((arg) => arg.startsWith('--')));
const unknown = [...flags].filter((flag) => !['--accept', '--postgres'].includes(flag));
if (unknown.length > 0) throw new TypeError(`unknown: ${unknown.join(' ')}`);

const config = ['--config', 'test/stories.config.ts'];
const { status } = spawnSync(
  'npx',
  ['vitest', 'run', ...config, ...names, ...(flags.has('--accept') ? ['--update'] : [])],
  {
    stdio: 'inherit',
    env: {
      STORIES_POSTGRES: flags.has('--postgres') ? (process.env.TEST_POSTGRES ?? 'own') : undefined,
      ...process.env,
      // Without this, a trace that is missing would be written.
      ...(!flags.has('--accept') && { CI: 'true' }),
    },
  },
);
process.exitCode = status ?? 1;
