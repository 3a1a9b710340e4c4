import { sql } from 'kysely';
import type { Database } from '../../store/database.ts';
import { takeDeferral } from '../../store/deferrals.ts';
import { interactionLock, personLock } from '../../store/locks.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Job } from '../job.ts';
import type { Changing } from './changing.ts';
import { moveJob } from './move-job.ts';
import { requireNotPaused } from './pauses.ts';
import {
  DERIVED_PER_SLICE,
  lockJobs,
  MOST_DERIVED,
  SOME_DERIVED,
  UNLINK,
} from './picture-sources.ts';
import type { HashedPicture } from './prepared-pictures.ts';
import { showWithdrawal } from './visibility.ts';

/** The button that says that no person is in the pictures. */
const NOBODY_BUTTON = 'nobody-button';

/**
 * Consent to use the pictures of a request, with the wording shown. By `nobody-button` it is a
 * statement that they show no person. Such a job counts as one with a picture of a person in every
 * other respect.
 */
export interface Consent {
  readonly givenBy: 'option' | 'button' | typeof NOBODY_BUTTON;
  readonly wordingVersion: number;
  readonly wording: string;
}

/** The click by which a requester consents. The response to it becomes the job's message. */
export interface ConsentAnswer {
  readonly interactionId: string;
  readonly interactionToken: string;
  readonly tokenExpiresAt: number;
  readonly attachmentSizeLimit?: number | undefined;
}

/** Records consent to use a job's pictures. */
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

const REQUESTER = new PreparedQuery<Pick<Job, 'userId'>>(
  () => sql`SELECT user_id FROM jobs WHERE id = ${argument('id')}`,
);

/**
 * Records the requester's consent by button. The response to that click becomes the job's message.
 *
 * @throws BotError `paused`.
 */
export async function consentBySender(
  changing: Changing,
  id: string,
  { consent, answer }: { readonly consent: Consent; readonly answer: ConsentAnswer },
): Promise<Job | undefined> {
  const { trx, locks } = changing;
  const asked = await REQUESTER.first(trx, { id });
  if (!asked) return undefined;
  await locks.hold(interactionLock(answer.interactionId), personLock(asked.userId));
  const confirmed = await moveJob(changing, id, {
    to: 'accepted',
    cause: 'confirmed by its sender',
    asks: null,
    set: {
      answeredInteractionId: answer.interactionId,
      deferral: (await takeDeferral(changing, answer.interactionId)) ?? null,
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
  await requireNotPaused(trx, changing.pseudonym(confirmed.userId), changing.now);
  await recordConsent(changing, confirmed, consent);
  return confirmed;
}

/**
 * Records the consent of the poster whom the job asks. The question's message becomes the job's
 * message.
 */
export async function consentByPoster(
  changing: Changing,
  id: string,
  { consent, userId }: { readonly consent: Consent; readonly userId: string },
): Promise<Job | undefined> {
  await changing.locks.hold(personLock(userId));
  const agreed = await moveJob(changing, id, {
    to: 'accepted',
    cause: 'confirmed by its poster',
    asks: userId,
    set: { acceptedAt: changing.now },
  });
  if (agreed) await recordConsent(changing, { ...agreed, userId }, consent);
  return agreed;
}

/** Consents withdrawn in one transaction. Each may update derived jobs. */
const CONSENTS_PER_SLICE = 5;

/** How many consents, and statements that a picture shows no person. */
export interface ConsentCounts {
  readonly consents: number;
  readonly statements: number;
}

/** Counts rows of consents by what they say. */
export function countConsents(rows: readonly { readonly givenBy: string }[]): ConsentCounts {
  const statements = rows.filter(({ givenBy }) => givenBy === NOBODY_BUTTON).length;
  return { consents: rows.length - statements, statements };
}

/** The result of one slice. */
interface WithdrawnConsents extends ConsentCounts {
  readonly isMore: boolean;
}

/**
 * Withdraws some of a member's consents given up to a time. If one has many derived pictures, they
 * are updated in slices first and the consent row last, so an interrupted withdrawal resumes.
 */
export async function withdrawSomeConsents(
  changing: Changing,
  userId: string,
  withdrawnAt: number,
): Promise<WithdrawnConsents> {
  const { trx, locks } = changing;
  await locks.hold(personLock(userId));
  const consents = await trx
    .selectFrom('consents')
    .select(['id', 'jobId', 'givenBy'])
    .where('userId', '=', userId)
    .where('withdrawnAt', 'is', null)
    // A later consent is a new decision.
    .where('givenAt', '<=', withdrawnAt)
    .limit(CONSENTS_PER_SLICE)
    .execute();
  if (consents.length === 0) return { consents: 0, statements: 0, isMore: false };
  const jobIds = consents.map(({ jobId }) => jobId);
  await lockJobs({ locks }, async () => [...jobIds, ...(await madeFromGone(trx, jobIds))]);
  for (const { jobId } of consents) {
    if (await withdrawFromDerived(trx, { id: jobId, userId })) {
      return { consents: 0, statements: 0, isMore: true };
    }
  }
  const ids = consents.map(({ id }) => id);
  // An erasure may have deleted some before their jobs were locked.
  const withdrawn = await trx
    .updateTable('consents')
    .set({ withdrawnAt })
    .where('id', 'in', ids)
    .returning('givenBy')
    .execute();
  for (const id of jobIds) await showWithdrawal(changing, id);
  return { ...countConsents(withdrawn), isMore: true };
}

/** The jobs that a withdrawal updates: those derived from jobs that are gone. */
async function madeFromGone(trx: Database, jobIds: readonly string[]): Promise<string[]> {
  const made: string[] = [];
  for (const id of jobIds) {
    for (const { jobId } of await SOME_MADE_FROM_GONE.all(trx, { id })) made.push(jobId);
  }
  return made;
}

const MANY_DERIVED = new PreparedQuery(
  () => sql`SELECT 1 FROM picture_sources WHERE source_id = ${argument('id')}
    AND NOT EXISTS (SELECT 1 FROM jobs WHERE id = ${argument('id')})
    LIMIT 1 OFFSET ${sql.lit(MOST_DERIVED)}`,
);
const SOME_MADE_FROM_GONE = new PreparedQuery<{ jobId: string }>(
  () => sql`SELECT job_id FROM picture_sources WHERE source_id = ${argument('id')}
    AND NOT EXISTS (SELECT 1 FROM jobs WHERE id = ${argument('id')})
    ORDER BY job_id LIMIT ${sql.lit(DERIVED_PER_SLICE)}`,
);
/** The same update as the trigger's. */
const WITHDRAW = new PreparedQuery(
  () => sql`UPDATE jobs SET follow_due = follow_due + 1,
      consent_withdrawn = CASE WHEN user_id <> ${argument('userId')} THEN 2
        WHEN consent_withdrawn = 0 THEN 1 ELSE consent_withdrawn END
    WHERE id = ${argument('jobId')}`,
);

/**
 * Withdraws consent from a slice of the pictures derived from a deleted job, if there are more than
 * the trigger can update in one go. Returns whether there were, so the caller must check again
 * before it withdraws the consent itself. Each updated job is unlinked from the deleted one, which
 * has no other consent.
 */
async function withdrawFromDerived(
  trx: Database,
  { id, userId }: { readonly id: string; readonly userId: string },
): Promise<boolean> {
  if (!(await MANY_DERIVED.first(trx, { id }))) return false;
  for (const { jobId } of await SOME_DERIVED.all(trx, { id })) {
    await WITHDRAW.all(trx, { jobId, userId });
    await UNLINK.all(trx, { jobId, id });
  }
  return true;
}
