import { type RawBuilder, sql } from 'kysely';
import type { JobLog } from '../../jobs/job-log.ts';
import type { Job } from '../../jobs/job.ts';
import type { Changing } from '../../jobs/sql/changing.ts';
import { type WithdrawnConsents, withdrawSomeConsents } from '../../jobs/sql/consents.ts';
import {
  eraseDecidedJobs,
  type ErasedJobs,
  eraseOneJob,
  eraseSomeJobs,
  renameAsked,
  renameCanceller,
  type ToClear,
} from '../../jobs/sql/erase-jobs.ts';
import { erasePauses } from '../../jobs/sql/pauses.ts';
import { renameInQuestions } from '../../jobs/sql/poster-questions.ts';
import { eraseLifted } from '../../operator/kept-out.ts';
import type { Database } from '../../store/database.ts';
import { deleteSome, type TimeCursor } from '../../store/queries.ts';
import type { Store } from '../../store/store.ts';

/** A member's request to erase everything up to a time, in milliseconds since the epoch. */
export interface AskedErasure {
  readonly userId: string;
  readonly askedAt: number;
}

export interface ErasuresOptions {
  readonly store: Store;
  readonly log: JobLog;
}

/**
 * Erasure requests and their progress. Work is done in slices, one commit each, so it resumes after
 * a restart.
 */
export class Erasures {
  readonly #store: Store;
  readonly #log: JobLog;

  constructor({ store, log }: ErasuresOptions) {
    this.#store = store;
    this.#log = log;
  }

  /** Stores a member's request until {@link noteDone}. */
  async ask(asked: AskedErasure): Promise<void> {
    const { askedAt } = asked;
    await this.#store.write(
      (trx) =>
        trx
          .insertInto('erasures')
          .values(asked)
          .onConflict((conflict) => conflict.column('userId').doUpdateSet({ askedAt }))
          .execute(),
      'person',
    );
  }

  /** Unfinished requests. */
  asked(): Promise<readonly AskedErasure[]> {
    return this.#store.read.selectFrom('erasures').selectAll().execute();
  }

  /** Erases some of a member's finished jobs, and marks those held by a report. */
  eraseJobs(asked: AskedErasure, from: TimeCursor): Promise<ErasedJobs> {
    const { userId, askedAt } = asked;
    return this.#log.change(
      (changing) => eraseSomeJobs(changing, { userId, askedAt, from }),
      'person',
    );
  }

  /** Erases one finished job; `undefined` if already erased, or held by a report. */
  eraseJob(job: Pick<Job, 'id' | 'userId'>): Promise<ToClear | undefined> {
    return this.#log.change((changing) => eraseOneJob(changing, job), 'person');
  }

  /** Erases some jobs whose decision was made before the last restart. */
  eraseDecidedJobs(): Promise<ToClear & { readonly isMore: boolean }> {
    return this.#log.change(eraseDecidedJobs, 'person');
  }

  /**
   * Slices that remove a member's id from all other tables, one after another. Each returns whether
   * there may be more.
   */
  nameSlices(userId: string): readonly (() => Promise<boolean>)[] {
    return nameErasure(userId).map((slice) => () => this.#log.change(slice, 'person'));
  }

  /**
   * The erasure is done: from now on only a pseudonym records it. Not if a job could not be
   * cancelled: then it is resumed.
   */
  async noteDone({ userId, askedAt }: AskedErasure): Promise<void> {
    await this.#log.change(async ({ trx, pseudonym }) => {
      const { numDeletedRows } = await trx
        .deleteFrom('erasures')
        .where('userId', '=', userId)
        .where('askedAt', '=', askedAt)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('jobs')
                .select('jobs.id')
                .where('jobs.userId', '=', userId)
                .where('jobs.finishedAt', 'is', null)
                .where('jobs.createdAt', '<=', askedAt),
            ),
          ),
        )
        .executeTakeFirstOrThrow();
      if (numDeletedRows > 0n) await noteErasedPerson(trx, pseudonym(userId), askedAt);
    });
  }

  /** Withdraws some of a member's consents up to a time. See {@link withdrawSomeConsents}. */
  withdrawConsents(userId: string, withdrawnAt: number): Promise<WithdrawnConsents> {
    return this.#store.write((trx) => withdrawSomeConsents(trx, userId, withdrawnAt), 'person');
  }

  /** Call after an erasure: the write-ahead log still has the data. */
  leaveNoTrace(): void {
    this.#store.leaveNoTrace();
  }
}

/** Rows changed in one transaction. */
const SLICE_ROWS = 25;

/** Changes some rows. Returns whether there may be more. */
type Slice = (changing: Changing) => Promise<boolean>;

/**
 * Slices that remove a member's id from everything but their own jobs. Where an id is needed, the
 * pseudonym replaces it.
 */
