import type { Changing } from './changing.ts';
import type { Job } from './job.ts';

/** Consent to the use of a photo, in the words that were shown. */
export interface Consent {
  readonly givenBy: 'option' | 'button';
  readonly wordingVersion: number;
  readonly wording: string;
}

/** Puts on record that the photo of a job may be used. */
export async function recordConsent(
  { trx, now: givenAt }: Changing,
  { id: jobId, userId, guildId }: Pick<Job, 'id' | 'userId' | 'guildId'>,
  consent: Consent,
): Promise<void> {
  await trx
    .insertInto('consents')
    .values({ jobId, userId, guildId, givenAt, ...consent })
    .execute();
}

/** Which photo it turned out to be. */
export async function recordPicture(
  { trx }: Changing,
  jobId: string,
  pictureSha256: string,
): Promise<void> {
  await trx.updateTable('consents').set({ pictureSha256 }).where('jobId', '=', jobId).execute();
}
