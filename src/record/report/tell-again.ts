import { sql } from 'kysely';

/**
 * The shown revision of a report whose message says what is no longer so. It is below zero, and
 * another one each time, so that a message which is on its way out does not count for the next.
 */
export const TELL_AGAIN = sql<number>`min(shown_revision, 0) - 1`;