export function nameErasure(userId: string): readonly Slice[] {
  const itsPseudonym = ({ pseudonym }: Changing) => sql`${pseudonym(userId)}`;
  const columns: readonly Naming[] = [
    // No pseudonym: a member who reports the picture again and erases again would conflict.
    {
      table: 'reports',
      column: 'reporterId',
      instead: () => sql`'erased-' || id`,
      updatesPost: true,
    },
    { table: 'reports', column: 'decidedBy', instead: itsPseudonym, updatesPost: true },
    { table: 'moderationEvents', column: 'byUser', instead: itsPseudonym },
    { table: 'moderationEvents', column: 'userId', instead: itsPseudonym },
  ];
  return [
    ({ trx }) => removeConsents(trx, userId),
    ({ trx }) => removeCopies(trx, userId),
    ({ trx }) => eraseSettings(trx, userId),
    ({ trx }) => eraseLifted(trx, userId),
    (changing) => erasePauses(changing, userId),
    ({ trx, pseudonym }) =>
      renameCanceller(trx, { from: userId, to: pseudonym(userId), limit: SLICE_ROWS }),
    ({ trx, pseudonym }) =>
      renameAsked(trx, { from: userId, to: pseudonym(userId), limit: SLICE_ROWS }),
    ...(['askerId', 'posterId'] as const).map<Slice>(
      (column) =>
        ({ trx, pseudonym }) =>
          renameInQuestions(trx, column, { from: userId, to: pseudonym(userId) }),
    ),
    ...columns.map<Slice>((naming) => (changing) => replaceSome(changing, userId, naming)),
    ({ trx, pseudonym }) => replaceBlocker(trx, userId, pseudonym(userId)),
  ];
}

/**
 * Removes consents whose job is gone or belongs to another member. The latter were withdrawn
 * before.
 */
async function removeConsents(trx: Database, userId: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('consents')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('consents')
        .leftJoin('jobs', (join) =>
          join.onRef('jobs.id', '=', 'consents.jobId').onRef('jobs.userId', '=', 'consents.userId'),
        )
        .select('consents.id')
        .where('consents.userId', '=', userId)
        .where('jobs.id', 'is', null)
        .where((eb) =>
          eb.or([
            eb('withdrawnAt', 'is not', null),
            eb('consents.jobId', 'not in', eb.selectFrom('jobs').select('jobs.id')),
          ]),
        )
        .limit(SLICE_ROWS),
    )
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

async function removeCopies(trx: Database, userId: string): Promise<boolean> {
  await trx.deleteFrom('dataCopies').where('userId', '=', userId).execute();
  return false;
}

/** The block itself belongs to the server. */
async function replaceBlocker(trx: Database, userId: string, pseudonym: string): Promise<boolean> {
  const { numAffectedRows } = await sql`UPDATE blocks SET blocked_by = ${pseudonym}
    WHERE (guild_id, user_id) IN (
      SELECT guild_id, user_id FROM blocks WHERE blocked_by = ${userId} LIMIT ${SLICE_ROWS}
    )`.execute(trx);
  return (numAffectedRows ?? 0n) > 0n;
}

/** A column that may hold a member's id, and its replacement. */
interface Naming {
  readonly table: 'reports' | 'moderationEvents';
  readonly column: string;
  readonly instead: (changing: Changing) => RawBuilder<unknown>;
  /** Whether the report's post must be updated. */
  readonly updatesPost?: boolean;
}

/** Replaces a member's id in a column of some rows. Returns whether it was there. */
async function replaceSome(
  changing: Changing,
  userId: string,
  { table, column, instead, updatesPost: updatesPost = false }: Naming,
): Promise<boolean> {
  const also = updatesPost ? sql`, revision = revision + 1, undeliverable_at = NULL` : sql.raw('');
  const { rows } = await sql<{ readonly id: string }>`UPDATE ${sql.table(table)}
    SET ${sql.ref(column)} = ${instead(changing)}${also}
    WHERE id IN (
      SELECT id FROM ${sql.table(table)} WHERE ${sql.ref(column)} = ${userId} LIMIT ${SLICE_ROWS}
    ) RETURNING id`.execute(changing.trx);
  if (updatesPost) for (const { id } of rows) changing.reportChanged(id);
  return rows.length > 0;
}

/**
 * Erases a member's settings and presets. Server presets stay with the server, without their
 * author. Always returns false: there are few rows.
 */
async function eraseSettings(trx: Database, userId: string): Promise<boolean> {
  await trx.deleteFrom('personSettings').where('userId', '=', userId).execute();
  await trx.deleteFrom('personDefaults').where('userId', '=', userId).execute();
  await trx
    .deleteFrom('presets')
    .where('ownerKind', '=', 'person')
    .where('ownerId', '=', userId)
    .execute();
  await trx.updateTable('presets').set({ madeBy: null }).where('madeBy', '=', userId).execute();
  return false;
}

/** Records that the member's data up to then is erased, to repeat it in a restored backup. */
async function noteErasedPerson(trx: Database, pseudonym: string, askedAt: number): Promise<void> {
  await trx
    .insertInto('erasedPeople')
    .values({ pseudonym, askedAt })
    .onConflict((conflict) =>
      conflict.column('pseudonym').doUpdateSet({
        askedAt: sql`CASE WHEN excluded.asked_at > erased_people.asked_at
          THEN excluded.asked_at ELSE erased_people.asked_at END`,
      }),
    )
    .execute();
}

/** Forgets some erasures from before that time. Returns how many. */
export function forgetErasedPeople(trx: Database, before: number): Promise<number> {
  return deleteSome(trx, 'erasedPeople', ['pseudonym'], sql`asked_at < ${before}`);
}
