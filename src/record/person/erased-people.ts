import { sql } from 'kysely';
import type { Database } from '../../store/database.ts';

/** Rows removed in one transaction. */
const SLICE_ROWS = 50;

/** Everything that somebody gave up to then is erased, and has to be in a copy that is put back. */
export async function noteErasedPerson(
  trx: Database,
  pseudonym: string,
  askedAt: number,
): Promise<void> {
  await trx
    .insertInto('erasedPeople')
    .values({ pseudonym, askedAt })
    .onConflict((conflict) =>
      conflict.column('pseudonym').doUpdateSet({
        askedAt: sql`CASE WHEN excluded.asked_at > erased_people.asked_at
          THEN excluded.asked_at ELSE erased_people.asked_at END`,
      }),
    )
    .execute();
}

/** Forgets some of those who asked before that time. Gives how many. */
export async function forgetErasedPeople(trx: Database, before: number): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom('erasedPeople')
    .where('pseudonym', 'in', (eb) =>
      eb
        .selectFrom('erasedPeople')
        .select('pseudonym')
        .where('askedAt', '<', before)
        .limit(SLICE_ROWS),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
