import SQLite from 'better-sqlite3';
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely';
import { forgetPictures } from '../../src/privacy/sql/retention.ts';
import type { StoredPicture } from '../../src/images/picture-store.ts';
import { Locks } from '../../src/store/locks.ts';
import type { Tables } from '../../src/store/tables.ts';
import { FROM_THE_OLDEST } from '../../src/store/queries.ts';

/** Takes pictures out of the rows of a database that a bot is using, as if their time were up. */
export async function forgetPicturesIn(path: string): Promise<readonly StoredPicture[]> {
  const db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: new SQLite(path, { timeout: 5_000 }) }),
    plugins: [new CamelCasePlugin()],
  });
  try {
    // Nobody else forgets pictures meanwhile.
    const locks = new Locks({ take: () => undefined, takeRows: () => undefined });
    const { forgotten } = await forgetPictures({ trx: db, locks }, Date.now() + 1, FROM_THE_OLDEST);
    return forgotten;
  } finally {
    await db.destroy();
  }
}
