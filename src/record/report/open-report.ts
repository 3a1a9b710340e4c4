import type { ExpressionBuilder } from 'kysely';
import type { Tables } from '../../store/tables.ts';

/** The reports of a job that wait for a decision: while there is one, nothing of it goes away by itself. */
export function openReportOf(eb: ExpressionBuilder<Tables, 'jobs'>) {
  return eb
    .selectFrom('reports')
    .select('reports.id')
    .whereRef('reports.jobId', '=', 'jobs.id')
    .where('reports.decidedAt', 'is', null);
}

/**
 * Those of them that keep its requester from having it erased before the decision: what hides a
 * picture may be what it is evidence of. Anything else delays nobody's erasure.
 */
export function holdingReportOf(eb: ExpressionBuilder<Tables, 'jobs'>) {
  return openReportOf(eb).where('reports.effect', '=', 'hide');
}
