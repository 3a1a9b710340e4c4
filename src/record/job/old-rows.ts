import type { Database } from '../../store/database.ts';

/*
 * What leaves jobs' rows once nobody looks at it any more: nothing that a message shows, so nobody is
 * told.
 */

/**
 * Takes the pictures out of the rows of these jobs, and leaves how many there were: a worker may have made fewer than were
 * asked for, or more.
 */
export async function dropPictures(
  trx: Database,
  jobs: readonly { readonly id: string; readonly pictures: number }[],
): Promise<void> {
  for (const count of new Set(jobs.map(({ pictures }) => pictures))) {
    const ids = jobs.flatMap(({ id, pictures }) => (pictures === count ? [id] : []));
    await trx
      .updateTable('jobs')
      .set({ pictures: '[]', ...(count > 0 && { count }) })
      .where('id', 'in', ids)
      .execute();
  }
}

/** Takes the tokens out of the rows of these jobs. */
export async function dropTokens(trx: Database, jobIds: readonly string[]): Promise<void> {
  await trx.updateTable('jobs').set({ interactionToken: null }).where('id', 'in', jobIds).execute();
}

/** Removes the rows of these jobs, with what happened to them. */
export async function deleteRows(trx: Database, jobIds: readonly string[]): Promise<void> {
  await trx.deleteFrom('jobs').where('id', 'in', jobIds).execute();
}

/** Puts another name in place of the canceller's in some jobs. Gives whether there were any. */
export async function renameCanceller(
  trx: Database,
  { from, to, limit }: { readonly from: string; readonly to: string; readonly limit: number },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('jobs')
    .set({ cancelledBy: to })
    .where('id', 'in', (eb) =>
      eb.selectFrom('jobs').select('id').where('cancelledBy', '=', from).limit(limit),
    )
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** The same of somebody who is asked whether a picture of theirs may be used: nobody can say yes then. */
export async function renameAsked(
  trx: Database,
  { from, to, limit }: { readonly from: string; readonly to: string; readonly limit: number },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('jobs')
    .set({ asksUserId: to })
    .where('id', 'in', (eb) =>
      eb.selectFrom('jobs').select('id').where('asksUserId', '=', from).limit(limit),
    )
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
