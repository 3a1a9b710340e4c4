import type { PastRun } from '../../comfy/run-times.ts';
import type { Recipes } from '../../comfy/recipe.ts';
import { readRequest, unreadableRequest, type Wanted } from '../../comfy/wanted.ts';
import { isWorkflow } from '../../comfy/workflow-name.ts';
import { isTerminal, type Job } from './job.ts';
import { KnownRows, type Changes } from './known-rows.ts';
import { originIn } from './origin.ts';
import {
  jobRowSchema,
  jobState,
  jsonIn,
  overRowSchema,
  storedInputs,
  type JobRow,
  type RowData,
} from './row.ts';
import { UnreadableRow } from './unreadable-row.ts';
import { whyUnreadable, type WhyUnreadable } from './why-unreadable.ts';

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
  return { ...same, wanted, attachments, origin, asks };
}
