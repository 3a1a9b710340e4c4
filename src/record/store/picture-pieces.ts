import type SQLite from 'better-sqlite3';
import type { Database } from './database.ts';

/*
 * Prepared pictures lie in pieces, and belong to a job for as long as it needs them; a trigger ends that. What is
 * overwritten as it is deleted costs as much as writing it: 7 MB at once would be a stall, one piece is none.
 */

/** What is written, read and deleted at once, in bytes: 2 ms and 5 at most on an ordinary disk. */
export const PIECE_BYTES = 512 * 1024;

/** Removes one piece of pictures that are no job's any more. False where there is none left. */
export async function dropPiece(trx: Database): Promise<boolean> {
  const nobodys = await trx
    .selectFrom('preparedPictures')
    .select('id')
    .where('jobId', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (!nobodys) return false;
  const last = await trx
    .selectFrom('picturePieces')
    .select((eb) => eb.fn.max('place').as('place'))
    .where('picturesId', '=', nobodys.id)
    .executeTakeFirst();
  if (typeof last?.place === 'number') {
    await trx
      .deleteFrom('picturePieces')
      .where('picturesId', '=', nobodys.id)
      .where('place', '=', last.place)
      .execute();
  }
  if (!last?.place) await trx.deleteFrom('preparedPictures').where('id', '=', nobodys.id).execute();
  return true;
}

/**
 * The same for all of them at once, at a start: what a killed process has not come to removing, and what it was
 * still writing, since such a job is prepared anew.
 */
export function dropLeftPieces(sqlite: SQLite.Database): void {
  sqlite.exec(`
    UPDATE prepared_pictures SET job_id = NULL
      WHERE (SELECT state FROM jobs WHERE jobs.id = job_id) = 'preparing';
    DELETE FROM picture_pieces
      WHERE pictures_id IN (SELECT id FROM prepared_pictures WHERE job_id IS NULL);
    DELETE FROM prepared_pictures WHERE job_id IS NULL;`);
}
