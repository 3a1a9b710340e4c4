import type { PastRun } from '../../recipes/estimates.ts';
import { isWorkflow, type Recipes } from '../../recipes/recipe.ts';
import { readRequest, unreadableRequest, type Wanted } from '../../recipes/stored-request.ts';
import { isTerminal, type Job, originIn } from '../job.ts';
import {
  JOB_COLUMNS,
  type JobRow,
  jobRowSchema,
  jobState,
  jsonIn,
  finishedRowSchema,
  type RowData,
  storedInputs,
} from './job-row.ts';

/** The columns that hold a request. */
export type RequestRow = Pick<JobRow, 'recipe' | 'params' | 'paramsVersion' | 'inputs'>;

/** How a finished job reads if this version does not know its state. */
const UNKNOWN_END = { state: 'failed', errorCode: 'other_version', errorFacts: '{}' } as const;

/** Parses job rows, with the recipes that they may name. */
export class JobRows {
  readonly #recipes: Recipes;
  readonly #cache = new RowCache();

  constructor(recipes: Recipes) {
    this.#recipes = recipes;
  }

  /** Parses a row. @throws UnreadableRow. */
  job(row: JobRow): Job {
    const { job, unreadable = [] } = this.#read(row);
    if (job) return job;
    throw new UnreadableRow(row.id, unreadable);
  }

  /**
   * Like `job`, but `undefined` if this version cannot read the row. A finished job can always be
   * read.
   */
  readable(row: JobRow): Job | undefined {
    return this.#read(row).job;
  }

  /** The jobs of the readable rows. */
  allReadable(rows: readonly JobRow[]): Job[] {
    return rows.flatMap((row) => this.readable(row) ?? []);
  }

  /** A row's request; `undefined` if this version cannot read it. */
  wanted(row: RequestRow): Wanted | undefined {
    try {
      return readRequest(storedIn(row), this.#recipes);
    } catch {
      // A recipe that throws cannot read the row. The other rows must be read all the same.
      return undefined;
    }
  }

  /** The error code for a job whose row or request cannot be read. */
  whyUnreadable(row: RequestRow): UnreadableReason {
    return this.wanted(row) ? 'other_version' : whyUnreadable(row.recipe, this.#recipes);
  }

  /**
   * A past run to estimate from; `undefined` if it was not measured or its request is unreadable.
   */
  pastRun({
    executionMs,
    ...request
  }: Pick<JobRow, 'executionMs'> & RequestRow): PastRun | undefined {
    const work = this.wanted(request)?.work;
    return executionMs === null || work === undefined ? undefined : { executionMs, work };
  }

  /** A row's job, or the columns that cannot be read. */
  #read(row: JobRow): Reading {
    const known = this.#cache.jobOf(row);
    if (known) return { job: known };
    const reading = this.#check(row);
    if (reading.job) this.#cache.note(row, reading.job);
    return reading;
  }

  #check(row: JobRow): Reading {
    const state = jobState.safeParse(row.state).data;
    const isOver = state === undefined ? row.finishedAt !== null : isTerminal(state);
    // RunPod may still finish a job whose workflow is gone.
    const isSent = isWorkflow(row.recipe) && (state === 'queued' || state === 'running');
    const wanted =
      this.#cache.wantedOf(row) ??
      this.wanted(row) ??
      (isOver || isSent ? unreadableRequest(storedIn(row)) : undefined);
    const named = state === undefined && isOver ? { ...row, ...UNKNOWN_END } : row;
    const { data, error } = (isOver ? finishedRowSchema : jobRowSchema).safeParse(named);
    const unreadable = [
      ...(error?.issues.map(({ path }) => String(path[0])) ?? []),
      ...(wanted ? [] : ['recipe', 'params', 'paramsVersion']),
      ...(isOver || storedInputs(row.inputs) !== 'unreadable' ? [] : ['inputs']),
    ];
    return data && wanted && unreadable.length === 0
      ? { job: jobOf(data, wanted) }
      : { unreadable };
  }
}

interface Reading {
  readonly job?: Job;
  readonly unreadable?: readonly string[];
}

function storedIn({ recipe, params, paramsVersion, inputs }: RequestRow) {
  return { recipe, params: jsonIn(params), paramsVersion, inputs: storedInputs(inputs) };
}

/** An attachment without an option belongs to the only one. */
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
    pictures: stored,
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
  const isShown = isTerminal(same.state) && same.state !== 'cancelled';
  const [pictures, madeSoFar] = isShown ? [stored, []] : [[], stored];
  return { ...same, queue, wanted, attachments, origin, asks, pictures, madeSoFar };
}

/** Cached jobs: more than are read between two reads of the same one. */
const MOST_CACHED = 500;

/** The columns that determine a request. */
const REQUEST_COLUMNS = ['recipe', 'params', 'paramsVersion', 'inputs'] as const;

interface Known {
  readonly row: JobRow;
  readonly job: Job;
}

/**
 * Caches parsed rows. A row is fetched some twenty times before its job ends, mostly unchanged:
 * comparing it costs a hundredth of parsing it.
 *
 * Finished jobs are not cached, since their data may have to disappear.
 */
class RowCache {
  readonly #cached = new Map<string, Known>();

  /** The cached job of a row, if no column has changed. */
  jobOf(row: JobRow): Job | undefined {
    const known = this.#cached.get(row.id);
    return known && isSame(known.row, row, JOB_COLUMNS) ? known.job : undefined;
  }

  /** The cached request of a row, if it has not changed. */
  wantedOf(row: JobRow): Wanted | undefined {
    const known = this.#cached.get(row.id);
    return known && isSame(known.row, row, REQUEST_COLUMNS) ? known.job.wanted : undefined;
  }

  /** Caches an unfinished job. Evicts the oldest entry if full. */
  note(row: JobRow, job: Job): void {
    this.#cached.delete(row.id);
    if (isTerminal(job.state)) return;
    const [oldest] = this.#cached.keys();
    if (this.#cached.size >= MOST_CACHED && oldest !== undefined) this.#cached.delete(oldest);
    this.#cached.set(row.id, { row, job });
  }
}

function isSame(before: JobRow, row: JobRow, columns: readonly (keyof JobRow)[]): boolean {
  return columns.every((column) => before[column] === row[column]);
}

/** An unfinished job's row that this version cannot read. */
export class UnreadableRow extends Error {
  override readonly name = 'UnreadableRow';
  readonly jobId: string;

  constructor(jobId: string, columns: readonly string[]) {
    super(`the row of job ${jobId} cannot be read: ${columns.join(', ')}`);
    this.jobId = jobId;
  }
}

/** Error codes for an unreadable request. */
type UnreadableReason = 'other_version' | 'workflow_changed' | 'workflow_gone';

/**
 * The error code for an unreadable request. Workflows may change or disappear without a new
 * version.
 */
export function whyUnreadable(recipe: string, recipes: Recipes): UnreadableReason {
  if (!isWorkflow(recipe)) return 'other_version';
  return recipes.has(recipe) ? 'workflow_changed' : 'workflow_gone';
}
