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
  realPath,
  pendingPath,
} from '../store/database-files.ts';
import { DatabaseError, holdLock, openDatabase } from '../store/database.ts';
import { openPseudonyms, type Pseudonym } from '../store/key-file.ts';
import { Erasure } from './erasure.ts';
import {
  recordRevocations,
  NO_REVOCATIONS,
  type Revocations,
  readRevocations,
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
    const { revocations, unknownBecause } = revocationsSince(path, options.keyPath);
    const pseudonym = openPseudonyms(options.keyPath);
    const done = await repeatRevocations(unfinished, revocations, { ...options, pseudonym });
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

function revocationsSince(
  path: string,
  keyPath: string,
): { revocations: Revocations; unknownBecause: string | undefined } {
  try {
    const revocations = readRevocations(path);
    const unknownBecause =
      revocations.people.size > 0 && !existsSync(keyPath)
        ? `the key file ${keyPath} is missing, so erased members cannot be recognised.`
        : undefined;
    return { revocations, unknownBecause };
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return { revocations: NO_REVOCATIONS, unknownBecause: error.message };
  }
}

interface RepeatOptions {
  readonly pseudonym: Pseudonym;
  readonly clock: Clock;
  readonly slicing: Slicing;
}

/**
 * Repeats in the migrated backup what members asked for since: erasures and withdrawn consents, and
 * the operator's blocks.
 */
async function repeatRevocations(
  path: string,
  revocations: Revocations,
  { pseudonym, clock, slicing }: RepeatOptions,
) {
  const done = recordRevocations(path, revocations, pseudonym);
  const database = openDatabase(path);
  try {
    const { store } = database;
    const log = new JobLog(store, clock, NO_LIMITS, pseudonym);
    const reports = new Reports({ store, log, clock });
    // The files are not the backup's: the next start sweeps those without a row.
    const nothing = () => Promise.resolve();
    const following = { follow: () => followAll(reports, nothing, slicing) };
    await new Erasure({ store, log, following, clock, slicing }).resume(nothing);
  } finally {
    await database.close();
  }
  return done;
}
