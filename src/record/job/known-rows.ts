import type { Wanted } from '../../comfy/wanted.ts';
import { isTerminal, type Job } from './job.ts';
import { DATA_COLUMNS, JOB_COLUMNS, type JobRow, type RowData } from './row.ts';

/** How many jobs are kept: more than are looked at between two looks at one of them. */
const MOST_KEPT = 500;

/** What decides how a request is read. */
const REQUEST_COLUMNS = ['recipe', 'params', 'paramsVersion', 'inputs'] as const;

interface Known {
  readonly row: JobRow;
  readonly data: RowData;
  readonly job: Job;
}

/** What a row held when it was last read, and the columns that have changed since. */
export interface Changes {
  readonly data: RowData;
  readonly columns: readonly (keyof RowData)[];
}

/**
 * What rows were last read as. A row is fetched some twenty times before its job is over, and more often
 * than not it is the one that was fetched before: to see that costs a hundredth of checking it again.
 *
 * Jobs that are over are not kept, since what was in their rows may have to be nowhere any more.
 */
export class KnownRows {
  readonly #known = new Map<string, Known>();

  /** The job of a row that was read before, if no column of it has changed. */
  jobOf(row: JobRow): Job | undefined {
    const known = this.#known.get(row.id);
    return known && isSame(known.row, row, JOB_COLUMNS) ? known.job : undefined;
  }

  /** What its job is to make, if its request has not changed. */
  wantedOf(row: JobRow): Wanted | undefined {
    const known = this.#known.get(row.id);
    return known && isSame(known.row, row, REQUEST_COLUMNS) ? known.job.wanted : undefined;
  }

  /** What has changed in a row that was read before. */
  changesIn(row: JobRow): Changes | undefined {
    const known = this.#known.get(row.id);
    if (!known) return undefined;
    const columns = DATA_COLUMNS.filter((column) => known.row[column] !== row[column]);
    return { data: known.data, columns };
  }

  /** Keeps what a row was read as, for as long as its job is under way and others are not newer. */
  note(row: JobRow, data: RowData, job: Job): void {
    this.#known.delete(row.id);
    if (isTerminal(job.state)) return;
    const [oldest] = this.#known.keys();
    if (this.#known.size >= MOST_KEPT && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(row.id, { row, data, job });
  }
}

function isSame(before: JobRow, row: JobRow, columns: readonly (keyof JobRow)[]): boolean {
  return columns.every((column) => before[column] === row[column]);
}
