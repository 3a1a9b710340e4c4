import './required-node.ts';
import { failWith, parseArguments, unknownArguments } from './command-line/program.ts';
import { ConfigError, loadConfig } from './config/config.ts';
import { DatabaseError, isPostgresUrl, pictureFolderOf } from './store/database-files.ts';
import { copyKeyFile, keyFileOf } from './store/key-file.ts';
import { Transfer } from './store/postgres/transfer.ts';

const HELP = `npm run migrate -- --to postgres://USER@HOST/DATABASE
    copies the database at DATABASE_PATH and its pictures to an empty PostgreSQL database
npm run migrate -- --from postgres://USER@HOST/DATABASE --to FILE
    copies a PostgreSQL database to a new SQLite file, and its pictures to the folder FILE.files

Stop the bot first. The original is not changed. If interrupted, run the same again: it continues. In the end both
databases are read again and compared, and only then can a bot use the copy. PGPASSWORD or ~/.pgpass can hold the
password, so that other users of this machine do not see it. Pictures in a bucket (PICTURE_STORE) stay there.

Exit code: 0 done, 1 failed, 2 wrong arguments.
`;

/** How many rows between two lines. */
const SAID_EVERY = 10_000;

interface Migration {
  readonly from: string | undefined;
  readonly to: string;
}

/** What to copy; `undefined` if asked for help. @throws UsageError. */
function readMigration(args: readonly string[]): Migration | undefined {
  const { values } = parseArguments('migrate', {
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h' },
      from: { type: 'string' },
      to: { type: 'string' },
    },
  });
  if (values.help) return undefined;
  const { from, to = '' } = values;
  const isValid = from === undefined ? isPostgresUrl(to) : isPostgresUrl(from) && isFileName(to);
  if (!isValid) throw unknownArguments('migrate');
  return { from, to };
}

function isFileName(text: string): boolean {
  return text !== '' && !text.includes('://');
}

function say(...lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

try {
  const migration = readMigration(process.argv.slice(2));
  if (migration) await migrate(migration);
  else process.stdout.write(HELP);
} catch (error) {
  failWith(error, [ConfigError, DatabaseError]);
}

async function migrate({ from, to }: Migration): Promise<void> {
  const { databasePath, pictureStore, databaseUrl } = loadConfig();
  const { place } = pictureStore;
  // With DATABASE_URL, the database is the default place.
  const keepsRows = from !== undefined && place === 'database' && databaseUrl === undefined;
  const withFolder = place !== 'bucket' && !keepsRows;
  const transfer = await Transfer.open({ from: from ?? databasePath, to, withFolder });
  try {
    const keyFile = from === undefined ? undefined : copyKeyFile(databasePath, to);
    await transfer.copy(sayProgress());
    say('Comparing both databases …');
    const { tables, nuls, missing } = await transfer.compare();
    say(...tables.map(lineOf));
    if (nuls > 0) say(`NUL characters are now U+FFFD, in texts: ${nuls}.`);
    if (missing > 0) {
      say(`Pictures of jobs that are missing, so that members cannot use them again: ${missing}.`);
    }
    await transfer.finish();
    say(
      ...(from === undefined
        ? toPostgres(databasePath, withFolder)
        : toSqlite(to, { keyFile, place: withFolder ? 'folder' : place })),
    );
  } finally {
    await transfer.close();
  }
}

function sayProgress(): (table: string, rows: number) => void {
  let current = '';
  let copied = 0;
  return (table, rows) => {
    if (table !== current) {
      say(`Copying ${table} …`);
      current = table;
      copied = 0;
    }
    const before = Math.floor(copied / SAID_EVERY);
    copied += rows;
    if (Math.floor(copied / SAID_EVERY) > before) say(`  ${copied} rows`);
  };
}

/** `  jobs                     100000 rows  checksum 0f3a…` */
function lineOf({ table, rows, checksum }: { table: string; rows: number; checksum: string }) {
  return `  ${table.padEnd(22)} ${String(rows).padStart(9)} rows  checksum ${checksum}`;
}

function toPostgres(databasePath: string, withFolder: boolean): string[] {
  const folder = pictureFolderOf(databasePath);
  return [
    'Both are the same. Set DATABASE_URL, then start the bot.',
    withFolder
      ? 'The pictures are in the database now: remove PICTURE_STORE, if it is set.'
      : `The pictures in the bucket stay there. Those in ${folder}, if any, were not copied.`,
    `Keep ${keyFileOf(databasePath)} and the other files beside ${databasePath}: the bot still uses them. Take them along to another machine.`,
    `Delete ${databasePath}, with -wal and -shm, and ${folder}, once you no longer need them: they hold members' data.`,
  ];
}

function toSqlite(
  path: string,
  { keyFile, place }: { keyFile: string | undefined; place: 'folder' | 'database' | 'bucket' },
): string[] {
  return [
    `Both are the same. Set DATABASE_PATH=${path}, remove DATABASE_URL, then start the bot.`,
    keyFile === undefined
      ? `There is no key file. Put the bot's own at ${keyFileOf(path)}, or erased members count anew.`
      : `The key file is ${keyFile}.`,
    {
      folder: `The pictures are in ${pictureFolderOf(path)}: remove PICTURE_STORE, if it is set.`,
      database: 'The pictures are in the new database, too: keep PICTURE_STORE=database.',
      bucket: 'The pictures stay in the bucket: keep PICTURE_STORE.',
    }[place],
    "Drop the PostgreSQL database once you no longer need it: it holds members' data.",
  ];
}
