import './required-node.ts';
import { readFileArgument } from './command-line/file-argument.ts';
import { failWith } from './command-line/program.ts';
import { ConfigError, loadConfig } from './config/config.ts';
import { backUp } from './store/backup.ts';
import { DatabaseError } from './store/database.ts';

const HELP = `npm run backup           copies the job log to a file beside it, with the time in its name
npm run backup -- FILE   copies it to that file, which must not be there yet

The bot may be running. Photos, tokens and pictures are left out. npm run restore puts a copy back.

Exit code: 0 copied; 1 it cannot be done; 2 this command was not understood.
`;

/** `2030-01-31T12-00-00`: sorts by time, and serves as a file name everywhere. */
const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-');

try {
  const { help, file } = readFileArgument('backup', process.argv.slice(2));
  if (help) process.stdout.write(HELP);
  else copyTo(file);
} catch (error) {
  failWith(error, [ConfigError, DatabaseError]);
}

function copyTo(file: string | undefined): void {
  const { databasePath } = loadConfig();
  const target = file ?? `${databasePath}.${stamp}.backup`;
  const jobs = backUp(databasePath, target);
  process.stdout.write(
    `Copied to ${target} (jobs: ${jobs}). Photos, tokens and pictures are not in it.\n`,
  );
}
