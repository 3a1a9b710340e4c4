import { EventEmitter } from 'node:events';
import { sql, type Updateable } from 'kysely';
import type { Clock } from '../../clock.ts';
import type { Urgency } from '../../turns.ts';
import { Changing } from './changing.ts';
import type { Database } from '../store/database.ts';
import {
  columnsOf,
  columnsOfNew,
  type Consent,
  type JobChanges,
  type NewJob,
} from './job-changes.ts';
import { JobNotes } from './job-notes.ts';
import { IdTaken } from '../store/free-id.ts';
import { isTerminal, phaseOf, statesBefore, type Job, type JobState } from './job.ts';
import { freePlaces, nextInLine, reachRound, roundFor } from './line.ts';
import { requireWithinLimits, type Limits } from './limits.ts';
import type { Pseudonym } from '../person/pseudonym.ts';
import { argument, PreparedQuery } from '../store/prepared-query.ts';
import { JOB_COLUMNS, jobFromRow, jobState, readableJob, type JobRow } from './row.ts';
import type { Store } from '../store/store.ts';
import type { JobsTable } from '../store/tables.ts';
import { endUnreadable } from './unreadable-row.ts';

export type { Consent, JobChanges, NewJob } from './job-changes.ts';

/** Writes a new row, unless its interaction has one already. */
const NEW_JOB = new PreparedQuery<JobRow>((db) =>
  db
    .insertInto('jobs')
    .values({
      id: argument('id'),
      state: argument('state'),
      interactionId: argument('interactionId'),
      answeredInteractionId: argument('answeredInteractionId'),
      interactionToken: argument('interactionToken'),
      tokenExpiresAt: argument('tokenExpiresAt'),
      guildId: argument('guildId'),
      channelId: argument('channelId'),
      userId: argument('userId'),
      ephemeral: argument('ephemeral'),
      recipe: argument('recipe'),
      params: argument('params'),
      paramsVersion: argument('paramsVersion'),
      models: argument('models'),
      ageRestricted: argument('ageRestricted'),
      attachment: argument('attachment'),
      retryOf: argument('retryOf'),
      createdAt: argument('createdAt'),
      acceptedAt: argument('acceptedAt'),
      readyAt: argument('readyAt'),
      round: argument('round'),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(JOB_COLUMNS),
);

const NEW_EVENT = new PreparedQuery(
  () => sql`INSERT INTO job_events (job_id, at, from_state, to_state, cause)
    VALUES (${argument('jobId')}, ${argument('at')}, ${argument('fromState')}, ${argument('toState')}, ${argument('cause')})`,
);

export interface JobLogEvents {
  /**
   * Told after every commit that created a job, moved it, or changed what its message shows. `from`
   * is the state that it was moved from, null for a new job.
   */
  changed: [job: Job, from?: JobState | null];
}

/** How one listens to the log, and no way to tell others anything. */
type Listeners = Pick<EventEmitter<JobLogEvents>, 'on' | 'off' | 'listenerCount'>;

/** Whether what asks for a job has its row. A row that only has the same id is about something else. */
async function isWrittenDown(
  trx: Database,
  { interactionId, retryOf }: Pick<NewJob, 'interactionId' | 'retryOf'>,
): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM jobs
    WHERE interaction_id = ${interactionId} OR retry_of = ${retryOf ?? null} LIMIT 1`.execute(trx);
  return rows.length > 0;
}

/**
 * The truth about every job: what creates and moves it is here, what else is written down about
 * it in JobNotes, and what asks about it in JobQueries.
 *
 * A change of state is one guarded UPDATE: it names the states that it may start from, and what
 * comes back is the changed row, or `undefined` when another change was faster. Each is recorded
 * in `job_events` in the same transaction and told to listeners once it is committed.
 */
export class JobLog extends JobNotes {
  /** For listeners. Only the log itself tells them anything. */
  readonly events: Listeners;
  readonly #emitter = new EventEmitter<JobLogEvents>();
  readonly #limits: Limits;
  readonly #pseudonym: Pseudonym;

  constructor(store: Store, clock: Clock, limits: Limits, pseudonym: Pseudonym) {
    super(store, clock);
    this.#limits = limits;
    this.#pseudonym = pseudonym;
    // Every job that prepares a photo listens for its own end.
    this.#emitter.setMaxListeners(0);
    this.events = this.#emitter;
  }

  /**
   * Runs a piece of work in which jobs may change, in one transaction. What it changed is told to
   * listeners once that is committed.
   *
   * @throws what the piece throws, after which nothing of it is kept, and BotError `log_unwritable`.
   */
  async change<T>(work: (changing: Changing) => Promise<T>, urgency: Urgency = 'job'): Promise<T> {
    const { result, changing } = await this.store.write(async (trx) => {
      const piece = new Changing(trx, this.clock.now());
      const done = await work(piece);
      piece.aboutToCommit();
      return { result: done, changing: piece };
    }, urgency);
    const changes = changing.committed();
    if (changing.leavesTraces) this.store.leaveNoTrace();
    for (const { job, from } of changes) this.#emitter.emit('changed', job, from);
    return result;
  }

  /**
   * Whether one more job would be within the limits, as far as can be told before it is written.
   *
   * @throws BotError for a person or server that has reached one of them.
   */
  async requireRoomFor(asker: Pick<NewJob, 'userId' | 'guildId'>): Promise<void> {
    await requireWithinLimits(this.db, this.#asker(asker), this.#limits, this.clock.now(), 1);
  }

  #asker({ userId, guildId }: Pick<NewJob, 'userId' | 'guildId'>) {
    return { userId, guildId, pseudonym: this.#pseudonym };
  }

  /**
   * Writes a new job, with the consent that came with it. `undefined` where this interaction, or a
   * retry of the same job, has its row already.
   *
   * @throws BotError for a person or server that has reached one of the limits, and IdTaken.
   */
  async create(job: NewJob, consent?: Consent): Promise<Job | undefined> {
    return this.change(async (changing) => {
      const { trx, now } = changing;
      const round = job.state === 'ready' ? await roundFor(trx, job.userId) : null;
      const row = await NEW_JOB.first(trx, { ...columnsOfNew(job, now), round });
      if (!row) {
        if (await isWrittenDown(trx, job)) return undefined;
        throw new IdTaken(job.id);
      }
      await requireWithinLimits(trx, this.#asker(job), this.#limits, now);
      const created = jobFromRow(row);
      await this.#record(changing, created, null, 'asked for');
      if (consent) await this.#consent(changing, created, consent);
      return created;
    }, 'person');
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
    return this.change(async (changing) => {
      const confirmed = await this.#update(changing, id, 'accepted', 'confirmed by its sender', {
        answeredInteractionId: answer.interactionId,
        interactionToken: answer.interactionToken,
        tokenExpiresAt: answer.tokenExpiresAt,
        acceptedAt: changing.now,
        messageId: null,
        ephemeral: 0,
        shownRevision: 0,
      });
      if (confirmed) await this.#consent(changing, confirmed, consent);
      return confirmed;
    }, 'person');
  }

  /** Moves a job to another state, if it is in one that leads there. */
  async move(
    id: string,
    to: JobState,
    cause: string,
    changes: JobChanges = {},
  ): Promise<Job | undefined> {
    return this.change((changing) => this.#update(changing, id, to, cause, columnsOf(changes)));
  }

  /** Ends a job for a person, if it is not over. */
  async cancel(id: string, cause: string, cancelledBy: string): Promise<Job | undefined> {
    return this.change(
      (changing) => this.#update(changing, id, 'cancelled', cause, { cancelledBy }),
      'person',
    );
  }

  /** The photo is ready: its bytes join the row, its address leaves it, its hash the consent. */
  async keepFace(id: string, face: { bytes: Buffer; sha256: string }): Promise<Job | undefined> {
    return this.change(async (changing) => {
      const prepared = await this.#update(changing, id, 'ready', 'photo prepared', {
        face: face.bytes,
        attachment: null,
      });
      if (prepared) {
        await changing.trx
          .updateTable('consents')
          .set({ pictureSha256: face.sha256 })
          .where('jobId', '=', id)
          .execute();
      }
      return prepared;
    });
  }

  /**
   * Takes the turns that have come: those jobs are `submitting` from then on. Of those that were
   * next but whose row cannot be read, the ids come back.
   */
  async takeTurns(
    maxJobsInFlight: number,
    atMost: number,
  ): Promise<{ readonly jobs: readonly Job[]; readonly unreadable: readonly string[] }> {
    return this.change(async (changing) => {
      const { trx } = changing;
      const unreadable: string[] = [];
      const jobs: Job[] = [];
      const free = await freePlaces(trx, maxJobsInFlight, atMost);
      if (free === 0) return { jobs, unreadable };
      for (const id of await nextInLine(trx, free)) {
        const row = await trx
          .selectFrom('jobs')
          .select([...JOB_COLUMNS, 'round'])
          .where('id', '=', id)
          .executeTakeFirstOrThrow();
        const job = readableJob(row);
        if (!job) {
          unreadable.push(id);
          continue;
        }
        const changes = { attempt: job.attempt + 1, retryAt: null };
        const taken = await this.#update(changing, id, 'submitting', 'sent to RunPod', changes);
        if (taken) jobs.push(taken);
        await reachRound(trx, { userId: job.userId, round: row.round ?? 0 });
      }
      return { jobs, unreadable };
    });
  }

  /**
   * Ends a job whose row cannot be read, so that it holds up nobody and its person is told. `undefined`
   * where it is over.
   */
  async setAside(id: string): Promise<Job | undefined> {
    const ended = await this.change((changing) => endUnreadable(changing, id));
    this.store.leaveNoTrace();
    return ended;
  }

  async #update(
    changing: Changing,
    id: string,
    to: JobState,
    cause: string,
    set: Updateable<JobsTable>,
  ): Promise<Job | undefined> {
    const { trx, now } = changing;
    const before = await trx
      .selectFrom('jobs')
      .select(['state', 'userId', 'round'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (!before) return undefined;
    const from = jobState.parse(before.state);
    const round = to === 'ready' ? (before.round ?? (await roundFor(trx, before.userId))) : null;
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
      .$if(to === 'ready' && from !== 'submitting', (query) => query.set({ readyAt: now, round }))
      .where('id', '=', id)
      .where('state', 'in', statesBefore(to))
      .returning(JOB_COLUMNS)
      .executeTakeFirst();
    if (!changed) return undefined;
    const job = jobFromRow(changed);
    await this.#record(changing, job, from, cause);
    return job;
  }

  async #record(changing: Changing, job: Job, from: JobState | null, cause: string): Promise<void> {
    const { trx, now: at } = changing;
    const event = { jobId: job.id, at, fromState: from, toState: job.state, cause };
    await NEW_EVENT.all(trx, event);
    changing.moved(job, from);
  }

  async #consent(
    { trx, now: givenAt }: Changing,
    { id: jobId, userId, guildId }: Pick<Job, 'id' | 'userId' | 'guildId'>,
    consent: Consent,
  ): Promise<void> {
    await trx
      .insertInto('consents')
      .values({ jobId, userId, guildId, givenAt, ...consent })
      .execute();
  }
}
