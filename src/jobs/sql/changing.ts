import type { Clock } from '../../engines/clock.ts';
import type { Database } from '../../store/database.ts';
import type { Locks } from '../../store/locks.ts';
import { moments, type Note, type Transition } from '../../store/moments.ts';
import type { Pseudonym } from '../../store/key-file.ts';
import type { Job, JobState } from '../job.ts';
import type { JobRow } from './job-row.ts';
import type { JobRows } from './job-rows.ts';

/** A job after a change. */
export interface Changed {
  readonly job: Job;
  /** The previous state; null for a new job. Missing if only its message changes. */
  readonly from?: JobState | null;
}

interface ChangingOptions extends Pick<Changing, 'locks' | 'rows' | 'pseudonym'> {
  /** Default: the only process. */
  readonly process?: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly order?: ChangeOrder;
}

/**
 * The order in which the changes of each job are announced: that of their commits.
 *
 * The database lets a second transaction change a job only once the first has committed. But the
 * answers to both may come in the other order.
 */
export class ChangeOrder {
  /** The end of the latest transaction that changed a job, until it is announced. */
  readonly #latest = new Map<string, Promise<unknown>>();

  /** Puts a change of a job behind the earlier ones, whose end it returns. */
  add(jobId: string, end: Promise<unknown>): Promise<unknown> | undefined {
    const earlier = this.#latest.get(jobId);
    this.#latest.set(jobId, end);
    return earlier === end ? undefined : earlier;
  }

  /** Forgets a change that has ended, unless there is a later one. */
  remove(jobId: string, end: Promise<unknown>): void {
    if (this.#latest.get(jobId) === end) this.#latest.delete(jobId);
  }
}

/**
 * A transaction that changes jobs or their reports: see `JobLog.change`. Every change is recorded
 * here, and the job log notifies its listeners after the commit.
 */
export class Changing {
  readonly trx: Database;
  readonly locks: Locks;
  readonly rows: JobRows;
  /** Replaces the member's id in erased rows. */
  readonly pseudonym: Pseudonym;
  /** The process that runs it: it drives new jobs. */
  readonly process: string;
  readonly #changed: Changed[] = [];
  readonly #erased = new Set<string>();
  readonly #reports = new Set<string>();
  readonly #notes: Note[] = [];
  readonly #order: ChangeOrder;
  readonly #end = Promise.withResolvers<undefined>();
  /** The ends of transactions that changed the same jobs before. */
  readonly #earlier: Promise<unknown>[] = [];
  readonly #clock: Pick<Clock, 'now'>;
  #now: number | undefined;

  constructor(
    trx: Database,
    { locks, clock, rows, pseudonym, process = '', order = new ChangeOrder() }: ChangingOptions,
  ) {
    this.process = process;
    this.rows = rows;
    this.pseudonym = pseudonym;
    this.trx = trx;
    this.locks = locks;
    this.#clock = clock;
    this.#order = order;
  }

  /**
   * The time of all its changes, in milliseconds since the epoch. The clock is read when this is
   * first used: after the locks but for that of the queues, so a later holder of a lock has a later time.
   */
  get now(): number {
    this.#now ??= this.#clock.now();
    return this.#now;
  }

  /** Records a new job (`from` is null) or a change of state. */
  moved(job: Job, from: JobState | null): void {
    this.#add({ job, from });
  }

  /** Records that a job's message must change. An unreadable row has no message to update. */
  changed(row: JobRow | undefined): void {
    const job = row && this.rows.readable(row);
    if (job) this.#add({ job });
  }

  #add(change: Changed): void {
    this.#changed.push(change);
    const earlier = this.#order.add(change.job.id, this.#end.promise);
    if (earlier) this.#earlier.push(earlier);
  }

  /**
   * Records that a job is erased. Its listeners hear of no other change: there is nothing left to
   * show.
   */
  erased(jobId: string): void {
    this.#erased.add(jobId);
    this.note(jobId, 'erased');
  }

  /** Records that a report's post must change. */
  reportChanged(reportId: string): void {
    this.#reports.add(reportId);
  }

  /** Records a write for {@link moments}. */
  note(jobId: string, what: string): void {
    this.#notes.push({ jobId, what });
  }

  /** Whether deleted data must also leave the write-ahead log and free pages. */
  get leavesTraces(): boolean {
    return this.#erased.size > 0 || this.#changed.some(mayDropPictures);
  }

  /** The changed jobs. */
  get jobs(): readonly Job[] {
    return this.#changed.map(({ job }) => job);
  }

  /** Ids of the changed reports. */
  get reports(): ReadonlySet<string> {
    return this.#reports;
  }

  /** Whether its moves stand in the database, each with its time. True if it has none. */
  async isRecorded(db: Database): Promise<boolean> {
    for (const { job } of this.#changed.filter(isMove)) {
      const event = await db
        .selectFrom('jobEvents')
        .select('id')
        .where('jobId', '=', job.id)
        .where('toState', '=', job.state)
        .where('at', '=', this.now)
        .executeTakeFirst();
      if (!event) return false;
    }
    return true;
  }

  /** Call before the commit. */
  aboutToCommit(): void {
    for (const one of this.#transitions()) moments.transitionPending.publish(one);
  }

  /** Call after the commit. Resolves to the changes to announce, in their turn. */
  async committed(): Promise<readonly Changed[]> {
    if (this.#earlier.length > 0) await Promise.all(this.#earlier);
    for (const one of this.#transitions()) moments.transitionCommitted.publish(one);
    for (const note of this.#notes) moments.noted.publish(note);
    return this.#changed.filter(({ job }) => !this.#erased.has(job.id));
  }

  /** Call once its changes are announced, or are not to be. Later ones of the same jobs wait. */
  end(): void {
    for (const { job } of this.#changed) this.#order.remove(job.id, this.#end.promise);
    this.#end.resolve(undefined);
  }

  #transitions(): Transition[] {
    return this.#changed
      .filter(isMove)
      .map(({ from, job }) => ({ jobId: job.id, from, to: job.state }));
  }
}

function isMove(change: Changed): change is Required<Changed> {
  return change.from !== undefined;
}

/** A transition may remove the job's input pictures from its row. */
function mayDropPictures({ job, from }: Changed): boolean {
  return job.wanted.picture && from !== undefined;
}
