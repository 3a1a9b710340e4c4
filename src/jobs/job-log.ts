import { EventEmitter } from 'node:events';
import type { Clock } from '../engines/clock.ts';
import type { Urgency } from '../engines/turns.ts';
import { KeptOut } from '../operator/kept-out.ts';
import { type Credits, type Premium, type Skus, sumOf } from '../premium/premium.ts';
import { type Entitled, premiumOf, spendCredits } from '../premium/sql/credits.ts';
import { builtInRecipes } from '../recipes/built-in.ts';
import type { Recipes } from '../recipes/recipe.ts';
import { isAppliedToWaiting, type Rule } from '../rules/rule.ts';
import { holdForRules } from '../rules/sql/server-holds.ts';
import { rulesOf } from '../rules/sql/server-rules.ts';
import type { Database } from '../store/database.ts';
import { interactionLock, type Locks, QUEUE_LOCK, personLock, serverLock } from '../store/locks.ts';
import type { Pseudonym } from '../store/key-file.ts';
import type { Store } from '../store/store.ts';
import { OutcomeUnknown } from '../store/unwritable.ts';
import type { Job, JobState } from './job.ts';
import { type Changed, ChangeOrder, Changing } from './sql/changing.ts';
import {
  type Consent,
  type ConsentAnswer,
  consentByPoster,
  consentBySender,
  recordConsent,
  recordPictures,
} from './sql/consents.ts';
import { type Consumer, dayUse, type DayUse, type DayUseOptions } from './sql/day-use.ts';
import { InstallRemoved, isInstallRemoved } from './sql/erase-jobs.ts';
import { HeldJobs } from './sql/held-servers.ts';
import { JobNotes } from './sql/job-notes.ts';
import { JobQueries, type Unreadable } from './sql/job-queries.ts';
import { JobRows } from './sql/job-rows.ts';
import { type Limits, requireRoom, requireWithinLimits, serverLimitLock } from './sql/limits.ts';
import {
  columnsOf,
  endUnreadable,
  type JobChanges,
  type Move,
  moveJob,
  moveJobs,
} from './sql/move-job.ts';
import { isRecorded, type NewJob, requirePressedOnce, writeNewJob } from './sql/new-job.ts';
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
import { atOnceHere, limitServerByDay, requireAllowed, type Ruled } from './sql/server-limits.ts';
import { takeOver } from './sql/take-over.ts';
import { type DayMoney, GpuUse, moneyLeft, Spend } from './sql/usage.ts';

export interface JobLogEvents {
  /**
   * Emitted after every commit that created a job, moved it, or changed what its message shows.
   * `from`: its previous state, null for a new job.
   */
  changed: [job: Job, from?: JobState | null];
  /**
   * Emitted after every commit that changed what moderators see of a report, except the location of
   * its post.
   */
  reportChanged: [reportId: string];
}

/** A transaction needs a server's lock, which it did not take. */
class NeedsServerLock extends Error {}

/** A run of a transaction that came to its end. */
interface Run<T> {
  readonly changing: Changing;
  readonly result: T;
}

/** Allows listening only: the log alone emits events. */
type Listeners = Pick<EventEmitter<JobLogEvents>, 'on' | 'off' | 'listenerCount'>;

/**
 * The source of truth about jobs. Transitions are here; queries and other writes are in its parts.
 *
 * A transition is one guarded UPDATE, which names the states that it may start from. It returns the
 * changed row, or `undefined` if another change was faster. Each is recorded in `job_events` in the
 * same transaction and announced to listeners after the commit.
 */
export class JobLog {
  /** Only the log itself emits them. */
  readonly events: Listeners;
  /** This process, which drives the jobs that name it. Empty if it is the only one. */
  readonly driver: string;
  /** Parses job rows. */
  readonly rows: JobRows;
  /** Queries for jobs. */
  readonly jobs: JobQueries;
  /** The queues of waiting jobs. */
  readonly queues: Queues;
  /** Writes that do not change a job's state. */
  readonly note: JobNotes;
  /** The waiting jobs of held servers. */
  readonly held: HeldJobs;
  readonly gpuUse: GpuUse;
  readonly spend: Spend;
  /** The operator's blocks. */
  readonly keptOut: KeptOut;
  readonly #emitter = new EventEmitter<JobLogEvents>();
  readonly #order = new ChangeOrder();
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #pictures: PreparedPictureStore;
  readonly #pseudonym: Pseudonym;
  /** What a GPU second costs, if known, in millionths of a US dollar. */
  readonly #gpuSecondMicros: number | undefined;
  /** What premium gives. */
  readonly #skus: Skus;

