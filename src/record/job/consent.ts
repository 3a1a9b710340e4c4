import type { Changing } from './changing.ts';
import type { Job } from './job.ts';
import type { HashedPicture } from './prepared-pictures.ts';

/** Consent to the use of the pictures that somebody sent with a request, in the words that were shown. */
export interface Consent {
  readonly givenBy: 'option' | 'button';
  readonly wordingVersion: number;
  readonly wording: string;
}

/** The click by which a requester consents, whose answer is the job's message from then on. */
export interface ConsentAnswer {
  readonly interactionId: string;
  readonly interactionToken: string;
  readonly tokenExpiresAt: number;
  readonly attachmentSizeLimit?: number | undefined;
}

/** Puts on record that the pictures of a job may be used. */
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

/** Which pictures of somebody they turned out to be: their hashes, with a space between. */
export async function recordPictures(
  { trx }: Changing,
  jobId: string,
  pictures: readonly Pick<HashedPicture, 'person' | 'sha256'>[],
): Promise<void> {
  const hashes = pictures.flatMap(({ person, sha256 }) => (person ? [sha256] : []));
  if (hashes.length === 0) return;
  const pictureSha256 = hashes.join(' ');
  await trx.updateTable('consents').set({ pictureSha256 }).where('jobId', '=', jobId).execute();
}
