import { EventEmitter } from 'node:events';
import { sql, type Transaction, type Updateable } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from './database.ts';
import {
  columnsOf,
  columnsOfNew,
  type Consent,
  type JobChanges,
  type NewJob,
} from './job-changes.ts';
import { JobQueries } from './job-queries.ts';
import {
  isTerminal,
  phaseOf,
  statesBefore,
  TERMINAL_STATES,
  type Job,
  type JobState,
} from './job.ts';
import { JOB_COLUMNS, jobFromRow, jobState } from './row.ts';
import type { JobsTable, Tables } from './tables.ts';

export type { Consent, JobChanges, NewJob } from './job-changes.ts';

/** Told after every commit that created a job or moved it. */
export interface JobLogEvents {
  changed: [job: Job];
}

/**
 * The truth about every job: what changes it is here, and what asks about it in JobQueries.
 *
 * A change of state is one guarded UPDATE: it names the states that it may start from, and what
 * comes back is the changed row, or `undefined` when another change was faster. Each is recorded
 * in `job_events` in the same transaction and told to listeners once it is committed.
 */
export class JobLog extends JobQueries {
  readonly events = new EventEmitter<JobLogEvents>();
  readonly #db: Database;
  readonly #clock: Clock;

  constructor(db: Database, clock: Clock) {
    super(db);
    this.#db = db;
    this.#clock = clock;
    // Every job that prepares a photo listens for its own end.
    this.events.setMaxListeners(0);
  }

  /**
   * Writes a new job, with the consent that came with it. `undefined` where this interaction, or a
   * retry of the same job, has its row already.
   */
  async create(job: NewJob, consent?: Consent): Promise<Job | undefined> {
    return this.#commit(async (trx) => {
      const created = await trx
        .insertInto('jobs')
        .values(columnsOfNew(job, this.#clock.now()))
        .onConflict((conflict) => conflict.doNothing())
        .returning(JOB_COLUMNS)
        .executeTakeFirst();
      if (!created) return undefined;
      await this.#record(trx, job.id, null, job.state, 'asked for');
      if (consent) await this.#consent(trx, created, consent);
      return jobFromRow(created);
    });
  }

