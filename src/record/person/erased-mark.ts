import { sql, type ExpressionBuilder } from 'kysely';
import type { Tables } from '../store/tables.ts';

/** Stands in an erased job's row where an interaction's id stood, which has to be unique. */
export function erasedMark(jobId: string): string {
  return `erased-${jobId}`;
}

/** The same of the row that a query is about. */
export const ERASED_MARK = sql<string>`'erased-' || id`;

/** Whether a message of an erased job may still be there: it is known, or answers an interaction. */
export function mayHaveMessage(eb: ExpressionBuilder<Tables, 'jobs'>) {
  return eb.or([eb('answeredInteractionId', '!=', ERASED_MARK), eb('messageId', 'is not', null)]);
}
