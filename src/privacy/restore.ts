import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../engines/clock.ts';
import type { Slicing } from '../engines/slices.ts';
import { JobLog } from '../jobs/job-log.ts';
import { NO_LIMITS } from '../jobs/sql/limits.ts';
import { followAll } from '../moderation/derived-pictures.ts';
import { Reports } from '../moderation/sql/reports.ts';
import { checkAndMigrate, copyDatabase } from '../store/backup.ts';
import {
  COMPANION_SUFFIXES,
  flush,
  putInPlace,
  isPostgresUrl,
  realPath,
  pendingPath,
} from '../store/database-files.ts';
import { DatabaseError, holdLock, openDatabase, type OpenDatabase } from '../store/database.ts';
import { openPseudonyms, type Pseudonym } from '../store/key-file.ts';
import { Erasure } from './erasure.ts';
import {
  recordRevocations,
  NO_REVOCATIONS,
  type Revocations,
  readRevocations,
  revocationsIn,
} from './sql/revocations.ts';

export interface RestoreOptions extends Omit<RepeatOptions, 'pseudonym'> {
  /** The key file for `openPseudonyms`. */
  readonly keyPath: string;
  /** The backup, which stays unchanged. `undefined`: only finish an interrupted restore. */
  readonly file: string | undefined;
  /** The path of the database. */
  readonly path: string;
  /** Called after each step that changes the disk. */
  readonly onStep?: () => void;
}

/** The result. */
export interface Restored {
  /** The path of the previous database; `undefined` if there was none. */
  readonly aside: string | undefined;
  /** `undefined` if only an interrupted restore was finished: the backup was checked then. */
  readonly copy: Awaited<ReturnType<typeof prepareBackup>> | undefined;
}

/**
 * Puts a backup in the database's place. First checks it, migrates it beside the database, and
 * repeats the erasures and withdrawals made since. Sets the old database aside with all its files,
 * and deletes nothing.
 *
 * If interrupted, either the database is unchanged, or the next call finishes; until then no
 * process can open a database there.
 *
 * @throws DatabaseError if the backup is unusable, or the database is in use.
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { file, onStep = () => undefined } = options;
  try {
    mkdirSync(dirname(options.path), { recursive: true, mode: 0o700 });
    const path = realPath(options.path);
    const lock = holdLock(`${path}.lock`);
    try {
      if (existsSync(pendingPath(path)))
        return { aside: putInPlace(path, onStep), copy: undefined };
      if (file === undefined) throw new DatabaseError('Name the backup: npm run restore -- FILE');
      if (!existsSync(file)) throw new DatabaseError(`There is no backup at ${file}.`);
      const source = realPath(file);
      if (source === path) throw new DatabaseError(`${file} is the database itself.`);
      const copy = await prepareBackup(source, path, { ...options, onStep });
      return { aside: putInPlace(path, onStep), copy };
    } finally {
      lock.close();
    }
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(`${file ?? 'The backup'} could not be restored: ${reason}.`, {
      cause: error,
    });
  }
}

/**
 * Prepares the backup beside the database. Returns how many jobs it has, how many members were
 * erased in it, consents withdrawn, and operator blocks set or lifted, and why requests since the
 * backup are unknown, if so.
 */
async function prepareBackup(
  file: string,
  path: string,
  options: RestoreOptions & { readonly onStep: () => void },
) {
  const { onStep } = options;
  const unfinished = `${pendingPath(path)}.unfinished`;
  const clear = () => {
    for (const end of ['', ...COMPANION_SUFFIXES, '.lock'])
      rmSync(unfinished + end, { force: true });
  };
  clear();
  try {
    await copyDatabase(file, unfinished);
    onStep();
    const jobs = checkAndMigrate(unfinished, file);
    const { revocations, unknownBecause } = await revocationsSince(path, options.keyPath);
    const pseudonym = openPseudonyms(options.keyPath);
    const database = openDatabase(unfinished);
    const done = await repeatIn(database, revocations, { ...options, pseudonym });
    rmSync(`${unfinished}.lock`);
    flush(unfinished);
    onStep();
    renameSync(unfinished, pendingPath(path));
    flush(dirname(path));
    onStep();
    return { jobs, ...done, unknownBecause };
  } catch (error) {
    clear();
    throw error;
  }
}

async function revocationsSince(
  path: string,
  keyPath: string,
): Promise<{ revocations: Revocations; unknownBecause: string | undefined }> {
  try {
    const revocations = await readRevocations(path);
    return { revocations, unknownBecause: missingKey(revocations, keyPath) };
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return { revocations: NO_REVOCATIONS, unknownBecause: error.message };
  }
}

function missingKey({ people }: Revocations, keyPath: string): string | undefined {
  if (people.size === 0 || existsSync(keyPath)) return undefined;
  return `the key file ${keyPath} is missing, so erased members cannot be recognised.`;
}

export interface RepeatFromOptions extends Omit<RepeatOptions, 'pseudonym'> {
  /** The restored database on PostgreSQL. */
  readonly url: string;
  /** The replaced database: a PostgreSQL URL, or the path of a SQLite file. */
  readonly from: string;
  /** The key file for `openPseudonyms`. */
  readonly keyPath: string;
}

/**
 * Repeats in a restored PostgreSQL database the erasures, withdrawals and blocks since its dump,
 * which the replaced database has. Migrates it first. Returns how many.
 *
 * @throws DatabaseError if either cannot be used, or a bot uses it.
 */
export async function repeatFrom({ url, from, keyPath, ...options }: RepeatFromOptions) {
  const revocations = await revocationsFrom(from);
  const problem = missingKey(revocations, keyPath);
  if (problem !== undefined) throw new DatabaseError(`Nothing was repeated: ${problem}`);
  const pseudonym = openPseudonyms(keyPath);
  const { openPostgres } = await import('../store/postgres/open.ts');
  return repeatIn(await openPostgres({ url }), revocations, { ...options, pseudonym });
}

async function revocationsFrom(from: string): Promise<Revocations> {
  if (isPostgresUrl(from)) {
    const { lockPostgres, readBesidePostgres } = await import('../store/postgres/open.ts');
    const lock = await lockPostgres(from);
    try {
      return await readBesidePostgres(from, revocationsIn);
    } finally {
      await lock.release();
    }
  }
  if (!existsSync(from)) throw new DatabaseError(`There is no database at ${from}.`);
  const path = realPath(from);
  const lock = holdLock(`${path}.lock`);
  try {
    return await readRevocations(path);
  } finally {
    lock.close();
  }
}

interface RepeatOptions {
  readonly pseudonym: Pseudonym;
  readonly clock: Clock;
  readonly slicing: Slicing;
}

/**
 * Repeats in a migrated backup what members asked for since: erasures and withdrawn consents, and
 * the operator's blocks. Closes it.
 */
async function repeatIn(
  database: OpenDatabase,
  revocations: Revocations,
  { pseudonym, clock, slicing }: RepeatOptions,
) {
  const { store } = database;
  try {
    const done = await recordRevocations(store, revocations, pseudonym);
    const log = new JobLog(store, clock, NO_LIMITS, pseudonym);
    const reports = new Reports({ store, log, clock });
    // The files are not the backup's: the next start sweeps those without a row.
    const nothing = () => Promise.resolve();
    const following = { follow: () => followAll(reports, nothing, slicing) };
    await new Erasure({ store, log, following, clock, slicing }).resume(nothing);
    return done;
  } finally {
    await database.close();
  }
}
