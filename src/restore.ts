import './required-node.ts';
import { failWith, parseArguments, unknownArguments } from './command-line/program.ts';
import { ConfigError, loadConfig } from './config/config.ts';
import { systemClock } from './engines/clock.ts';
import { Turns } from './engines/turns.ts';
import { repeatFrom, restore, type Restored } from './privacy/restore.ts';
import { DatabaseError } from './store/database.ts';
import { keyFileOf } from './store/key-file.ts';
import { nameOf } from './store/live-database.ts';

const HELP = `npm run restore -- FILE   replaces the database with a backup, and sets the database aside
npm run restore           finishes an interrupted restore

Stop the bot first. The backup file is not changed. It is checked and migrated, and what members erased or
withdrew since then is removed from it again.

With DATABASE_URL, restore a dump by PostgreSQL's own programs into a new database, and set DATABASE_URL to it:
  createdb NEW && pg_restore --no-owner --dbname=NEW FILE
Before the bot starts, remove again what members erased or withdrew since the dump, and repeat your blocks:
  npm run restore -- --from-database postgres://USER@HOST/OLD
It reads that from the database that was replaced. If that is lost, nothing can be repeated.

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

interface RestoreArguments {
  readonly help: boolean;
  readonly file: string | undefined;
  /** The replaced database, to repeat in DATABASE_URL's what only that one knows. */
  readonly fromDatabase: string | undefined;
}

/** @throws UsageError. */
function readArguments(args: readonly string[]): RestoreArguments {
  const { values, positionals } = parseArguments('restore', {
    args: [...args],
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' }, 'from-database': { type: 'string' } },
  });
  const { help = false, 'from-database': fromDatabase } = values;
  const [file, ...more] = positionals;
  const isWrong = fromDatabase === '' || (fromDatabase !== undefined && file !== undefined);
  if (file === '' || more.length > 0 || isWrong) throw unknownArguments('restore');
  return { help, file, fromDatabase };
}

try {
  const { help, file, fromDatabase } = readArguments(process.argv.slice(2));
  if (help) process.stdout.write(HELP);
  else if (fromDatabase === undefined) await restoreFrom(file);
  else await repeatOnPostgres(fromDatabase);
} catch (error) {
  failWith(error, [ConfigError, DatabaseError]);
}

async function restoreFrom(file: string | undefined): Promise<void> {
  const { databasePath: path, databaseUrl } = loadConfig();
  if (databaseUrl !== undefined) {
    throw new DatabaseError(
      "With DATABASE_URL, restore by PostgreSQL's own programs: see npm run restore -- --help.",
    );
  }
  const restored = await restore({ file, path, keyPath: keyFileOf(path), ...running() });
  process.stdout.write(`${sentences(restored, path, file).join('\n')}\n`);
}

async function repeatOnPostgres(from: string): Promise<void> {
  const config = loadConfig();
  const { databasePath, databaseUrl: url } = config;
  if (url === undefined) {
    throw new DatabaseError('Set DATABASE_URL to the restored database on PostgreSQL.');
  }
  const keyPath = keyFileOf(databasePath);
  const { people, consents, blocks } = await repeatFrom({ url, from, keyPath, ...running() });
  process.stdout.write(
    `Repeated in ${nameOf(config)} since the backup: members erased: ${people}, consents withdrawn: ${consents}, your blocks set or lifted: ${blocks}.\n`,
  );
}

function running() {
  return {
    clock: systemClock,
    slicing: { turns: new Turns(), signal: new AbortController().signal },
  };
}