  /**
   * Consent by the button: the job goes on, and from here its message is the public answer to the
   * click, reached by the click's own token.
   */
  async confirm(
    id: string,
    consent: Consent,
    answer: {
      readonly interactionId: string;
      readonly interactionToken: string;
      readonly tokenExpiresAt: number;
    },
  ): Promise<Job | undefined> {
    return this.#commit(async (trx) => {
      const job = await this.#update(trx, id, 'accepted', 'confirmed by its sender', {
        answeredInteractionId: answer.interactionId,
        interactionToken: answer.interactionToken,
        tokenExpiresAt: answer.tokenExpiresAt,
        acceptedAt: this.#clock.now(),
        messageId: null,
        ephemeral: 0,
        shownRevision: 0,
      });
      if (job) await this.#consent(trx, job, consent);
      return job;
    });
  }

  /** Moves a job to another state, if it is in one that leads there. */
  async move(
    id: string,
    to: JobState,
    cause: string,
    changes: JobChanges = {},
  ): Promise<Job | undefined> {
    return this.#commit((trx) => this.#update(trx, id, to, cause, columnsOf(changes)));
  }

  /** The photo is ready: its bytes join the row, its address leaves it, its hash the consent. */
  async keepFace(id: string, face: { bytes: Buffer; sha256: string }): Promise<Job | undefined> {
    return this.#commit(async (trx) => {
      const job = await this.#update(trx, id, 'ready', 'photo prepared', {
        face: face.bytes,
        attachment: null,
      });
      if (job) {
        await trx
          .updateTable('consents')
          .set({ pictureSha256: face.sha256 })
          .where('jobId', '=', id)
          .execute();
      }
      return job;
    });
  }

  /** A RunPod id that came after the job had moved on: kept, so that it can be cancelled there. */
  async noteLateSubmission(id: string, endpointId: string, runpodId: string): Promise<void> {
    await this.#set(id, { runpodEndpointId: endpointId, runpodId, remoteOpen: 1 });
  }

  /** RunPod is done with it. */
  async noteRemoteClosed(id: string): Promise<void> {
    await this.#set(id, { remoteOpen: 0 });
  }

  /** Where a job's message is, if that still is the answer to the same interaction. */
  async noteMessage(
    { id, answeredInteractionId }: Pick<Job, 'id' | 'answeredInteractionId'>,
    messageId: string,
  ): Promise<void> {
    await this.#db
      .updateTable('jobs')
      .set({ messageId })
      .where('id', '=', id)
      .where('answeredInteractionId', '=', answeredInteractionId)
      .execute();
  }

  /** The message shows this revision. A finished job that is shown needs its token no longer. */
  async noteShown(id: string, revision: number): Promise<void> {
    await this.#db
      .updateTable('jobs')
      .set((eb) => ({
        shownRevision: revision,
        interactionToken: eb
          .case()
          .when(eb.and([eb('state', 'in', TERMINAL_STATES), eb('revision', '<=', revision)]))
          .then(null)
          .else(eb.ref('interactionToken'))
          .end(),
      }))
      .where('id', '=', id)
      .where('shownRevision', '<', revision)
      .execute();
  }

  /** Discord no longer takes the interaction's token, so it is useless. */
  async noteTokenDead(id: string): Promise<void> {
    await this.#set(id, { interactionToken: null });
  }

  /** Nobody can be told any more. The state stays what it is. */
  async noteUndeliverable(id: string): Promise<void> {
    await this.#set(id, { undeliverableAt: this.#clock.now(), interactionToken: null });
  }

  async #set(id: string, set: Updateable<JobsTable>): Promise<void> {
    await this.#db.updateTable('jobs').set(set).where('id', '=', id).execute();
  }

  async #commit(
    change: (trx: Transaction<Tables>) => Promise<Job | undefined>,
  ): Promise<Job | undefined> {
    const job = await this.#db.transaction().execute(change);
    if (job) this.events.emit('changed', job);
    // What a row no longer holds has to leave the write-ahead log too.
    if (job?.usesFace) await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(this.#db);
    return job;
  }

  async #update(
    trx: Transaction<Tables>,
    id: string,
    to: JobState,
    cause: string,
    set: Updateable<JobsTable>,
  ): Promise<Job | undefined> {
    const before = await trx
      .selectFrom('jobs')
      .select('state')
      .where('id', '=', id)
      .executeTakeFirst();
    if (!before) return undefined;
    const from = jobState.parse(before.state);
    const now = this.#clock.now();
    const changed = await trx
      .updateTable('jobs')
      .set({
        ...set,
        state: to,
        // What a finished job no longer needs goes in the same commit.
        ...(isTerminal(to) ? { finishedAt: now, face: null, attachment: null } : {}),
      })
      .$if(phaseOf(from) !== phaseOf(to), (query) =>
        query.set((eb) => ({ revision: eb('revision', '+', 1) })),
      )
      // A job that RunPod did not take goes on waiting; any other begins to.
      .$if(to === 'ready' && from !== 'submitting', (query) => query.set({ readyAt: now }))
      .where('id', '=', id)
      .where('state', 'in', statesBefore(to))
      .returning(JOB_COLUMNS)
      .executeTakeFirst();
    if (!changed) return undefined;
    await this.#record(trx, id, from, to, cause);
    return jobFromRow(changed);
  }

  async #record(
    trx: Transaction<Tables>,
    jobId: string,
    fromState: JobState | null,
    toState: JobState,
    cause: string,
  ): Promise<void> {
    const at = this.#clock.now();
    await trx.insertInto('jobEvents').values({ jobId, at, fromState, toState, cause }).execute();
  }

  async #consent(
    trx: Transaction<Tables>,
    { id: jobId, userId, guildId }: Pick<Job, 'id' | 'userId' | 'guildId'>,
    consent: Consent,
  ): Promise<void> {
    const givenAt = this.#clock.now();
    await trx
      .insertInto('consents')
      .values({ jobId, userId, guildId, givenAt, ...consent })
      .execute();
  }
}
