import type { Database } from '../../store/database.ts';
import type { Locks } from '../../store/locks.ts';
import { moments, type Note, type Transition } from '../../store/moments.ts';
import type { Pseudonym } from '../../store/pseudonym.ts';
import type { Job, JobState } from '../job.ts';
import type { JobRow } from './job-row.ts';
import type { JobRows } from './job-rows.ts';

/** A job as it is after a change. */
export interface Changed {
  readonly job: Job;
  /** The state that it was moved from, null for a new job. Missing where only its message changes. */
  readonly from?: JobState | null;
}

/**
 * A piece of work that changes jobs, or reports of them: see `JobLog.change`. Whatever changes a row says so here,
 * and once the piece is committed the job log tells everybody who listens.
 */
export class Changing {
  readonly trx: Database;
  readonly locks: Locks;
  /** When it all happens, in milliseconds since the epoch. */
  readonly now: number;
  readonly rows: JobRows;
  /** Under which erased rows say whose they were. */
  readonly pseudonym: Pseudonym;
  readonly #changed: Changed[] = [];
  readonly #erased = new Set<string>();
  readonly #reports = new Set<string>();
  readonly #notes: Note[] = [];

  constructor(
    trx: Database,
    { locks, now, rows, pseudonym }: Pick<Changing, 'locks' | 'now' | 'rows' | 'pseudonym'>,
  ) {
    this.rows = rows;
    this.pseudonym = pseudonym;
    this.trx = trx;
    this.locks = locks;
    this.now = now;
  }

  /** A job is new, where `from` is null, or is in another state. */
  moved(job: Job, from: JobState | null): void {
    this.#changed.push({ job, from });
  }

  /** A job's message is to show something else. A row that cannot be read has no message to change. */
  changed(row: JobRow | undefined): void {
    const job = row && this.rows.readable(row);
    if (job) this.#changed.push({ job });
  }

  /** Nothing of a person is left in a job's row, so there is nothing to show any more either. */
  erased(jobId: string): void {
    this.#erased.add(jobId);
    this.note(jobId, 'erased');
  }

  /** Moderators are to see something else of a report. */
  reportChanged(reportId: string): void {
    this.#reports.add(reportId);
  }

  /** Names what was written down, for {@link moments}. */
  note(jobId: string, what: string): void {
    this.#notes.push({ jobId, what });
  }

  /** Whether something left the database that must remain nowhere. */
  get leavesTraces(): boolean {
    return this.#erased.size > 0 || this.#changed.some(isAboutPicture);
  }

  /** The reports that changed, by their ids. */
  get reports(): ReadonlySet<string> {
    return this.#reports;
  }

  /** To be called when the work is done, before the commit. */
  aboutToCommit(): void {
    for (const one of this.#transitions()) moments.transitionPending.publish(one);
  }

  /** To be called after the commit. Gives what there is to tell. */
  committed(): readonly Changed[] {
    for (const one of this.#transitions()) moments.transitionCommitted.publish(one);
    for (const note of this.#notes) moments.noted.publish(note);
    return this.#changed.filter(({ job }) => !this.#erased.has(job.id));
  }

  #transitions(): Transition[] {
    return this.#changed.flatMap(({ from, job }) =>
      from === undefined ? [] : [{ jobId: job.id, from, to: job.state }],
    );
  }
}

/** Where such a job moved on, its picture may have left the row. */
function isAboutPicture({ job, from }: Changed): boolean {
  return job.wanted.picture && from !== undefined;
}
