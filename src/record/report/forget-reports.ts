import type { Database } from '../../store/database.ts';

/** Rows removed in one transaction. */
const SLICE_ROWS = 100;

/** Removes some of the reports that were decided before that time. Gives how many. */
export async function forgetDecided(trx: Database, before: number): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom('reports')
    .where('id', 'in', (eb) =>
      eb.selectFrom('reports').select('id').where('decidedAt', '<', before).limit(SLICE_ROWS),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Removes some of the record of what moderators did before that time. Gives how many acts. */
export async function forgetActs(trx: Database, before: number): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom('moderationEvents')
    .where('id', 'in', (eb) =>
      eb.selectFrom('moderationEvents').select('id').where('at', '<', before).limit(SLICE_ROWS),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
