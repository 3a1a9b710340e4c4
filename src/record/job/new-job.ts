import { sql } from 'kysely';
import { IdTaken } from '../store/free-id.ts';
import { LINE_LOCK } from '../store/locks.ts';
import { argument, PreparedQuery } from '../store/prepared-query.ts';
import type { Changing } from './changing.ts';
import { NEW_ROW, type NewJob } from './job-changes.ts';
import { recordMove } from './job-events.ts';
import type { Job } from './job.ts';
import { roundToJoin } from './rounds.ts';
import { JOB_COLUMNS, type JobRow } from './row.ts';

const COLUMNS = Object.keys(NEW_ROW);

/** Writes a new row, unless its interaction has one already. One that is ready joins the line. */
const INSERT = new PreparedQuery<JobRow>(
  () => sql`INSERT INTO jobs (${sql.join(COLUMNS.map((column) => sql.ref(column)))}, round)
    VALUES (${sql.join(COLUMNS.map(argument))},
      CASE WHEN ${argument('state')} = 'ready' THEN ${roundToJoin(argument('userId'))} END)
    ON CONFLICT DO NOTHING
    RETURNING ${sql.join(JOB_COLUMNS.map((column) => sql.ref(column)))}`,
);

/**
 * Writes a new job, holding the line's lock where it joins the line. `undefined` where this
 * interaction, or a retry of the same job, has its row already.
 *
 * @throws IdTaken
 */
export async function writeNewJob(changing: Changing, asked: NewJob): Promise<Job | undefined> {
  const { trx, locks, now } = changing;
  if (asked.state === 'ready') locks.require(LINE_LOCK);
  const values = Object.entries(NEW_ROW).map(([column, of]) => [column, of(asked, now)] as const);
  const row = await INSERT.first(trx, Object.fromEntries(values));
  if (row) {
    const job = changing.rows.job(row);
    await recordMove(changing, job, { from: null, cause: 'asked for' });
    return job;
  }
  if (await isWrittenDown(changing, asked)) return undefined;
  throw new IdTaken(asked.id);
}

/**
 * Whether what asked for a job has its row. A row that merely has the same id is about something
 * else.
 */
async function isWrittenDown(
  { trx }: Changing,
  { interactionId, retryOf }: Pick<NewJob, 'interactionId' | 'retryOf'>,
): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM jobs
    WHERE interaction_id = ${interactionId} OR retry_of = ${retryOf ?? null} LIMIT 1`.execute(trx);
  return rows.length > 0;
}
