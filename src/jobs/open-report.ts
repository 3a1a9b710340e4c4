import type { ExpressionBuilder } from 'kysely';
import type { Tables } from './tables.ts';

/** The reports of a job that wait for a decision: while there is one, nothing of it goes away. */
export function openReportOf(eb: ExpressionBuilder<Tables, 'jobs'>) {
  return eb
    .selectFrom('reports')
    .select('reports.id')
    .whereRef('reports.jobId', '=', 'jobs.id')
    .where('reports.decidedAt', 'is', null);
}
