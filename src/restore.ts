import './required-node.ts';
import { failWith, readFileArgument } from './command-line/program.ts';
import { ConfigError, loadConfig } from './config/config.ts';
import { systemClock } from './engines/clock.ts';
import { Turns } from './engines/turns.ts';
import { restore, type Restored } from './privacy/restore.ts';
import { DatabaseError } from './store/database.ts';
import { keyFileOf } from './store/key-file.ts';

const HELP = `npm run restore -- FILE   replaces the database with a backup, and sets the database aside
npm run restore           finishes an interrupted restore

Stop the bot first. The backup file is not changed. It is checked and migrated, and what members erased or
withdrew since then is removed from it again.

Exit code: 0 done, 1 failed, 2 wrong arguments.
`;

function sentences({ aside, copy }: Restored, path: string, file = ''): string[] {
  const before =
    aside === undefined
      ? 'There was no database before.'
      : `The previous database is ${aside}, with the files beside it.`;
  if (!copy) {
    return [`The interrupted restore is finished: its backup is now the database ${path}.`, before];
  }
  const { jobs, people, consents, blocks, unknownBecause } = copy;
  return [
    `${file} is now the database ${path} (jobs: ${jobs}).`,
    before,
    unknownBecause === undefined
      ? `Repeated since the backup: members erased: ${people}, consents withdrawn: ${consents}, your blocks set or lifted: ${blocks}.`
      : `Erasures, withdrawn consents and blocks since the backup could not be repeated: ${unknownBecause}`,
  ];
}

try {
  const { help, file } = readFileArgument('restore', process.argv.slice(2));
  if (help) process.stdout.write(HELP);
  else await restoreFrom(file);
} catch (error) {
  failWith(error, [ConfigError, DatabaseError]);
}

async function restoreFrom(file: string | undefined): Promise<void> {
  const { databasePath: path } = loadConfig();
  const restored = await restore({
    file,
    path,
    keyPath: keyFileOf(path),
    clock: systemClock,
    slicing: { turns: new Turns(), signal: new AbortController().signal },
  });
  process.stdout.write(`${sentences(restored, path, file).join('\n')}\n`);
}