  constructor(
    store: Store,
    clock: Clock,
    limits: Limits,
    pseudonym: Pseudonym,
    recipes: Recipes = builtInRecipes,
    gpuSecondMicros?: number,
    skus: Skus = {},
  ) {
    this.#gpuSecondMicros = gpuSecondMicros;
    this.#skus = skus;
    this.rows = new JobRows(recipes);
    this.#store = store;
    this.#clock = clock;
    this.driver = store.process;
    this.jobs = new JobQueries(store.read, this.rows, store.process);
    this.queues = new Queues(store, clock);
    this.note = new JobNotes(store, clock);
    this.held = new HeldJobs(store, this);
    this.gpuUse = new GpuUse(store.read, this.rows);
    this.spend = new Spend(store.read);
    this.keptOut = new KeptOut(store);
    this.#pictures = new PreparedPictureStore(store);
    this.#limits = limits;
    this.#pseudonym = pseudonym;
    // More than ten parts of the bot listen, at which Node would warn.
    this.#emitter.setMaxListeners(0);
    this.events = this.#emitter;
  }

  /**
   * Runs a transaction that may change jobs and reports. Announces the changes after the commit, those
   * of each job in the order of the commits.
   *
   * @throws as {@link Store.write} does. After OutcomeUnknown the changes are announced once it is
   * known that they are committed.
   */
  async change<T>(work: (changing: Changing) => Promise<T>, urgency: Urgency = 'job'): Promise<T> {
    const runs: Run<T>[] = [];
    const run = async (trx: Database, locks: Locks) => {
      // It may run again.
      runs.pop()?.changing.end();
      const { rows } = this;
      const { process } = this.#store;
      const given = { clock: this.#clock, rows, pseudonym: this.#pseudonym, order: this.#order };
      const changing = new Changing(trx, { ...given, locks, process });
      try {
        const result = await work(changing);
        changing.aboutToCommit();
        const done = { changing, result };
        runs.push(done);
        return done;
      } catch (error) {
        changing.end();
        throw error;
      }
    };
    const proof = async (db: Database) => (await runs.at(-1)?.changing.isRecorded(db)) ?? true;
    const written = this.#store.write(run, urgency, proof);
    const { changing, result } = await written.catch((error: unknown) => {
      const last = runs.at(-1)?.changing;
      if (last && error instanceof OutcomeUnknown) void this.#announceOnceKnown(last, error);
      else last?.end();
      throw error;
    });
    await this.#announce(changing);
    return result;
  }

  async #announce(changing: Changing): Promise<readonly Changed[]> {
    try {
      const changes = await changing.committed();
      if (changing.leavesTraces) this.#store.leaveNoTrace();
      for (const { job, from } of changes) this.#emitter.emit('changed', job, from);
      for (const id of changing.reports) this.#emitter.emit('reportChanged', id);
      return changes;
    } finally {
      changing.end();
    }
  }

  /** The member has read that the outcome is unknown, so nothing else shows the changes. Never rejects. */
  async #announceOnceKnown(changing: Changing, { isCommitted }: OutcomeUnknown): Promise<void> {
    if (!(await isCommitted.catch(() => false))) {
      changing.end();
      return;
    }
    for (const job of changing.jobs) await this.note.answeredOtherwise(job).catch(() => undefined);
    for (const { job } of await this.#announce(changing)) this.#emitter.emit('changed', job);
  }

