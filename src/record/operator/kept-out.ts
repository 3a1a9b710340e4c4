import { sql } from 'kysely';
import type { Database } from '../store/database.ts';
import { argument, PreparedQuery } from '../store/prepared-query.ts';
import type { Store } from '../store/store.ts';

/** What the operator can keep out. */
export type KeptOutKind = 'person' | 'server';

/** Rows removed in one transaction. */
const SLICE_ROWS = 100;

/** Asked with every interaction. */
const WHO = new PreparedQuery<{ kind: KeptOutKind }>(
  () => sql`SELECT 'person' AS kind FROM kept_out
      WHERE kind = 'person' AND subject = ${argument('userId')} AND lifted_at IS NULL
    UNION ALL SELECT 'server' FROM kept_out
      WHERE kind = 'server' AND subject = ${argument('guildId')} AND lifted_at IS NULL`,
);

/** Whom `npm run block` keeps out, from another process. */
export class KeptOut {
  readonly #db: Database;

  constructor({ read }: Pick<Store, 'read'>) {
    this.#db = read;
  }

  /** Which of a person and a server is kept out: the person, where both are. */
  async whichOf(userId: string, guildId: string | undefined): Promise<KeptOutKind | undefined> {
    const row = await WHO.first(this.#db, { userId, guildId: guildId ?? null });
    return row?.kind;
  }
}

/** What stands has to be kept for as long as it does; what was lifted goes with the person. */
export async function eraseLifted(trx: Database, userId: string): Promise<boolean> {
  await trx
    .deleteFrom('keptOut')
    .where('kind', '=', 'person')
    .where('subject', '=', userId)
    .where('liftedAt', 'is not', null)
    .execute();
  return false;
}

/** Forgets some of what was lifted before that time. Gives how many. */
export async function forgetLifted(trx: Database, before: number): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom('keptOut')
    .where('id', 'in', (eb) =>
      eb.selectFrom('keptOut').select('id').where('liftedAt', '<', before).limit(SLICE_ROWS),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
