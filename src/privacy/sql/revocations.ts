import { existsSync } from 'node:fs';
import SQLite from 'better-sqlite3';
import { sql } from 'kysely';
import { carryKeptOut, type KeptOutEntry, keptOutIn } from '../../operator/kept-out.ts';
import { readingKysely } from '../../store/connections.ts';
import { DatabaseError, requireOwnLog } from '../../store/database-files.ts';
import { type Database, knownVersion } from '../../store/database.ts';
import type { Pseudonym } from '../../store/key-file.ts';
import { tablesOf } from '../../store/sqlite.ts';
import type { Store } from '../../store/store.ts';

/** The first schema with erasures. */
const WITH_ERASURES = 6;

/** A database's record of what to repeat in a backup. Times are milliseconds since the epoch. */
export interface Revocations {
  /** Completed erasures by pseudonym: everything up to that time. */
  readonly people: ReadonlyMap<string, number>;
  /** Unfinished erasures by member id. */
  readonly asked: ReadonlyMap<string, number>;
  /** Erased removals of users' own installs, by pseudonym, and unfinished ones by id. */
  readonly installs: ReadonlyMap<string, number>;
  readonly installsRemoved: ReadonlyMap<string, number>;
  /** Withdrawn consents by job. */
  readonly withdrawn: ReadonlyMap<string, number>;
  /** The operator's blocks, set or lifted. */
  readonly keptOut: readonly KeptOutEntry[];
}

/** A database without erasures, withdrawals and blocks. */
export const NO_REVOCATIONS: Revocations = {
  people: new Map(),
  asked: new Map(),
  installs: new Map(),
  installsRemoved: new Map(),
  withdrawn: new Map(),
  keptOut: [],
};

/**
 * Reads erasures, withdrawals and operator blocks from a SQLite database that no process has open,
 * without changing it.
 *
 * @throws DatabaseError if it cannot be read.
 */
export async function readRevocations(path: string): Promise<Revocations> {
  if (!existsSync(path)) return NO_REVOCATIONS;
  let sqlite: SQLite.Database | undefined;
  try {
    requireOwnLog(path);
    sqlite = new SQLite(path, { readonly: true });
    const version = knownVersion(sqlite, path);
    if (version < WITH_ERASURES) throw new DatabaseError(`its schema is too old (${version})`);
    const db = readingKysely(sqlite);
    const tables = tablesOf(sqlite);
    return {
      ...(await revocationsOfJobs(db)),
      people: tables.includes('erased_people') ? await erasedPeople(db) : await erasedOwners(db),
      keptOut: tables.includes('kept_out') ? await keptOutIn(db) : [],
      ...(tables.includes('removed_installs') ? await removedInstalls(db) : NO_INSTALLS),
    };
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(reason, { cause: error });
  } finally {
    sqlite?.close();
  }
}

/** Reads erasures, withdrawals and operator blocks from a database of this version. */
export async function revocationsIn(db: Database): Promise<Revocations> {
  return {
    ...(await revocationsOfJobs(db)),
    people: await erasedPeople(db),
    keptOut: await keptOutIn(db),
    ...(await removedInstalls(db)),
  };
}

const NO_INSTALLS = {
  installs: new Map<string, number>(),
  installsRemoved: new Map<string, number>(),
};

async function removedInstalls(
  db: Database,
): Promise<Pick<Revocations, 'installs' | 'installsRemoved'>> {
  const rows = await db.selectFrom('removedInstalls').selectAll().execute();
  const timesOf = (isDone: number) =>
    new Map(
      rows
        .filter((row) => row.isDone === isDone)
        .map(({ person, removedAt }) => [person, removedAt]),
    );
  return { installs: timesOf(1), installsRemoved: timesOf(0) };
}

async function revocationsOfJobs(db: Database): Promise<Pick<Revocations, 'asked' | 'withdrawn'>> {
  const asked = await db.selectFrom('erasures').select(['userId', 'askedAt']).execute();
  const withdrawn = await db
    .selectFrom('consents')
    .select(['jobId', 'withdrawnAt'])
    .where('withdrawnAt', 'is not', null)
    .execute();
  return {
    asked: new Map(asked.map(({ userId, askedAt }) => [userId, askedAt])),
    withdrawn: new Map(withdrawn.map(({ jobId, withdrawnAt }) => [jobId, withdrawnAt ?? 0])),
  };
}

async function erasedPeople(db: Database): Promise<Map<string, number>> {
  const rows = await db.selectFrom('erasedPeople').select(['pseudonym', 'askedAt']).execute();
  return new Map(rows.map(({ pseudonym, askedAt }) => [pseudonym, askedAt]));
}

/** Before erased members were on record: the pseudonyms that own erased jobs. */
async function erasedOwners(db: Database): Promise<Map<string, number>> {
  const { rows } = await sql<{ userId: string; at: number }>`
    SELECT user_id, max(coalesce(erase_asked_at, erased_at)) AS at FROM jobs
    WHERE erased_at IS NOT NULL GROUP BY user_id`.execute(db);
  return new Map(rows.map(({ userId, at }) => [userId, at]));
}

