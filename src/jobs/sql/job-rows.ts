import type { PastRun } from '../../recipes/estimates.ts';
import { isWorkflow, type Recipes } from '../../recipes/recipe.ts';
import { readRequest, unreadableRequest, type Wanted } from '../../recipes/stored-request.ts';
import { isTerminal, type Job, originIn } from '../job.ts';
import {
  DATA_COLUMNS,
  JOB_COLUMNS,
  type JobRow,
  jobRowSchema,
  jobState,
  jsonIn,
  overRowSchema,
  type RowData,
  storedInputs,
} from './job-row.ts';

/** The columns of a request. */
export type RequestRow = Pick<JobRow, 'recipe' | 'params' | 'paramsVersion' | 'inputs'>;

/** How a job reads that is over in a state which this version does not know. */
const ENDED_OTHERWISE = { state: 'failed', errorCode: 'other_version', errorFacts: '{}' } as const;

/** Reads the rows of jobs, with the recipes that these may name. */
export class JobRows {
  readonly #recipes: Recipes;
  readonly #known = new KnownRows();

  constructor(recipes: Recipes) {
    this.#recipes = recipes;
  }

  /** A row of the jobs table, checked. @throws UnreadableRow. */
  job(row: JobRow): Job {
    const { job, unreadable = [] } = this.#read(row);
    if (job) return job;
    throw new UnreadableRow(row.id, unreadable);
  }

  /**
   * The same, and `undefined` for a row that this version cannot read. The row of a job that is
   * over can always be read.
   */
  readable(row: JobRow): Job | undefined {
    return this.#read(row).job;
  }

  /** The jobs of those rows that can be read. */
  allReadable(rows: readonly JobRow[]): Job[] {
    return rows.flatMap((row) => this.readable(row) ?? []);
  }

  /** What a job is to make; `undefined` where this version cannot read it. */
  wanted(row: RequestRow): Wanted | undefined {
    try {
      return readRequest(storedIn(row), this.#recipes);
    } catch {
      // What a recipe fails on it cannot read, and every other row has to be read all the same.
      return undefined;
    }
  }

  /** What to say of a job whose request cannot be read, or whose row cannot. */
  whyUnreadable(row: RequestRow): WhyUnreadable {
    return this.wanted(row) ? 'other_version' : whyUnreadable(row.recipe, this.#recipes);
  }

  /** A past run to estimate from; `undefined` for one that was not measured, or whose request cannot be read. */
  pastRun({
    executionMs,
    ...request
  }: Pick<JobRow, 'executionMs'> & RequestRow): PastRun | undefined {
    const work = this.wanted(request)?.work;
    return executionMs === null || work === undefined ? undefined : { executionMs, work };
  }

  /** A row's job, or the columns because of which it cannot be read. */
  #read(row: JobRow): Reading {
    const known = this.#known.jobOf(row);
    if (known) return { job: known };
    const reading = this.#check(row);
    if (reading.job && reading.data) this.#known.note(row, reading.data, reading.job);
    return reading;
  }

  #check(row: JobRow): Reading & { readonly data?: RowData } {
    const state = jobState.safeParse(row.state).data;
    const isOver = state === undefined ? row.finishedAt !== null : isTerminal(state);
    // What RunPod has of a workflow that is gone is still brought to its end.
    const isSent = isWorkflow(row.recipe) && (state === 'queued' || state === 'running');
    const wanted =
      this.#known.wantedOf(row) ??
      this.wanted(row) ??
      (isOver || isSent ? unreadableRequest(storedIn(row)) : undefined);
    const named = state === undefined && isOver ? { ...row, ...ENDED_OTHERWISE } : row;
    const changes = isOver ? undefined : this.#known.changesIn(row);
    const { data, error } =
      (changes && readChanges(row, changes)) ??
      (isOver ? overRowSchema : jobRowSchema).safeParse(named);
    const unreadable = [
      ...(error?.issues.map(({ path }) => String(path[0])) ?? []),
      ...(wanted ? [] : ['recipe', 'params', 'paramsVersion']),
      ...(isOver || storedInputs(row.inputs) !== 'unreadable' ? [] : ['inputs']),
    ];
    return data && wanted && unreadable.length === 0
      ? { data, job: jobOf(data, wanted) }
      : { unreadable };
  }
}

interface Reading {
  readonly job?: Job;
  readonly unreadable?: readonly string[];
}

/** A row of which only the columns are checked that have changed; `undefined` where one of them is not as it should be. */
function readChanges(
  row: JobRow,
  { data, columns }: Changes,
): { readonly data: RowData; readonly error?: undefined } | undefined {
  const changed: Record<string, unknown> = {};
  for (const column of columns) {
    const read = jobRowSchema.shape[column].safeParse(row[column]);
    if (!read.success) return undefined;
    changed[column] = read.data;
  }
  return { data: { ...data, ...changed } };
}

function storedIn({ recipe, params, paramsVersion, inputs }: RequestRow) {
  return { recipe, params: jsonIn(params), paramsVersion, inputs: storedInputs(inputs) };
}

/** An attachment whose option is not named is the only one. */
function jobOf(
  {
    attachment = [],
    fromJob,
    fromStep,
    fromPicture,
    fromMessage,
    askedMessage,
    asksUserId,
    lane: queue,
    ...same
  }: RowData,
  wanted: Wanted,
): Job {
  const [only] = wanted.inputs;
  const attachments = attachment.map(({ option = only?.option ?? '', ...file }) => ({
    option,
    ...file,
  }));
  const origin = originIn({ fromJob, fromStep, fromPicture, fromMessage });
  const asks =
    askedMessage === undefined ? undefined : { messageId: askedMessage, userId: asksUserId };
  return { ...same, queue, wanted, attachments, origin, asks };
}

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
interface Changes {
  readonly data: RowData;
  readonly columns: readonly (keyof RowData)[];
}

/**
 * What rows were last read as. A row is fetched some twenty times before its job is over, and more often
 * than not it is the one that was fetched before: to see that costs a hundredth of checking it again.
 *
 * Jobs that are over are not kept, since what was in their rows may have to be nowhere any more.
 */
class KnownRows {
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

/** A row that this version cannot read, of a job that is not over. */
export class UnreadableRow extends Error {
  override readonly name = 'UnreadableRow';
  readonly jobId: string;

  constructor(jobId: string, columns: readonly string[]) {
    super(`the row of job ${jobId} cannot be read: ${columns.join(', ')}`);
    this.jobId = jobId;
  }
}

/** What to say where a request cannot be read. */
type WhyUnreadable = 'other_version' | 'workflow_changed' | 'workflow_gone';

/** What to say of a request that cannot be read: an operator's workflow comes and goes without a new version. */
export function whyUnreadable(recipe: string, recipes: Recipes): WhyUnreadable {
  if (!isWorkflow(recipe)) return 'other_version';
  return recipes.has(recipe) ? 'workflow_changed' : 'workflow_gone';
}
