import './required-node.ts';
import { failWith, readFileArgument } from './command-line/program.ts';
import { ConfigError, loadConfig } from './config/config.ts';
import { backUp } from './store/backup.ts';
import { DatabaseError } from './store/database.ts';
import { withoutPassword } from './store/live-database.ts';

const HELP = `npm run backup           backs up the job log to a file beside it, named after the time
npm run backup -- FILE   backs it up to that file, which must not exist

The bot may be running. Photos, tokens and pictures are left out. To restore a backup: npm run restore.
With DATABASE_URL it only says how pg_dump does that.

Exit code: 0 done, 1 failed, 2 wrong arguments.
`;

/** `2030-01-31T12-00-00`: sorts by time, and is a valid file name everywhere. */
const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-');

/** These hold photos, pictures and tokens. */
const LEFT_OUT = [
  'prepared_pictures',
  'picture_pieces',
  'stored_pictures',
  'stored_picture_pieces',
  'deferrals',
  'processes',
];

function pgDump(databaseUrl: string): string {
  const without = LEFT_OUT.map((table) => `--exclude-table-data=${table}`).join(' ');
  return [
    "With DATABASE_URL, back up by PostgreSQL's own program. This leaves out photos and pictures:",
    `  pg_dump --format=custom --file=${stamp}.dump ${without} '${withoutPassword(databaseUrl)}'`,
    'To restore it: npm run restore -- --help. Keep the key file beside DATABASE_PATH, too.',
  ].join('\n');
}

try {
  const { help, file } = readFileArgument('backup', process.argv.slice(2));
  if (help) process.stdout.write(HELP);
  else backUpTo(file);
} catch (error) {
  failWith(error, [ConfigError, DatabaseError]);
}

function backUpTo(file: string | undefined): void {
  const { databasePath, databaseUrl } = loadConfig();
  if (databaseUrl !== undefined) throw new DatabaseError(pgDump(databaseUrl));
  const target = file ?? `${databasePath}.${stamp}.backup`;
  const jobs = backUp(databasePath, target);
  process.stdout.write(
    `Backed up to ${target} (jobs: ${jobs}), without photos, tokens and pictures.\n`,
  );
}
