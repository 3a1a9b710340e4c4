import { EventEmitter } from 'node:events';
import type { Clock } from '../engines/clock.ts';
import type { Urgency } from '../engines/turns.ts';
import { KeptOut } from '../operator/kept-out.ts';
import { builtInRecipes } from '../recipes/built-in.ts';
import type { Recipes } from '../recipes/recipe.ts';
import { QUEUE_LOCK, personLock, serverLock } from '../store/locks.ts';
import type { Pseudonym } from '../store/pseudonym.ts';
import type { Store } from '../store/store.ts';
import type { Job, JobState } from './job.ts';
import { Changing } from './sql/changing.ts';
import {
  type Consent,
  type ConsentAnswer,
  consentByPoster,
  consentBySender,
  recordConsent,
  recordPictures,
} from './sql/consents.ts';
import { JobNotes } from './sql/job-notes.ts';
import { JobQueries } from './sql/job-queries.ts';
import { JobRows } from './sql/job-rows.ts';
import { type Limits, requireRoom, requireWithinLimits } from './sql/limits.ts';
import { columnsOf, endUnreadable, type JobChanges, moveJob, moveJobs } from './sql/move-job.ts';
import { type NewJob, writeNewJob } from './sql/new-job.ts';
import { noteDeclined, type Question, requireMayAsk } from './sql/poster-questions.ts';
import { type HashedPicture, inputsOf, PreparedPictureStore } from './sql/prepared-pictures.ts';
import {
  changeQueues,
  Queues,
  type Capacity,
  claimNext,
  type Claimed,
  type Waiting,
} from './sql/queue.ts';
import { GpuUse, Spend } from './sql/usage.ts';

export interface JobLogEvents {
  /**
   * Told after every commit that created a job, moved it, or changed what its message shows. `from`
   * is the state that it was moved from, null for a new job.
   */
  changed: [job: Job, from?: JobState | null];
  /** Told after every commit that changed what moderators are to see of a report, but for where they are told of it. */
  reportChanged: [reportId: string];
}

/** A way to listen to the log, and none to tell others anything. */
type Listeners = Pick<EventEmitter<JobLogEvents>, 'on' | 'off' | 'listenerCount'>;

/**
 * The truth about every job. What changes a job's state is here; its parts answer questions and
 * take notes.
 *
 * A change of state is one guarded UPDATE: it names the states that it may start from, and what
 * comes back is the changed row, or `undefined` when another change was faster. Each is recorded
 * in `job_events` in the same transaction and told to listeners once it is committed.
 */
export class JobLog {
  /** For listeners. Only the log itself tells them anything. */
  readonly events: Listeners;
  /** Reads their rows. */
  readonly rows: JobRows;
  /** Questions about jobs. */
  readonly jobs: JobQueries;
  /** Who waits for their turn. */
  readonly queues: Queues;
  /** What is written down about a job while its state stays as it is. */
  readonly note: JobNotes;
  readonly gpuUse: GpuUse;
  readonly spend: Spend;
  /** Of whom no job is taken. */
  readonly keptOut: KeptOut;
  readonly #emitter = new EventEmitter<JobLogEvents>();
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #pictures: PreparedPictureStore;
  readonly #pseudonym: Pseudonym;

  constructor(
    store: Store,
    clock: Clock,
    limits: Limits,
    pseudonym: Pseudonym,
    recipes: Recipes = builtInRecipes,
  ) {
    this.rows = new JobRows(recipes);
    this.#store = store;
    this.#clock = clock;
    this.jobs = new JobQueries(store.read, this.rows);
    this.queues = new Queues(store, clock);
    this.note = new JobNotes(store, clock);
    this.gpuUse = new GpuUse(store.read, this.rows);
    this.spend = new Spend(store.read);
    this.keptOut = new KeptOut(store);
    this.#pictures = new PreparedPictureStore(store);
    this.#limits = limits;
    this.#pseudonym = pseudonym;
    // More parts of the bot listen than the ten after which Node warns.
    this.#emitter.setMaxListeners(0);
    this.events = this.#emitter;
  }

