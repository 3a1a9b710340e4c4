import type { Database } from '../../store/database.ts';

/**
 * Erases what somebody chose for themselves, and their presets. A server's presets stay, which are the server's, and nobody
 * knows any more who made them. Whether there may be more: never, since there are few.
 */
export async function eraseOwnThings(trx: Database, userId: string): Promise<boolean> {
  await trx.deleteFrom('personSettings').where('userId', '=', userId).execute();
  await trx.deleteFrom('personDefaults').where('userId', '=', userId).execute();
  await trx
    .deleteFrom('presets')
    .where('ownerKind', '=', 'person')
    .where('ownerId', '=', userId)
    .execute();
  await trx.updateTable('presets').set({ madeBy: null }).where('madeBy', '=', userId).execute();
  return false;
}
