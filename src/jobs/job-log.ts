import { EventEmitter } from 'node:events';
import { sql, type Transaction, type Updateable } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Settings } from '../comfy/settings.ts';
import type { ErrorCode, ErrorFacts } from '../errors.ts';
import type { Database } from './database.ts';
import type { PastRun } from './estimate.ts';
import {
  isTerminal,
  phaseOf,
  statesBefore,
  TERMINAL_STATES,
  type Attachment,
  type Job,
  type JobState,
  type Models,
  type StoredPicture,
} from './job.ts';
import { JOB_COLUMNS, jobFromRow } from './row.ts';
import type { JobsTable, Tables } from './tables.ts';

/** What a new row is made of. */
export interface NewJob {
  readonly id: string;
  readonly state: 'accepted' | 'awaiting_consent';
  readonly interactionId: string;
  readonly interactionToken: string;
  readonly tokenExpiresAt: number;
  readonly guildId: string;
  readonly channelId: string;
  readonly userId: string;
  readonly settings: Settings;
  readonly models: Models;
  readonly attachment?: Attachment;
  readonly retryOf?: string;
}

/** Consent to the use of a photo, in the words of `safety/consent.ts`. */
export interface Consent {
  readonly givenBy: 'option' | 'button';
  readonly wordingVersion: number;
  readonly wording: string;
}

/** What a transition may change besides the state. */
export interface JobChanges {
  readonly attempt?: number;
  readonly submittedAt?: number;
  readonly startedAt?: number;
  readonly delayMs?: number | undefined;
  readonly executionMs?: number | undefined;
  readonly runpodEndpointId?: string;
  readonly runpodId?: string | null;
  readonly remoteOpen?: boolean;
  readonly face?: Buffer | null;
  readonly pictures?: readonly StoredPicture[];
  readonly error?: { readonly code: ErrorCode; readonly facts?: ErrorFacts };
  readonly cancelledBy?: string;
}

/** Told after every commit that created a job or moved it. */
export interface JobLogEvents {
  changed: [job: Job];
}

/**
 * The truth about every job, and every SQL statement about them.
 *
 * A change of state is one guarded UPDATE: it names the states that it may start from, and what
 * comes back is the changed row, or `undefined` when another change was faster. Each is recorded
 * in `job_events` in the same transaction and told to listeners once it is committed.
 */
export class JobLog {
  readonly events = new EventEmitter<JobLogEvents>();
  readonly #db: Database;
  readonly #clock: Clock;

