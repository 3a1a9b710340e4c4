import { BotError } from '../../errors/errors.ts';
import type { Changing } from './changing.ts';
import type { Job } from './job.ts';
import { jobState } from './row.ts';

/** From which jobs' pictures a job is made, each once. */
export function sourcesOf({ wanted: { inputs } }: Pick<Job, 'wanted'>): readonly string[] {
  return [...new Set(inputs.flatMap(({ source }) => source?.job ?? []))];
}

/**
 * Puts on record from whose pictures a new job is made, in the transaction that writes it: none of them can be
 * hidden or removed in between.
 *
 * @throws BotError `source_withheld` where one of them is hidden, removed, erased or somebody else's alone;
 * `source_gone` where nothing is known of it any more;
 * `consent_withdrawn` for one to which consent was taken back;
 * `source_age_restricted` outside age-restricted channels for one that was made in one.
 */
export async function linkSources({ trx }: Changing, job: Job): Promise<void> {
  const sourceIds = sourcesOf(job);
  if (sourceIds.length === 0) return;
  const rows = await trx
    .selectFrom('jobs')
    .select(['id', 'state', 'visibility', 'erasedAt', 'ageRestricted', 'consentWithdrawn'])
    .select(['private', 'userId'])
    .where('id', 'in', sourceIds)
    .execute();
  if (rows.length < sourceIds.length) throw new BotError('source_gone');
  for (const row of rows) {
    const isThere = jobState.safeParse(row.state).data === 'completed' && row.erasedAt === null;
    const isOthers = row.private === 1 && row.userId !== job.userId;
    if (!isThere || isOthers || row.visibility !== 'shown') throw new BotError('source_withheld');
    if (row.consentWithdrawn > 0) throw new BotError('consent_withdrawn');
    if (row.ageRestricted === 1 && !job.ageRestricted) throw new BotError('source_age_restricted');
  }
  await trx
    .insertInto('pictureSources')
    .values(sourceIds.map((sourceId) => ({ jobId: job.id, sourceId })))
    .execute();
}
