import { sql } from 'kysely';
import { requestedSettingsSchema, type Settings } from '../../comfy/settings.ts';
import type { Changing } from './changing.ts';

/** Stands where the words of an erased job stood: a row's settings have to be readable. */
const NO_SETTINGS: Settings = {
  ...requestedSettingsSchema.parse({ prompt: '(erased)', negativePrompt: '' }),
  seed: 0,
};

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
      settings: JSON.stringify(NO_SETTINGS),
      attachment: null,
      face: null,
      retryOf: null,
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

/** Its person wants a job erased, which waits for the decision about a report. */
export async function askToErase({ trx }: Changing, jobId: string, askedAt: number): Promise<void> {
  await trx.updateTable('jobs').set({ eraseAskedAt: askedAt }).where('id', '=', jobId).execute();
}