  /**
   * Checks the limits for another job before it is written. The result may be stale.
   *
   * @throws BotError for a limit that the member or server has reached, and `draining`.
   */
  async requireRoomFor(asker: Pick<NewJob, 'userId' | 'guildId' | 'count'>): Promise<void> {
    await requireRoom(this.#store.read, this.#asker(asker), this.#limits, this.#clock.now());
  }

  /**
   * Checks a request by the rules of its server before it is written. The result may be stale.
   *
   * @throws as {@link requireAllowed} does.
   */
  async requireAllowed(ruled: Ruled, rules: readonly Rule[]): Promise<void> {
    await requireAllowed(this.#store.read, ruled, rules, this.#dayUseAt(this.#clock.now()));
  }

  /** What premium gives a member of a server. */
  premiumOf(entitled: Entitled): Promise<Premium> {
    return premiumOf(this.#store.read, entitled, this.#dayUseAt(this.#clock.now()));
  }

  /** What a member, or a server, used within the last 24 hours. */
  dayUse(consumer: Consumer): Promise<DayUse> {
    return dayUse(this.#store.read, consumer, this.#dayUseAt(this.#clock.now()));
  }

  #dayUseAt(now: number): DayUseOptions & { readonly skus: Skus } {
    const gpuSecondMicros = this.#gpuSecondMicros;
    return { pseudonym: this.#pseudonym, gpuSecondMicros, skus: this.#skus, now };
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
   * Writes a new job, with the consent that came with it. `undefined` if this interaction, or a
   * retry of the same job, already has a row.
   *
   * @throws InstallRemoved, BotError for a limit that the member or server has reached, `draining`, a poster who
   * may not be asked, and IdTaken.
   */
  async create(job: NewJob, consent?: Consent): Promise<Job | undefined> {
    const { ruled, guildId } = job;
    const { dailyOutsideServers: outside } = this.#limits;
    const rules = ruled ? await rulesOf(this.#store.read, guildId, outside) : [];
    const write = (limitsServer: boolean) =>
      this.change(async (changing) => {
        const members = [job.userId, job.asks?.userId].filter((id) => id !== undefined);
        await changing.locks.hold(
          interactionLock(job.interactionId),
          ...members.map(personLock),
          job.asks || limitsServer ? serverLock(guildId) : serverLimitLock(guildId, this.#limits),
        );
        const { trx, now } = changing;
        if (job.byUserInstall === true && (await isInstallRemoved(changing, job))) {
          throw new InstallRemoved();
        }
        const current = ruled ? await rulesOf(trx, guildId, outside) : [];
        // Such a rule was just made.
        if (!limitsServer && limitServerByDay(current)) throw new NeedsServerLock();
        let credits: readonly Credits[] = [];
        try {
          await requireWithinLimits(changing, this.#asker(job), this.#limits);
          const whole = ruled && { ...ruled, guildId, userId: job.userId };
          if (whole) credits = await requireAllowed(trx, whole, current, this.#dayUseAt(now));
        } catch (error) {
          // It may itself be what the limit has no more room for.
          if (await isRecorded(changing, job)) return undefined;
          await requirePressedOnce(changing, { ...job, ...job.request });
          throw error;
        }
        const roles = ruled?.roles ?? [];
        const atOnce = atOnceHere(current, { id: job.userId, roles, guildId });
        // The other processes may wait for the queue's lock from here on.
        const created = await writeNewJob(changing, { ...job, atOnce, credits: sumOf(credits) });
        const spent = !created || (await spendCredits(trx, { jobId: created.id, credits, now }));
        if (!spent) throw new NeedsServerLock();
        if (created && consent) await recordConsent(changing, created, consent);
        return created;
      }, 'person');
    return write(limitServerByDay(rules)).catch((error: unknown) => {
      if (error instanceof NeedsServerLock) return write(true);
      throw error;
    });
  }

  /** Consent by the picture's poster. See {@link consentByPoster}. */
  agree(id: string, consent: Consent, userId: string): Promise<Job | undefined> {
    return this.change((changing) => consentByPoster(changing, id, { consent, userId }), 'person');
  }

  /** Consent by the button: see {@link consentBySender}. */
  confirm(id: string, consent: Consent, answer: ConsentAnswer): Promise<Job | undefined> {
    return this.change((changing) => consentBySender(changing, id, { consent, answer }), 'person');
  }

  /** Moves a job that this process drives to another state, if its current one leads there. */
  move(
    id: string,
    to: JobState,
    cause: string,
    changes: JobChanges = {},
  ): Promise<Job | undefined> {
    return this.#move(id, { to, cause, set: columnsOf(changes), ofDriver: this.driver });
  }

  /** Cancels a job that its requester may no longer make, whichever process drives it. */
  withdraw(id: string, cause: string): Promise<Job | undefined> {
    return this.#move(id, { to: 'cancelled', cause });
  }

  /**
   * Moves a job on from `submitting`, if it still is at this attempt and this process still drives
   * it: one that was held up may find that another has sent the job again.
   */
  moveSubmitting(
    { id, attempt: ofAttempt }: Pick<Job, 'id' | 'attempt'>,
    to: JobState,
    cause: string,
    changes: JobChanges = {},
  ): Promise<Job | undefined> {
    const of = { ofDriver: this.driver, ofAttempt };
    return this.#move(id, { to, cause, set: columnsOf(changes), ...of });
  }

  /**
   * Counts another submission of a job whose first one is in doubt. `unaffordable` if the day's money
   * does not suffice for it. `undefined` as for {@link moveSubmitting}.
   */
  sendAgain(
    {
      id,
      attempt,
      priceMicros = 0,
    }: Pick<Job, 'id' | 'attempt'> & Partial<Pick<Job, 'priceMicros'>>,
    cause: string,
    money: DayMoney | undefined,
  ): Promise<Job | 'unaffordable' | undefined> {
    return this.change(async (changing) => {
      if (money && priceMicros > 0) {
        await changing.locks.hold(QUEUE_LOCK);
        if (priceMicros > (await moneyLeft(changing, money))) return 'unaffordable';
      }
      return moveJob(changing, id, {
        to: 'submitting',
        cause,
        set: { attempt: attempt + 1, retryAt: null },
        ofDriver: this.driver,
        ofAttempt: attempt,
      });
    });
  }

  #move(id: string, move: Move): Promise<Job | undefined> {
    return this.change(async (changing) => {
      if (move.to === 'ready') await changing.locks.hold(QUEUE_LOCK);
      const job = await moveJob(changing, id, move);
      // Its server's rules may have changed while it could not be ended.
      const isBack = job?.state === 'ready' && job.previousState === 'submitting';
      const { trx, now } = changing;
      const rules = isBack ? await rulesOf(trx, job.guildId) : [];
      if (job && rules.some(({ limit }) => isAppliedToWaiting(limit))) {
        await holdForRules(trx, job.guildId, now);
      }
      return job;
    });
  }

  /** Cancels an unfinished job on a member's behalf. From the poster it asks, this declines. */
  async cancel(id: string, cause: string, cancelledBy: string): Promise<Job | undefined> {
    return this.change(async (changing) => {
      await noteDeclined(changing, { jobId: id, by: cancelledBy });
      return moveJob(changing, id, { to: 'cancelled', cause, set: { cancelledBy } });
    }, 'person');
  }

  /**
   * Cancels several jobs in one commit, after commands and clicks. Returns those that were
   * unfinished.
   */
  cancelEach(ids: readonly string[], cause: string, cancelledBy: string): Promise<readonly Job[]> {
    return this.change(async (changing) => {
      await changing.locks.rows('jobs', ids);
      return moveJobs(changing, ids, { to: 'cancelled', cause, set: { cancelledBy } });
    }, 'read');
  }

  /**
   * Stores a job's prepared pictures: first their bytes, piece by piece. The row then describes
   * them instead of their URLs, and the consent gets the hashes of those that show a person.
   */
  async keepPictures(id: string, pictures: readonly HashedPicture[]): Promise<Job | undefined> {
    if (pictures.length > 0 && !(await this.#pictures.keep(id, pictures))) return undefined;
    return this.change(async (changing) => {
      await changing.locks.hold(QUEUE_LOCK);
      const prepared = await moveJob(changing, id, {
        to: 'ready',
        cause: 'pictures prepared',
        // Another process that took it over may be storing them anew.
        ofDriver: this.driver,
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

  /**
   * Takes over unfinished jobs of a process that has ended, and announces them as changed. See
   * {@link takeOver}.
   */
  takeOver(from: string, atMost: number): Promise<readonly (Job | Unreadable)[]> {
    return this.change((changing) => takeOver(changing, { from, to: this.driver, atMost }));
  }

  /**
   * Announces jobs that another process has changed, to this one's listeners, as changes of what their
   * messages show. Only of those that this process drives.
   */
  async announceElsewhere(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const job = await this.jobs.findReadable(id);
      if (job?.driver === this.driver) this.#emitter.emit('changed', job);
    }
  }

  /** Moves unfinished jobs to other queues. See {@link changeQueues}. */
  async changeQueues(jobs: readonly Waiting[]): Promise<void> {
    await this.#store.write(async (trx, locks) => {
      await locks.hold(QUEUE_LOCK);
      await changeQueues({ trx, locks }, jobs);
    });
  }

  /**
   * Ends a job whose row cannot be read, so that it blocks no other job and its requester is
   * notified. `undefined` if it has already ended.
   */
  async setAside(id: string): Promise<Job | undefined> {
    const ended = await this.change((changing) => endUnreadable(changing, id));
    this.#store.leaveNoTrace();
    return ended;
  }
}
