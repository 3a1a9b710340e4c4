import type { StoredPicture } from '../../src/images/picture-store.ts';
import { forgetPictures } from '../../src/privacy/sql/retention.ts';
import { type DatabasePlace, writeBeside } from '../../src/store/live-database.ts';
import { FROM_THE_OLDEST } from '../../src/store/queries.ts';

/** Takes pictures out of the rows of a database that a bot is using, as if their time were up. */
export async function forgetPicturesIn(place: DatabasePlace): Promise<readonly StoredPicture[]> {
  return writeBeside(place, async (trx, locks) => {
    const { forgotten } = await forgetPictures({ trx, locks }, Date.now() + 1, FROM_THE_OLDEST);
    return forgotten;
  });
}
