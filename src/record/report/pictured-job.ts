import type { Database } from '../../store/database.ts';

/** Whose picture there is to report or to take away, and in which server; `undefined` where there is none any more. */
export function picturedJob(
  trx: Database,
  jobId: string,
): Promise<
  { readonly guildId: string; readonly userId: string; readonly ageRestricted: number } | undefined
> {
  return trx
    .selectFrom('jobs')
    .select(['guildId', 'userId', 'ageRestricted'])
    .where('id', '=', jobId)
    .where('state', '=', 'completed')
    .where('visibility', '!=', 'removed')
    .where('erasedAt', 'is', null)
    .executeTakeFirst();
}
