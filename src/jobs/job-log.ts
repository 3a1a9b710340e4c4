import { EventEmitter } from 'node:events';
import type { Transaction, Updateable } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from './database.ts';
import {
  columnsOf,
  columnsOfNew,
  type Consent,
  type JobChanges,
  type NewJob,
} from './job-changes.ts';
import { JobNotes } from './job-notes.ts';
import { isTerminal, phaseOf, statesBefore, type Job, type JobState } from './job.ts';
import { readLine } from './line.ts';
import { requireWithinLimits, type Limits } from './limits.ts';
import { moments, type Transition } from './moments.ts';
import type { Pseudonym } from './pseudonym.ts';
import { JOB_COLUMNS, jobFromRow, jobState } from './row.ts';
import type { JobsTable, Tables } from './tables.ts';
import { setRowAside, type SetAside } from './unreadable-row.ts';

export type { Consent, JobChanges, NewJob } from './job-changes.ts';

/** Told after every commit that created a job or moved it. */
export interface JobLogEvents {
  changed: [job: Job];
}

/** A row as it is after a change, and the state that it had before. */
interface Change {
  readonly from: JobState | null;
  readonly job: Job;
}

function transitionOf({ from, job: { id: jobId, state: to } }: Change): Transition {
  return { jobId, from, to };
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
  readonly events = new EventEmitter<JobLogEvents>();
  readonly #limits: Limits;
  readonly #pseudonym: Pseudonym;

  constructor(db: Database, clock: Clock, limits: Limits, pseudonym: Pseudonym) {
    super(db, clock);
    this.#limits = limits;
    this.#pseudonym = pseudonym;
    // Every job that prepares a photo listens for its own end.
    this.events.setMaxListeners(0);
  }

  /**
   * Writes a new job, with the consent that came with it. `undefined` where this interaction, or a
   * retry of the same job, has its row already.
   *
   * @throws BotError for a person or server that has reached one of the limits.
   */
  async create(job: NewJob, consent?: Consent): Promise<Job | undefined> {
    return this.#commit(async (trx) => {
      const created = await trx
        .insertInto('jobs')
        .values(columnsOfNew(job, this.clock.now()))
        .onConflict((conflict) => conflict.doNothing())
        .returning(JOB_COLUMNS)
        .executeTakeFirst();
      if (!created) return undefined;
      const asker = { ...job, pseudonym: this.#pseudonym(job.userId) };
      await requireWithinLimits(trx, asker, this.#limits, this.clock.now());
      await this.#record(trx, job.id, null, job.state, 'asked for');
      if (consent) await this.#consent(trx, created, consent);
      return { from: null, job: jobFromRow(created) };
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
      const confirmed = await this.#update(trx, id, 'accepted', 'confirmed by its sender', {
        answeredInteractionId: answer.interactionId,
        interactionToken: answer.interactionToken,
        tokenExpiresAt: answer.tokenExpiresAt,
        acceptedAt: this.clock.now(),
        messageId: null,
        ephemeral: 0,
        shownRevision: 0,
      });
      if (confirmed) await this.#consent(trx, confirmed.job, consent);
      return confirmed;
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
      const prepared = await this.#update(trx, id, 'ready', 'photo prepared', {
        face: face.bytes,
        attachment: null,
      });
      if (prepared) {
        await trx
          .updateTable('consents')
          .set({ pictureSha256: face.sha256 })
          .where('jobId', '=', id)
          .execute();
      }
      return prepared;
    });
  }

  /**
   * The turn of a job that is `ready`: it is `submitting` from then on. Where too many are in
   * flight, or others come first, its place in line comes back instead; `undefined` where it is no
   * longer ready.
   */
  async takeTurn(
    job: Job,
    cause: string,
    maxJobsInFlight: number,
  ): Promise<{ readonly job: Job } | { readonly place: number } | undefined> {
    let place: number | undefined;
    const taken = await this.#commit(async (trx) => {
      const { waiting, free } = await readLine(trx, maxJobsInFlight, this.clock.now());
      const index = waiting.indexOf(job.id);
      if (index === -1) return undefined;
      if (index >= free) {
        place = index - free + 1;
        return undefined;
      }
      const changes = { attempt: job.attempt + 1, retryAt: null };
      return this.#update(trx, job.id, 'submitting', cause, changes);
    });
    if (taken) return { job: taken };
    return place === undefined ? undefined : { place };
  }

  /**
   * Ends a job whose row cannot be read, so that it holds up nobody. Nobody can be told: where its
   * message is cannot be read either.
   */
  async setAside(id: string): Promise<SetAside | undefined> {
    const aside = await this.write((trx) => setRowAside(trx, id, this.clock.now()));
    this.checkpointDue = true;
    await this.checkpoint();
    return aside;
  }

  /** Creates or moves a job. @throws BotError `log_unwritable`. */
  async #commit(
    change: (trx: Transaction<Tables>) => Promise<Change | undefined>,
  ): Promise<Job | undefined> {
    const changed = await this.write(async (trx) => {
      const made = await change(trx);
      if (made) moments.transitionPending.publish(transitionOf(made));
      return made;
    });
    if (!changed) return undefined;
    moments.transitionCommitted.publish(transitionOf(changed));
    const { job } = changed;
    this.events.emit('changed', job);
    if (job.usesFace) this.checkpointDue = true;
    await this.checkpoint();
    return job;
  }

  async #update(
    trx: Transaction<Tables>,
    id: string,
    to: JobState,
    cause: string,
    set: Updateable<JobsTable>,
  ): Promise<Change | undefined> {
    const before = await trx
      .selectFrom('jobs')
      .select('state')
      .where('id', '=', id)
      .executeTakeFirst();
    if (!before) return undefined;
    const from = jobState.parse(before.state);
    const now = this.clock.now();
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
    return { from, job: jobFromRow(changed) };
  }

  async #record(
    trx: Transaction<Tables>,
    jobId: string,
    fromState: string | null,
    toState: JobState,
    cause: string,
  ): Promise<void> {
    const at = this.clock.now();
    await trx.insertInto('jobEvents').values({ jobId, at, fromState, toState, cause }).execute();
  }

  async #consent(
    trx: Transaction<Tables>,
    { id: jobId, userId, guildId }: Pick<Job, 'id' | 'userId' | 'guildId'>,
    consent: Consent,
  ): Promise<void> {
    const givenAt = this.clock.now();
    await trx
      .insertInto('consents')
      .values({ jobId, userId, guildId, givenAt, ...consent })
      .execute();
  }
}