/** All member ids in a database. */
const MEMBER_IDS = sql<{ userId: string }>`
  SELECT user_id FROM jobs
  UNION SELECT asks_user_id FROM jobs WHERE asks_user_id IS NOT NULL
  UNION SELECT cancelled_by FROM jobs WHERE cancelled_by IS NOT NULL
  UNION SELECT user_id FROM consents
  UNION SELECT reporter_id FROM reports
  UNION SELECT decided_by FROM reports WHERE decided_by IS NOT NULL
  UNION SELECT by_user FROM moderation_events
  UNION SELECT user_id FROM moderation_events WHERE user_id IS NOT NULL
  UNION SELECT blocked_by FROM blocks
  UNION SELECT by_user FROM rule_changes
  UNION SELECT subject_id FROM rule_changes WHERE subject_kind = 'member'
  UNION SELECT subject FROM kept_out WHERE kind = 'person' AND lifted_at IS NOT NULL
  UNION SELECT asker_id FROM poster_questions
  UNION SELECT poster_id FROM poster_questions
  UNION SELECT user_id FROM entitlements WHERE user_id IS NOT NULL
  UNION SELECT user_id FROM data_copies
  UNION SELECT user_id FROM person_settings
  UNION SELECT user_id FROM person_defaults
  UNION SELECT owner_id FROM presets WHERE owner_kind = 'person'
  UNION SELECT made_by FROM presets WHERE made_by IS NOT NULL`;

/**
 * Records in a backup which members to erase, as if they had asked there, which consents are
 * withdrawn, and the operator's blocks. Returns how many of each.
 */
export function recordRevocations(
  store: Pick<Store, 'write'>,
  revocations: Revocations,
  pseudonym: Pseudonym,
) {
  return store.write((trx) => recordAll(trx, revocations, pseudonym));
}

async function recordAll(
  trx: Database,
  { people, asked, withdrawn, keptOut, installs, installsRemoved }: Revocations,
  pseudonym: Pseudonym,
) {
  const blocks = await carryKeptOut(trx, keptOut);
  const known = await erasedPeople(trx);
  // What the backup has recorded is already done in it.
  const isNews = (alias: string, at: number) => at > (known.get(alias) ?? -Infinity);
  const toErase = new Map(asked);
  const { rows: members } = await MEMBER_IDS.execute(trx);
  for (const { userId } of members) {
    const alias = pseudonym(userId);
    const at = people.get(alias);
    if (at !== undefined && isNews(alias, at)) toErase.set(userId, at);
  }
  for (const [userId, at] of toErase) await askAgain(trx, userId, at);
  await erasePauses(trx, people);
  // An older backup may have members that this one lacks.
  for (const [alias, at] of people) if (isNews(alias, at)) await noteErased(trx, alias, at);
  const { installs: done } = await removedInstalls(trx);
  const removed = new Map(installsRemoved);
  for (const { userId } of members) {
    const at = installs.get(pseudonym(userId));
    if (at !== undefined && at > (done.get(pseudonym(userId)) ?? -Infinity))
      removed.set(userId, at);
  }
  for (const [userId, at] of removed) await removeInstallAgain(trx, userId, { at, isDone: 0 });
  for (const [alias, at] of installs) await removeInstallAgain(trx, alias, { at, isDone: 1 });
  const consents = await withdrawAgain(trx, withdrawn);
  return { people: toErase.size, consents, blocks };
}

/** Keeps the later of two times. */
async function askAgain(trx: Database, userId: string, at: number): Promise<void> {
  await sql`INSERT INTO erasures (user_id, asked_at) VALUES (${userId}, ${at})
    ON CONFLICT (user_id) DO UPDATE SET asked_at = excluded.asked_at
      WHERE excluded.asked_at > erasures.asked_at`.execute(trx);
}

async function removeInstallAgain(
  trx: Database,
  person: string,
  { at, isDone }: { readonly at: number; readonly isDone: 0 | 1 },
): Promise<void> {
  await sql`INSERT INTO removed_installs (person, removed_at, is_done) VALUES (${person}, ${at}, ${isDone})
    ON CONFLICT (person) DO UPDATE SET removed_at = excluded.removed_at
      WHERE excluded.removed_at > removed_installs.removed_at`.execute(trx);
}

async function noteErased(trx: Database, alias: string, at: number): Promise<void> {
  await sql`INSERT INTO erased_people (pseudonym, asked_at) VALUES (${alias}, ${at})
    ON CONFLICT (pseudonym) DO UPDATE SET asked_at = excluded.asked_at`.execute(trx);
}

/** Refused prompts and pauses have no ids, so they are matched by pseudonym. */
async function erasePauses(trx: Database, people: ReadonlyMap<string, number>): Promise<void> {
  const { rows } = await sql<{ person: string }>`
    SELECT person FROM safety_tries UNION SELECT person FROM safety_pauses`.execute(trx);
  for (const { person } of rows) {
    const at = people.get(person);
    if (at === undefined) continue;
    await trx
      .deleteFrom('safetyTries')
      .where('person', '=', person)
      .where('triedAt', '<=', at)
      .execute();
    await trx
      .updateTable('safetyPauses')
      .set({ count: null, appealed: 0 })
      .where('person', '=', person)
      .execute();
  }
}

/** Returns how many consents it withdrew. */
async function withdrawAgain(
  trx: Database,
  withdrawn: ReadonlyMap<string, number>,
): Promise<number> {
  const standing = await trx
    .selectFrom('consents')
    .select('jobId')
    .where('withdrawnAt', 'is', null)
    .execute();
  let consents = 0;
  for (const { jobId } of standing) {
    const withdrawnAt = withdrawn.get(jobId);
    if (withdrawnAt === undefined) continue;
    await trx
      .updateTable('consents')
      .set({ withdrawnAt })
      .where('jobId', '=', jobId)
      .where('withdrawnAt', 'is', null)
      .execute();
    consents += 1;
  }
  return consents;
}