  /**
   * Runs a piece of work in which jobs and reports may change, in one transaction. What it changed is told to
   * listeners once that is committed.
   *
   * @throws what the piece throws, after which nothing of it is kept, and BotError `log_unwritable`.
   */
  async change<T>(work: (changing: Changing) => Promise<T>, urgency: Urgency = 'job'): Promise<T> {
    const { result, changing } = await this.#store.write(async (trx, locks) => {
      const given = { now: this.#clock.now(), rows: this.rows, pseudonym: this.#pseudonym };
      const piece = new Changing(trx, { ...given, locks });
      const done = await work(piece);
      piece.aboutToCommit();
      return { result: done, changing: piece };
    }, urgency);
    const changes = changing.committed();
    if (changing.leavesTraces) this.#store.leaveNoTrace();
    for (const { job, from } of changes) this.#emitter.emit('changed', job, from);
    for (const id of changing.reports) this.#emitter.emit('reportChanged', id);
    return result;
  }

  /**
   * Whether one more job would be taken and within the limits, as far as can be told before it is written.
   *
   * @throws BotError for a person or server that has reached one of them, and `draining`.
   */
  async requireRoomFor(asker: Pick<NewJob, 'userId' | 'guildId' | 'count'>): Promise<void> {
    await requireRoom(this.#store.read, this.#asker(asker), this.#limits, this.#clock.now());
  }

  /**
   * Checks in advance whether a poster may be asked.
   *
   * @throws as {@link requireMayAsk} does.
   */
  async requireMayAsk(question: Question): Promise<void> {
    const rules = { now: this.#clock.now(), pseudonym: this.#pseudonym };
    await requireMayAsk(this.#store.read, question, rules);
  }

  #asker({ userId, guildId, count = 1 }: Pick<NewJob, 'userId' | 'guildId' | 'count'>) {
    return { userId, guildId, count, pseudonym: this.#pseudonym };
  }

  /**
   * Writes a new job, with the consent that came with it. `undefined` where this interaction, or a
   * retry of the same job, has its row already.
   *
   * @throws BotError for a person or server that has reached one of the limits, `draining`, a poster who is not to be
   * asked, and IdTaken.
   */
  async create(job: NewJob, consent?: Consent): Promise<Job | undefined> {
    return this.change(async (changing) => {
      const members = [job.userId, job.asks?.userId].filter((id) => id !== undefined);
      await changing.locks.hold(...members.map(personLock), serverLock(job.guildId), QUEUE_LOCK);
      const created = await writeNewJob(changing, job);
      if (!created) return undefined;
      await requireWithinLimits(changing, this.#asker(job), this.#limits);
      if (consent) await recordConsent(changing, created, consent);
      return created;
    }, 'person');
  }

  /** Consent by the picture's poster. See {@link consentByPoster}. */
  agree(id: string, consent: Consent, userId: string): Promise<Job | undefined> {
    return this.change((changing) => consentByPoster(changing, id, { consent, userId }), 'person');
  }

  /** Consent by the button: see {@link consentBySender}. */
  confirm(id: string, consent: Consent, answer: ConsentAnswer): Promise<Job | undefined> {
    return this.change((changing) => consentBySender(changing, id, { consent, answer }), 'person');
  }

  /** Moves a job to another state, if it is in one that leads there. */
  async move(
    id: string,
    to: JobState,
    cause: string,
    changes: JobChanges = {},
  ): Promise<Job | undefined> {
    return this.change(async (changing) => {
      if (to === 'ready') await changing.locks.hold(QUEUE_LOCK);
      return moveJob(changing, id, { to, cause, set: columnsOf(changes) });
    });
  }

  /** Ends a job for a person, if it is not over. From the poster whom it asks, that is a no. */
  async cancel(id: string, cause: string, cancelledBy: string): Promise<Job | undefined> {
    return this.change(async (changing) => {
      await noteDeclined(changing, { jobId: id, by: cancelledBy });
      return moveJob(changing, id, { to: 'cancelled', cause, set: { cancelledBy } });
    }, 'person');
  }

  /** The same for several jobs in one commit, behind commands and presses. Returns those that were not over. */
  cancelEach(ids: readonly string[], cause: string, cancelledBy: string): Promise<readonly Job[]> {
    return this.change(
      (changing) => moveJobs(changing, ids, { to: 'cancelled', cause, set: { cancelledBy } }),
      'read',
    );
  }

  /**
   * The pictures that go into a job are prepared: their bytes are kept first, piece by piece. Once they
   * are there, the row says what they are and no longer where they were, and the hashes of those of
   * somebody join the consent.
   */
  async keepPictures(id: string, pictures: readonly HashedPicture[]): Promise<Job | undefined> {
    if (pictures.length > 0 && !(await this.#pictures.keep(id, pictures))) return undefined;
    return this.change(async (changing) => {
      await changing.locks.hold(QUEUE_LOCK);
      const prepared = await moveJob(changing, id, {
        to: 'ready',
        cause: 'pictures prepared',
        set: { inputs: JSON.stringify(inputsOf(pictures)), attachment: null },
      });
      if (prepared) await recordPictures(changing, id, pictures);
      return prepared;
    });
  }

  /** Claims the next jobs. See {@link claimNext}. */
  claimNext(room: Capacity, atMost: number): Promise<Claimed> {
    return this.change(async (changing) => {
      await changing.locks.hold(QUEUE_LOCK);
      return claimNext(changing, room, atMost);
    });
  }

  /** Moves jobs under way to other queues. See {@link changeQueues}. */
  async changeQueues(jobs: readonly Waiting[]): Promise<void> {
    await this.#store.write(async (trx, locks) => {
      await locks.hold(QUEUE_LOCK);
      await changeQueues({ trx, locks }, jobs);
    });
  }

  /**
   * Ends a job whose row cannot be read, so that it blocks no other job and its requester is notified. `undefined`
   * where it is over.
   */
  async setAside(id: string): Promise<Job | undefined> {
    const ended = await this.change((changing) => endUnreadable(changing, id));
    this.#store.leaveNoTrace();
    return ended;
  }
}
