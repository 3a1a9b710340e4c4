import { sql } from 'kysely';
import { BotError } from '../../errors/errors.ts';
import type { Database } from '../../store/database.ts';
import { personLock, serverLock } from '../../store/locks.ts';
import type { Pseudonym } from '../../store/key-file.ts';
import { argument, deleteSome, PreparedQuery } from '../../store/queries.ts';
import type { Job } from '../job.ts';
import type { Changing } from './changing.ts';

/** The minimum time between two questions about a message, from any member. */
export const BETWEEN_QUESTIONS_MS = 60 * 60_000;
/** The minimum time between two mentions of a poster by the same member. */
const BETWEEN_MENTIONS_MS = 10 * 60_000;

/** A member's question to a message's poster whether its picture may be used. */
export interface Question {
  readonly askerId: string;
  readonly posterId: string;
  readonly messageId: string;
}

interface QuestionState {
  readonly isUnaskable: number;
  readonly isDeclined: number;
  readonly messageAskedAt: number | null;
  readonly posterAskedAt: number | null;
}

/** Matches an erased member by their pseudonym. */
const ASKER = sql`asker_id IN (${argument('askerId')}, ${argument('askerPseudonym')})`;
const POSTER = sql`poster_id IN (${argument('posterId')}, ${argument('posterPseudonym')})`;
const MESSAGE = sql`message_id = ${argument('messageId')}`;
/** If the clock went backwards, later questions do not count. */
const UNTIL_NOW = sql`asked_at <= ${argument('now')}`;

const QUESTION_STATE = new PreparedQuery<QuestionState>(
  () => sql`SELECT
    EXISTS (SELECT 1 FROM person_settings
      WHERE user_id = ${argument('posterId')} AND askable = 0) AS is_unaskable,
    EXISTS (SELECT 1 FROM poster_questions
      WHERE ${MESSAGE} AND ${ASKER} AND declined = 1) AS is_declined,
    (SELECT max(asked_at) FROM poster_questions
      WHERE ${MESSAGE} AND asked_at > ${argument('hourAgo')} AND ${UNTIL_NOW}) AS message_asked_at,
    (SELECT max(asked_at) FROM poster_questions
      WHERE ${ASKER} AND ${POSTER}
        AND asked_at > ${argument('minutesAgo')} AND ${UNTIL_NOW}) AS poster_asked_at`,
);

/**
 * Checks whether a poster may be asked. Without the locks of {@link askPoster} the result may be
 * stale.
 *
 * @throws BotError `not_askable`; `asked_before` if they declined; `asked_lately`, with the time
 * when they may be asked.
 */
export async function requireMayAsk(
  db: Database,
  { askerId, posterId, messageId }: Question,
  { now, pseudonym }: { readonly now: number; readonly pseudonym: Pseudonym },
): Promise<void> {
  const state = await QUESTION_STATE.one(db, {
    ...{ askerId, posterId, messageId, now },
    askerPseudonym: pseudonym(askerId),
    posterPseudonym: pseudonym(posterId),
    hourAgo: now - BETWEEN_QUESTIONS_MS,
    minutesAgo: now - BETWEEN_MENTIONS_MS,
  });
  if (state.isUnaskable === 1) throw new BotError('not_askable');
  if (state.isDeclined === 1) throw new BotError('asked_before');
  const { messageAskedAt, posterAskedAt } = state;
  const opensAt = Math.max(
    messageAskedAt === null ? 0 : messageAskedAt + BETWEEN_QUESTIONS_MS,
    posterAskedAt === null ? 0 : posterAskedAt + BETWEEN_MENTIONS_MS,
  );
  if (opensAt <= now) return;
  throw new BotError('asked_lately', { facts: { at: Math.ceil(opensAt / 1000) } });
}

/**
 * Records the question of a new job, in its transaction and under the locks of asker, poster and
 * server, so that of two simultaneous questions only one is asked.
 *
 * @throws as {@link requireMayAsk} does.
 */
export async function askPoster(
  { trx, locks, now, pseudonym }: Changing,
  { id: jobId, userId: askerId, guildId, asks }: Pick<Job, 'id' | 'userId' | 'guildId' | 'asks'>,
): Promise<void> {
  const { userId: posterId, messageId } = asks ?? {};
  if (posterId === undefined || messageId === undefined) return;
  locks.require(personLock(askerId), personLock(posterId), serverLock(guildId));
  await requireMayAsk(trx, { askerId, posterId, messageId }, { now, pseudonym });
  await trx
    .insertInto('posterQuestions')
    .values({ jobId, messageId, askerId, posterId, askedAt: now })
    .execute();
}

/** Records that a poster declined, which is final. Changes nothing if `by` was not asked. */
export async function noteDeclined(
  { trx }: Pick<Changing, 'trx'>,
  { jobId, by }: { readonly jobId: string; readonly by: string },
): Promise<void> {
  await trx
    .updateTable('posterQuestions')
    .set({ declined: 1 })
    .where('jobId', '=', jobId)
    .where('posterId', '=', by)
    .execute();
}

/** Deletes some questions from before a time. Returns how many. A declined one is never deleted. */
export function forgetQuestions({ trx }: Pick<Changing, 'trx'>, before: number): Promise<number> {
  // A literal, so that the partial index applies.
  const isOld = sql`declined = 0 AND asked_at < ${before}`;
  return deleteSome(trx, ['posterQuestions', 'jobId'], isOld);
}
