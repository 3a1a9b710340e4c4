import { sql } from 'kysely';
import type { Changing } from './changing.ts';
import { originRow } from './origin.ts';

/** Takes the place of an erased job's words. */
const NO_PARAMS = { prompt: '(erased)', negativePrompt: '', seed: 0 };

/** Takes everything out of a job's row that is about its person; `userId` stands for them from then on. */
export async function eraseRow(changing: Changing, jobId: string, userId: string): Promise<void> {
  const { trx, now } = changing;
  await trx
    .updateTable('jobs')
    .set((eb) => ({
      userId,
      locale: null,
      interactionId: null,
      interactionToken: null,
      params: JSON.stringify(NO_PARAMS),
      inputs: null,
      attachment: null,
      retryOf: null,
      ...originRow(undefined),
      asksUserId: null,
      askedMessage: null,
      pictures: '[]',
      errorFacts: '{}',
      cancelledBy: null,
      erasedAt: now,
      undeliverableAt: eb.fn.coalesce('undeliverableAt', sql.val(now)),
    }))
    .where('id', '=', jobId)
    .execute();
  changing.erased(jobId);
}

/** Notes that a job's requester wants it erased, which waits for the decision about a report. */
export async function askToErase({ trx }: Changing, jobId: string, askedAt: number): Promise<void> {
  await trx.updateTable('jobs').set({ eraseAskedAt: askedAt }).where('id', '=', jobId).execute();
}