  constructor(db: Database, clock: Clock) {
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
    const now = this.#clock.now();
    return this.#commit(async (trx) => {
      const created = await trx
        .insertInto('jobs')
        .values({
          id: job.id,
          interactionId: job.interactionId,
          interactionToken: job.interactionToken,
          tokenExpiresAt: job.tokenExpiresAt,
          guildId: job.guildId,
          channelId: job.channelId,
          userId: job.userId,
          state: job.state,
          ephemeral: job.state === 'awaiting_consent' ? 1 : 0,
          settings: JSON.stringify(job.settings),
          models: JSON.stringify(job.models),
          usesFace: job.attachment ? 1 : 0,
          attachment: job.attachment ? JSON.stringify(job.attachment) : null,
          retryOf: job.retryOf ?? null,
          createdAt: now,
        })
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
    answer: { readonly interactionToken: string; readonly tokenExpiresAt: number },
  ): Promise<Job | undefined> {
    return this.#commit(async (trx) => {
      const job = await this.#update(trx, id, 'accepted', 'confirmed by its sender', {
        ...answer,
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

  async noteMessage(id: string, messageId: string): Promise<void> {
    await this.#set(id, { messageId });
  }

  /** The message shows this revision. A finished job that is shown needs its token no longer. */
  async noteShown(id: string, revision: number): Promise<void> {
    await this.#db
      .updateTable('jobs')
      .set((eb) => ({
        shownRevision: revision,
        interactionToken: eb
          .case()
          .when('state', 'in', TERMINAL_STATES)
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

  async find(id: string): Promise<Job | undefined> {
    const row = await this.#jobs().where('id', '=', id).executeTakeFirst();
    return row && jobFromRow(row);
  }

  async findByInteraction(interactionId: string): Promise<Job | undefined> {
    const row = await this.#jobs().where('interactionId', '=', interactionId).executeTakeFirst();
    return row && jobFromRow(row);
  }

  async findRetryOf(id: string): Promise<Job | undefined> {
    const row = await this.#jobs().where('retryOf', '=', id).executeTakeFirst();
    return row && jobFromRow(row);
  }

  /** The normalised photo of a job that still needs it. */
  async face(id: string): Promise<Buffer | undefined> {
    const row = await this.#db
      .selectFrom('jobs')
      .select('face')
      .where('id', '=', id)
      .executeTakeFirst();
    return row?.face ?? undefined;
  }

  /** What is to be taken up at start: not over here, not over there, or not yet shown. */
  async unfinished(): Promise<Job[]> {
    const rows = await this.#jobs()
      .where((eb) =>
        eb.or([
          eb('finishedAt', 'is', null),
          eb('remoteOpen', '=', 1),
          eb.and([eb('shownRevision', '<', eb.ref('revision')), eb('undeliverableAt', 'is', null)]),
        ]),
      )
      .orderBy('createdAt')
      .execute();
    return rows.map(jobFromRow);
  }

  /** A person's latest jobs, newest first. */
  async latestOf(userId: string, limit: number): Promise<Job[]> {
    const rows = await this.#jobs()
      .where('userId', '=', userId)
      .orderBy('createdAt', 'desc')
      .limit(limit)
      .execute();
    return rows.map(jobFromRow);
  }

  async countByState(): Promise<ReadonlyMap<JobState, number>> {
    const rows = await this.#db
      .selectFrom('jobs')
      .select(['state', (eb) => eb.fn.countAll<number>().as('count')])
      .groupBy('state')
      .execute();
    return new Map(rows.map((row) => [row.state as JobState, row.count]));
  }

  /** How many of the bot's jobs on this endpoint came before this one and still wait. */
  async countAhead(job: Job): Promise<number> {
    const { count } = await this.#db
      .selectFrom('jobs')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('state', 'in', ['ready', 'submitting', 'queued'])
      .where('createdAt', '<', job.createdAt)
      .executeTakeFirstOrThrow();
    return count;
  }

  /** The latest completed runs, with or without a face, that RunPod measured. */
  async pastRuns(usesFace: boolean, limit: number): Promise<PastRun[]> {
    const rows = await this.#jobs()
      .where('state', '=', 'completed')
      .where('usesFace', '=', usesFace ? 1 : 0)
      .where('executionMs', 'is not', null)
      .orderBy('finishedAt', 'desc')
      .limit(limit)
      .execute();
    return rows
      .map(jobFromRow)
      .flatMap(({ executionMs, settings }) =>
        executionMs === undefined ? [] : [{ executionMs, settings }],
      );
  }

  /** Names of every picture file that a row still names. */
  async pictureFiles(): Promise<ReadonlySet<string>> {
    const rows = await this.#db
      .selectFrom('jobs')
      .select(sql<string>`value ->> 'file'`.as('file'))
      .innerJoin(sql<{ value: string }>`json_each(jobs.pictures)`.as('picture'), (join) =>
        join.onTrue(),
      )
      .execute();
    return new Set(rows.map(({ file }) => file));
  }

  #jobs() {
    return this.#db.selectFrom('jobs').select(JOB_COLUMNS);
  }

  async #set(id: string, set: Updateable<JobsTable>): Promise<void> {
    await this.#db.updateTable('jobs').set(set).where('id', '=', id).execute();
  }

  async #commit(
    change: (trx: Transaction<Tables>) => Promise<Job | undefined>,
  ): Promise<Job | undefined> {
    const job = await this.#db.transaction().execute(change);
    if (job) this.events.emit('changed', job);
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
    const from = before.state as JobState;
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
      .$if(to === 'ready', (query) =>
        query.set((eb) => ({ readyAt: eb.fn.coalesce('readyAt', eb.val(now)) })),
      )
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

function columnsOf(changes: JobChanges): Updateable<JobsTable> {
  const { remoteOpen, pictures, error, ...same } = changes;
  return {
    ...same,
    ...(remoteOpen === undefined ? {} : { remoteOpen: remoteOpen ? 1 : 0 }),
    ...(pictures === undefined ? {} : { pictures: JSON.stringify(pictures) }),
    ...(error === undefined
      ? {}
      : { errorCode: error.code, errorFacts: JSON.stringify(error.facts ?? {}) }),
  };
}
