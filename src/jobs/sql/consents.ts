import { sql } from 'kysely';
import type { Database } from '../../store/database.ts';
import { takeDeferral } from '../../store/deferrals.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Job } from '../job.ts';
import type { Changing } from './changing.ts';
import { moveJob } from './move-job.ts';
import { requireNotPaused } from './pauses.ts';
import type { HashedPicture } from './prepared-pictures.ts';

/** Consent to using the pictures sent with a request, in the words shown. */
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

/** Records the hashes of the pictures that show a person, separated by spaces. */
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

/**
 * Its requester consents by the button: the answer to that click is the job's message from then on.
 *
 * @throws BotError `paused`.
 */
export async function consentBySender(
  changing: Changing,
  id: string,
  { consent, answer }: { readonly consent: Consent; readonly answer: ConsentAnswer },
): Promise<Job | undefined> {
  const confirmed = await moveJob(changing, id, {
    to: 'accepted',
    cause: 'confirmed by its sender',
    set: {
      answeredInteractionId: answer.interactionId,
      deferral: (await takeDeferral(changing.trx, answer.interactionId)) ?? null,
      interactionToken: answer.interactionToken,
      tokenExpiresAt: answer.tokenExpiresAt,
      attachmentSizeLimit: answer.attachmentSizeLimit ?? null,
      acceptedAt: changing.now,
      messageId: null,
      ephemeral: 0,
      shownRevision: 0,
    },
  });
  if (!confirmed) return undefined;
  await requireNotPaused(changing.trx, changing.pseudonym(confirmed.userId), changing.now);
  await recordConsent(changing, confirmed, consent);
  return confirmed;
}

/** Records the poster's consent. The question's message stays the job's. */
export async function consentByPoster(
  changing: Changing,
  id: string,
  { consent, userId }: { readonly consent: Consent; readonly userId: string },
): Promise<Job | undefined> {
  const set = { acceptedAt: changing.now };
  const agreed = await moveJob(changing, id, {
    to: 'accepted',
    cause: 'confirmed by its poster',
    set,
  });
  if (agreed) await recordConsent(changing, { ...agreed, userId }, consent);
  return agreed;
}

/** Rows changed in one transaction: each may change pictures that were made by it. */
const CONSENTS_AT_ONCE = 5;

/** What became of a slice. */
export interface WithdrawnConsents {
  readonly count: number;
  readonly isMore: boolean;
}

/**
 * Takes back some of the consents that somebody gave up to then. Where very much was made with one of them, it goes piece by
 * piece, and the consent itself with the last: whoever is cut short finds it standing.
 */
export async function withdrawSomeConsents(
  trx: Database,
  userId: string,
  withdrawnAt: number,
): Promise<WithdrawnConsents> {
  const standing = await trx
    .selectFrom('consents')
    .select(['id', 'jobId'])
    .where('userId', '=', userId)
    .where('withdrawnAt', 'is', null)
    // One that is given meanwhile is another wish of theirs.
    .where('givenAt', '<=', withdrawnAt)
    .limit(CONSENTS_AT_ONCE)
    .execute();
  for (const { jobId } of standing) {
    if (await takeBackFromSome(trx, { jobId, userId })) return { count: 0, isMore: true };
  }
  const ids = standing.map(({ id }) => id);
  await trx.updateTable('consents').set({ withdrawnAt }).where('id', 'in', ids).execute();
  return { count: ids.length, isMore: ids.length > 0 };
}

/** What was made from a job that is gone, and is changed with its consent, by a trigger. */
const MOST_MADE = 20;
const DERIVED_AT_ONCE = 250;

const MANY_DERIVED = new PreparedQuery(
  () => sql`SELECT 1 FROM picture_sources WHERE source_id = ${argument('jobId')}
    AND NOT EXISTS (SELECT 1 FROM jobs WHERE id = ${argument('jobId')})
    LIMIT 1 OFFSET ${sql.lit(MOST_MADE)}`,
);
const SOME_DERIVED = new PreparedQuery<{ id: string }>(
  () => sql`SELECT job_id AS id FROM picture_sources WHERE source_id = ${argument('jobId')}
    ORDER BY job_id LIMIT ${sql.lit(DERIVED_AT_ONCE)}`,
);
/** As the trigger does. */
const TAKE_BACK = new PreparedQuery(
  () => sql`UPDATE jobs SET follow_due = follow_due + 1,
      consent_withdrawn = CASE WHEN user_id <> ${argument('userId')} THEN 2
        WHEN consent_withdrawn = 0 THEN 1 ELSE consent_withdrawn END
    WHERE id = ${argument('id')}`,
);
const PART_FROM_SOURCE = new PreparedQuery(
  () => sql`DELETE FROM picture_sources
    WHERE job_id = ${argument('id')} AND source_id = ${argument('jobId')}`,
);

/**
 * Takes somebody's consent back from some of what was made with it where its job is gone, as the end of the consent does
 * for all of it: where that is much, it would be one stall. Whether there was so much, so that it has to be looked at
 * again before the consent ends. What is taken back is parted from that job, which has no other consent.
 */
async function takeBackFromSome(
  trx: Database,
  { jobId, userId }: { readonly jobId: string; readonly userId: string },
): Promise<boolean> {
  if (!(await MANY_DERIVED.first(trx, { jobId }))) return false;
  for (const { id } of await SOME_DERIVED.all(trx, { jobId })) {
    await TAKE_BACK.all(trx, { id, userId });
    await PART_FROM_SOURCE.all(trx, { id, jobId });
  }
  return true;
}
