import type { Selectable } from 'kysely';
import { type Report, reportFromRow } from '../../src/moderation/report.ts';
import { jobOfRow } from '../support/job-of-row.ts';
import type { Tables } from '../../src/store/tables.ts';
import type { CrashDatabase } from './database.ts';

export type JobRow = Selectable<Tables['jobs']>;
export type EventRow = Selectable<Tables['jobEvents']>;

/** Everything that a database says about jobs, and about reports of their pictures. */
export interface Rows {
  readonly jobs: readonly JobRow[];
  /** Whose prepared pictures are still there. */
  readonly preparedPictures: readonly Selectable<Tables['preparedPictures']>[];
  /** In their order. */
  readonly events: readonly EventRow[];
  /** In their order. */
  readonly reports: readonly Report[];
  readonly moderationChannels: readonly Selectable<Tables['moderationChannels']>[];
}

/** Reads the database of a bot, whether it runs or not, and changes nothing in it. */
export async function readRows(database: CrashDatabase): Promise<Rows> {
  return database.use(async (trx) => ({
    preparedPictures: await trx.selectFrom('preparedPictures').selectAll().execute(),
    jobs: await trx.selectFrom('jobs').selectAll().orderBy('createdAt').execute(),
    events: await trx.selectFrom('jobEvents').selectAll().orderBy('id').execute(),
    reports: (await trx.selectFrom('reports').selectAll().orderBy('reportedAt').execute()).map(
      reportFromRow,
    ),
    moderationChannels: await trx.selectFrom('moderationChannels').selectAll().execute(),
  }));
}

export function promptOf(row: JobRow): string {
  return jobOfRow(row).wanted.prompt;
}

/** What happened to a job, in a line. */
export function historyOf({ events }: Pick<Rows, 'events'>, jobId: string): string {
  return events
    .filter((event) => event.jobId === jobId)
    .map(({ fromState, toState, cause }) => `${fromState ?? ''} > ${toState} (${cause})`)
    .join('; ');
}
