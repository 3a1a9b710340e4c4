import { sql } from 'kysely';
import type { Database } from '../../store/database.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';

const KEPT = new PreparedQuery(
  () => sql`SELECT 1 WHERE EXISTS (SELECT 1 FROM jobs WHERE user_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM jobs WHERE asks_user_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM poster_questions
      WHERE asker_id = ${argument('userId')} OR poster_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM jobs WHERE cancelled_by = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM consents WHERE user_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM reports WHERE reporter_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM blocks WHERE user_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM blocks WHERE blocked_by = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM kept_out WHERE kind = 'person' AND subject = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM moderation_events WHERE by_user = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM moderation_events WHERE user_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM person_settings WHERE user_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM person_defaults WHERE user_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM presets WHERE owner_kind = 'person' AND owner_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM presets WHERE made_by = ${argument('userId')})`,
);

/** Whether any row is about this person. Reads one row of each table along an index. */
export async function isAnyKept(db: Database, userId: string): Promise<boolean> {
  return (await KEPT.first(db, { userId })) !== undefined;
}
